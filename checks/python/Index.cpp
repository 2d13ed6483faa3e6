// Indices and elements: what is a view, what is a copy.
#include "python/Frame.h"
#include "llvm/ADT/STLExtras.h"

namespace torchtidy::python {

ValueId Frame::view(ValueId Id, bool May, bool Whole, Type T) {
  Value V = Vs[Id];
  V.T = T;
  V.Items.clear();
  V.Element = 0;
  V.SizeOf = 0;
  V.Path = {};
  V.Node = 0;
  V.Index = Indexing::Unknown;
  V.Contiguous = false;
  for (Ref &R : V.Refs) {
    R.ViewMay |= May;
    R.Part |= !Whole;
  }
  return Vs.add(std::move(V));
}

ValueId Frame::elementOf(ValueId Id) {
  const Value &V = Vs[Id];
  switch (V.T) {
  case Type::List:
  case Type::Tuple:
  case Type::Dict:
    if (V.Element || V.Refs.empty())
      return V.Element;
    return view(Id, false, false, Type::Unknown);
  case Type::Tensor:
  case Type::Array: {
    Value E = Vs[view(Id, false, false, V.T)];
    E.Negative = false; // along which dimension is not known
    return Vs.add(std::move(E));
  }
  case Type::Size: {
    Value E = Vs[Vs.of(Type::Number)];
    E.SizeOf = V.SizeOf;
    E.SizeFrom = V.SizeFrom;
    E.D = V.D;
    E.OnCpu = V.OnCpu;
    return Vs.add(std::move(E));
  }
  case Type::Unknown: {
    Value E = Vs[view(Id, true, false, Type::Unknown)]; // a loader makes its items anew
    E.Negative = false;
    return Vs.add(std::move(E));
  }
  default:
    return 0;
  }
}

/// One element that a key names: which of them is not known.
ValueId Frame::oneOf(ValueId Container) {
  if (Vs[Container].T != Type::Dict)
    return elementOf(Container);
  Value V = Vs[elementOf(Container)];
  for (Ref &R : V.Refs)
    R.ViewMay |= R.PathMay;
  return Vs.add(std::move(V));
}

Indexing Frame::indexKind(NodeId Index, ValueId V) {
  NodeId Core = A.inner(Index);
  if (A.is(Core, Kind::UnaryOperator) && A.text(Core).starts_with("-") && A.is(A.child(Core, Role::Argument), Kind::Integer))
    return Indexing::Basic;
  const Value &I = Vs[V];
  if (I.T == Type::Tuple) {
    if (I.Items.empty())
      return I.Index;
    Indexing Worst = Indexing::Basic;
    for (ValueId Item : I.Items) {
      const Value &E = Vs[Item];
      if (E.Index == Indexing::Advanced)
        return Indexing::Advanced;
      if (E.Index == Indexing::Unknown)
        Worst = Indexing::Unknown;
    }
    return Worst;
  }
  return I.D == DType::Bool && (I.isTensor() || I.isArray()) ? Indexing::Advanced : I.Index;
}

void Frame::noteIndex(ValueId V) {
  if (Vs[V].isTensor())
    for (const Ref &R : Vs[V].Refs)
      F.Indices[R.Memory] = true;
}

/// How all the indices of a subscript select together.
Indexing Frame::indexOf(NodeId Subscript, bool *IsText) {
  Indexing Worst = Indexing::Basic;
  bool Several = A[A.child(Subscript, Role::Subscript)].Next != 0;
  for (NodeId C : A.children(Subscript)) {
    if (A[C].R != Role::Subscript)
      continue;
    ValueId V = eval(C);
    if (IsText)
      *IsText |= Vs[V].T == Type::Text;
    noteIndex(V);
    // A tuple is several indices, next to others it is a list of one.
    Indexing K = Several && Vs[V].T == Type::Tuple ? Indexing::Advanced : indexKind(C, V);
    if (K == Indexing::Advanced)
      return K;
    if (K == Indexing::Unknown)
      Worst = K;
  }
  return Worst;
}

/// No dimension goes.
static bool onlySlices(const Ast &A, NodeId Subscript) {
  for (NodeId C : A.children(Subscript))
    if (A[C].R == Role::Subscript && !A.is(C, Kind::Slice) && !A.is(C, Kind::Ellipsis))
      return false;
  return true;
}

/// Whether the subscript of an array has a negative stride. Which dimension had one is not known, so numbers and second
/// turns may undo it.
bool Frame::turns(NodeId Subscript, bool Before) const {
  bool Turned = false;
  for (NodeId C : A.children(Subscript))
    Turned |= A[C].R == Role::Subscript && A.is(C, Kind::Slice) && A.text(C).starts_with("::-");
  return Turned != Before && (Turned || onlySlices(A, Subscript));
}

ValueId Frame::evalSubscript(NodeId N) {
  ValueId Base = eval(A.child(N, Role::Value));
  bool IsText = false;
  Indexing How = indexOf(N, &IsText);
  const Value &B = Vs[Base];
  NodeId Index = A.child(N, Role::Subscript);
  bool Several = A[Index].Next != 0;
  switch (B.T) {
  case Type::List:
  case Type::Tuple:
  case Type::Dict:
    if (A.is(Index, Kind::Slice))
      return Base;
    if (!B.Items.empty() && A.is(Index, Kind::Integer)) {
      unsigned I = 0;
      if (!A.text(Index).getAsInteger(10, I) && I < B.Items.size())
        return B.Items[I];
    }
    return oneOf(Base);
  case Type::Size: {
    Value V = B;
    V.T = A.is(Index, Kind::Slice) ? Type::Size : Type::Number;
    V.Index = V.T == Type::Number ? Indexing::Basic : Indexing::Unknown;
    V.WholeSize = false;
    return Vs.add(std::move(V));
  }
  case Type::Namespace: // `List[int]`
  case Type::Object:
  case Type::Module:
    return 0;
  case Type::Unknown:
    if (B.Refs.empty())
      return 0;
    if (IsText && !Several) {
      const Memory &M = Vs.memory(B.Refs[0].Memory);
      if (M.K == Memory::Kind::Call && A.text(A.child(M.Site, Role::Function)).ends_with(".load"))
        return fresh(N, Memory::Kind::Copy, Type::Unknown, DType::Unknown); // an `.npz` file reads it anew each time
      return view(Base, false, true, Type::Unknown);
    }
    if (How == Indexing::Advanced)
      return 0;
    {
      Value V = Vs[view(Base, true, false, Type::Unknown)]; // a data set makes its items anew
      V.Negative = turns(N, B.Negative);
      return Vs.add(std::move(V));
    }
  case Type::Tensor:
  case Type::Array: {
    if (How == Indexing::Advanced) {
      Value V = Vs[fresh(N, Memory::Kind::Fresh, B.T, B.D)];
      if (B.isTensor())
        kinOf(Base, V);
      if (B.Index == Indexing::Advanced)
        V.Index = Indexing::Advanced;
      return Vs.add(std::move(V));
    }
    bool All = !Several && (A.is(Index, Kind::Ellipsis) || A.text(Index) == ":");
    bool Field = B.isArray() && IsText && !Several; // of a structured array
    Value V = Vs[view(Base, How == Indexing::Unknown && !Field, All, B.T)];
    V.Negative = !B.isTensor() && turns(N, B.Negative);
    if (onlySlices(A, N))
      V.Index = B.Index;
    return Vs.add(std::move(V));
  }
  default:
    return 0;
  }
}

} // namespace torchtidy::python
