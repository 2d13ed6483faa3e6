// Expressions: what an expression evaluates to, and the writes in it.
#include "python/Frame.h"
#include "python/Limits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringSwitch.h"
#include <memory>

namespace torchtidy::python {

ValueId Frame::eval(NodeId N) {
  if (!N)
    return 0;
  // Deeper than people write: nothing is known of it.
  if (Depth >= MaxDepth)
    return 0;
  if (++Visits > VisitLimit) {
    GaveUp = true;
    return 0;
  }
  ++Depth;
  ValueId V = evalInner(N);
  --Depth;
  if (File.ExplainLine && A.line(A[N].Begin) == File.ExplainLine && (A.is(N, Kind::Identifier) || A.is(N, Kind::Attribute)))
    File.Seen[N] = V;
  return V;
}

ValueId Frame::evalInner(NodeId N) {
  switch (A.kind(N)) {
  case Kind::Identifier: {
    ValueId V = lookup(A.text(N));
    noteRead(V, N);
    return V;
  }
  case Kind::Attribute:
    return evalAttribute(N);
  case Kind::Call:
    return evalCall(N);
  case Kind::Subscript:
    return evalSubscript(N);
  case Kind::Integer:
  case Kind::Float:
    return Vs.of(Type::Number);
  case Kind::True:
  case Kind::False:
    return Vs.of(Type::Bool);
  case Kind::None:
    return Vs.of(Type::None);
  case Kind::Ellipsis:
    return Vs.of(Type::Slice);
  case Kind::Slice:
    for (NodeId C : A.children(N))
      eval(C);
    return Vs.of(Type::Slice);
  case Kind::String:
  case Kind::ConcatenatedString:
    for (NodeId C : A.children(N)) {
      if (A.is(C, Kind::Interpolation))
        eval(A[C].First);
      else if (A.is(N, Kind::ConcatenatedString))
        eval(C);
    }
    return Vs.of(Type::Text);
  case Kind::BinaryOperator:
  case Kind::BooleanOperator:
  case Kind::Comparison:
    return evalBinary(N);
  case Kind::UnaryOperator: {
    ValueId V = eval(A.child(N, Role::Argument));
    bool Flip = A.text(A.child(N, Role::Operator)) == "~";
    Value R = Vs[arithmetic(V, V, N, false)];
    if (Flip && (Vs[V].D == DType::Bool || Vs[V].Index == Indexing::Advanced))
      R.Index = Indexing::Advanced;
    return Vs.add(std::move(R));
  }
  case Kind::NotOperator:
    eval(A.child(N, Role::Argument));
    return Vs.of(Type::Bool);
  case Kind::Parenthesized:
  case Kind::Await: {
    ValueId V = eval(A[N].First);
    return A.is(N, Kind::Await) ? 0 : V;
  }
  case Kind::Conditional: {
    NodeId Then = A[N].First, Condition = A[Then].Next, Else = A[Condition].Next;
    eval(Condition);
    State Saved = S;
    refine(Condition, true);
    ValueId X = eval(Then);
    State Out = std::move(S);
    S = std::move(Saved);
    refine(Condition, false);
    ValueId Y = eval(Else);
    S = join(Out, S);
    return Vs.join(X, Y);
  }
  case Kind::NamedExpression: {
    ValueId V = eval(A.child(N, Role::Value));
    bind(A.text(A.child(N, Role::Name)), V);
    return V;
  }
  case Kind::List:
  case Kind::Set:
  case Kind::Tuple:
  case Kind::ExpressionList: {
    Value V;
    V.T = A.is(N, Kind::List) ? Type::List : A.is(N, Kind::Set) ? Type::Other : Type::Tuple;
    bool First = true, All = true;
    for (NodeId C : A.children(N)) {
      ValueId E = A.is(C, Kind::ListSplat) ? elementOf(eval(A[C].First)) : eval(C);
      All &= !A.is(C, Kind::ListSplat);
      V.Element = First ? E : Vs.join(V.Element, E);
      V.Items.push_back(E);
      First = false;
    }
    if (!All || V.Items.size() > 8)
      V.Items.clear();
    if (V.T == Type::List)
      V.Index = Indexing::Advanced;
    return Vs.add(std::move(V));
  }
  case Kind::Dictionary: {
    Value V;
    V.T = Type::Dict;
    bool First = true;
    for (NodeId C : A.children(N)) {
      if (!A.is(C, Kind::Pair)) {
        eval(A[C].First);
        continue;
      }
      eval(A.child(C, Role::Key));
      ValueId E = eval(A.child(C, Role::Value));
      V.Element = First ? E : Vs.join(V.Element, E);
      First = false;
    }
    return Vs.add(std::move(V));
  }
  case Kind::ListComprehension:
  case Kind::SetComprehension:
  case Kind::GeneratorExpression:
  case Kind::DictionaryComprehension:
    return evalComprehension(N);
  case Kind::Lambda: {
    // Read where it stands, with parameters of which nothing is known; and again where it is called.
    State Saved = S;
    ++Excuses; // its result is returned, and it may never run
    for (NodeId P : A.children(A.child(N, Role::Parameters)))
      for (NodeId At = P; At; At = A[At].First)
        if (A.is(At, Kind::Identifier))
          S.Vars[File.save(A.text(At))] = 0;
    eval(A.child(N, Role::Body));
    --Excuses;
    S = std::move(Saved);
    Value V;
    V.T = Type::Function;
    V.Node = N;
    return Vs.add(std::move(V));
  }
  case Kind::Yield: {
    for (NodeId C : A.children(N))
      eval(C);
    Result = 0;
    HasResult = true;
    return 0;
  }
  case Kind::ListSplat:
  case Kind::DictionarySplat:
    return eval(A[N].First);
  case Kind::AsPattern:
    return eval(A[N].First);
  default:
    return 0;
  }
}

ValueId Frame::fresh(NodeId Site, Memory::Kind K, Type T, DType D) {
  MemoryId &M = Made[{Site, 0}];
  if (!M) {
    Memory New;
    New.K = K;
    New.Site = Site;
    New.Scope = Function;
    New.Tensor = T == Type::Tensor;
    M = Vs.memory(New);
  }
  llvm::erase_if(S.Pending, [&](const State::PendingWrite &P) { return P.Memory == M; }); // another object
  Value V;
  V.T = T;
  V.D = D;
  V.Refs.push_back({M});
  if (T == Type::Tensor || T == Type::Array)
    V.Contiguous = true;
  return Vs.add(std::move(V));
}

void Frame::kinOf(ValueId From, Value &Into) {
  const Value &V = Vs[From];
  for (MemoryId K : V.Kin)
    if (!llvm::is_contained(Into.Kin, K))
      Into.Kin.push_back(K);
  if (!(V.OnCpu && V.Placed) && (V.T == Type::Tensor || V.T == Type::Unknown))
    for (const Ref &R : V.Refs)
      if (!R.Borrow && !llvm::is_contained(Into.Kin, R.Memory))
        Into.Kin.push_back(R.Memory);
}

void Frame::meet(ValueId X, ValueId Y) {
  putInto(X, Y);
  putInto(Y, X);
}

/// The elements of From go into To, which may lie elsewhere: what is copied out of a device is no slip.
void Frame::putInto(ValueId From, ValueId To) {
  Value Sources, Kin; // what From was computed from lies where it lies
  kinOf(From, Sources);
  kinOf(To, Kin);
  for (const Ref &R : Vs[From].Refs)
    Sources.Kin.push_back(R.Memory);
  for (MemoryId Made : Sources.Kin) {
    if (Vs.memory(Made).Scope != Function || !Vs.memory(Made).Tensor)
      continue;
    auto &Met = F.Met[Made];
    for (MemoryId K : Kin.Kin)
      if (!llvm::is_contained(Met, K) && Met.size() < MaxOrigins)
        Met.push_back(K);
  }
}

ValueId Frame::arithmetic(ValueId X, ValueId Y, NodeId At, bool Comparison) {
  const Value &L = Vs[X], &R = Vs[Y];
  if (L.T == Type::Number && R.T == Type::Number && !Comparison) {
    Value V = Vs[Vs.of(Type::Number)];
    return Vs.add(std::move(V));
  }
  bool Tensor = L.isTensor() || R.isTensor();
  bool Array = !Tensor && (L.isArray() || R.isArray()) && L.T != Type::Unknown && R.T != Type::Unknown;
  if (!Tensor && !Array) {
    bool Text = L.T == Type::Text || R.T == Type::Text;
    if (!Comparison)
      return Text ? Vs.of(Type::Text) : fresh(At, Memory::Kind::Call, Type::Unknown, DType::Unknown);
    Value V = Vs[Vs.of(Type::Unknown)];
    V.Index = Indexing::Advanced; // a mask, or a single bool: as an index both copy
    return Vs.add(std::move(V));
  }
  DType D = DType::Unknown;
  if (Comparison)
    D = DType::Bool;
  else if (L.D == R.D)
    D = L.D;
  else if (L.T == Type::Number && isFloating(R.D))
    D = R.D;
  else if (R.T == Type::Number && isFloating(L.D))
    D = L.D;
  if (Tensor)
    meet(X, Y);
  ValueId Out = fresh(At, Memory::Kind::Fresh, Tensor ? Type::Tensor : Type::Array, D);
  Value V = Vs[Out];
  if (Tensor) {
    kinOf(X, V);
    kinOf(Y, V);
  }
  V.Placed = L.Placed || R.Placed;
  V.OnCpu = (L.OnCpu || !L.isTensor()) && (R.OnCpu || !R.isTensor()) && L.T != Type::Unknown && R.T != Type::Unknown;
  if (Comparison || L.Index == Indexing::Advanced || R.Index == Indexing::Advanced)
    V.Index = Indexing::Advanced;
  return Vs.add(std::move(V));
}

/// Sums may have fifty thousand terms: the chain on the left is walked, not descended.
ValueId Frame::evalBinary(NodeId N) {
  llvm::SmallVector<NodeId, 8> Chain;
  NodeId At = N;
  while (A.is(At, Kind::BinaryOperator) || A.is(At, Kind::BooleanOperator)) {
    Chain.push_back(At);
    At = A.child(At, Role::Left);
  }
  ValueId V = 0;
  if (A.is(At, Kind::Comparison)) {
    bool First = true, Identity = false;
    for (NodeId C : A.children(At)) {
      if (A.is(C, Kind::Operator)) {
        llvm::StringRef Op = A.text(C);
        Identity |= Op.contains("is") || Op.contains("in");
        continue;
      }
      ValueId Next = eval(C);
      V = First ? Next : arithmetic(V, Next, At, true);
      First = false;
    }
    if (Identity)
      V = Vs.of(Type::Bool);
  } else {
    V = eval(At);
  }
  // `a and b and c`: b is looked at where a holds, c where both do; afterwards any of it may have been skipped.
  std::unique_ptr<State> Skipped; // g++ takes an optional for one that may not be initialised
  bool LastAnd = false;
  NodeId Before = At;
  auto Close = [&] {
    if (Skipped)
      S = join(*Skipped, S);
    Skipped.reset();
  };
  for (NodeId Op : llvm::reverse(Chain)) {
    Visits += 1;
    if (A.is(Op, Kind::BooleanOperator)) {
      bool And = A.text(A.child(Op, Role::Operator)) == "and";
      if (Skipped && And != LastAnd)
        Close();
      if (!Skipped)
        Skipped = std::make_unique<State>(S);
      LastAnd = And;
      refine(Before, And);
      Before = A.child(Op, Role::Right);
      V = Vs.join(V, eval(Before));
      continue;
    }
    Close();
    Before = Op;
    ValueId R = eval(A.child(Op, Role::Right));
    ValueId Both = arithmetic(V, R, Op, false);
    llvm::StringRef Sign = A.text(A.child(Op, Role::Operator));
    // `a & b` of masks is a mask.
    if ((Sign == "&" || Sign == "|" || Sign == "^") &&
        (Vs[V].Index == Indexing::Advanced || Vs[R].Index == Indexing::Advanced)) {
      Value Mask = Vs[Both];
      Mask.Index = Indexing::Advanced;
      Both = Vs.add(std::move(Mask));
    }
    if (Sign == "+" && Vs[V].T == Type::List && Vs[R].T == Type::List)
      Both = Vs.join(V, R);
    V = Both;
  }
  Close();
  return V;
}

ValueId Frame::evalAttribute(NodeId N) {
  llvm::StringRef Name = A.text(A.child(N, Role::Attribute));
  NodeId Object = A.child(N, Role::Object);
  llvm::StringRef Path = pathOf(N);
  if (!Path.empty())
    if (auto It = S.Vars.find(Path); It != S.Vars.end()) {
      noteRead(It->second, N);
      return It->second;
    }
  // What describes an array is no look at its elements.
  bool Describes = llvm::StringSwitch<bool>(Name)
                       .Cases({"shape", "dtype", "device", "ndim", "size", "itemsize", "nbytes", "strides", "flags"}, true)
                       .Cases({"requires_grad", "is_cuda", "layout", "names", "grad_fn", "is_leaf", "grad"}, true)
                       .Default(false);
  Quiet += Describes;
  ValueId Base = eval(Object);
  Quiet -= Describes;
  const Value &B = Vs[Base];
  if (B.T == Type::Namespace) {
    Value V;
    V.T = Type::Namespace;
    V.Path = File.save(B.Path + "." + Name);
    if (B.Path == "torch" || B.Path == "numpy") {
      DType D = B.Path == "torch" ? dtypeOfTorch(Name) : dtypeOfNumpy(Name);
      if (D != DType::Unknown && !(B.Path == "numpy" && Name == "float")) {
        V.T = Type::Dtype;
        V.D = D;
      }
      if (V.Path == "numpy.newaxis")
        return Vs.of(Type::None);
      if (Name == "pi" || Name == "inf" || Name == "nan" || Name == "e")
        return Vs.of(Type::Number);
    }
    return Vs.add(std::move(V));
  }
  if (Name == "shape" && (B.T == Type::Tensor || B.T == Type::Array || B.T == Type::Unknown)) {
    Value V;
    V.T = Type::Size;
    if (B.isTensor() && B.Refs.size() == 1) {
      V.SizeOf = B.Refs[0].Memory;
      V.SizeFrom = Object;
      V.WholeSize = true;
      V.D = B.D; // of the tensor, as is the place
      V.OnCpu = B.OnCpu;
    }
    return Vs.add(std::move(V));
  }
  if (Name == "device" || Name == "dtype") {
    Value V;
    V.T = Name == "device" ? Type::Device : Type::Dtype;
    V.D = Name == "dtype" ? B.D : DType::Unknown;
    return Vs.add(std::move(V));
  }
  if (Describes && Name != "grad")
    return Vs.of(Type::Other);
  bool Views = llvm::StringSwitch<bool>(Name).Cases({"T", "mT", "H", "mH", "real", "imag", "data", "flat"}, true).Default(false);
  if (B.isTensor() && Name == "grad")
    return fresh(N, Memory::Kind::Fresh, Type::Tensor, B.D);
  if (Views && (B.isTensor() || B.isArray() || !B.Refs.empty()))
    return view(Base, false, true, B.T);
  if (Name == "values" && B.T == Type::Unknown && !B.Refs.empty())
    return view(Base, true, true, Type::Unknown); // pandas
  if (B.T == Type::Object && !Path.empty() && A.is(Object, Kind::Identifier)) {
    ValueId V = attributeDefault(Path);
    noteRead(V, N);
    return V;
  }
  if (!B.Refs.empty() && B.T != Type::Tensor && B.T != Type::Array)
    return view(Base, true, false, Type::Unknown); // what an object that came from outside holds, or computes
  if (!Path.empty() && B.T == Type::Unknown) {
    ValueId V = attributeDefault(Path);
    noteRead(V, N);
    return V;
  }
  return 0;
}

ValueId Frame::evalComprehension(NodeId N) {
  State Saved = S;
  ++Excuses; // its value is used by whoever made it
  for (NodeId C : A.children(N)) {
    if (A.is(C, Kind::ForInClause))
      assign(A.child(C, Role::Left), elementOf(eval(A.child(C, Role::Right))), 0);
    else if (A.is(C, Kind::IfClause)) {
      eval(A[C].First);
      refine(A[C].First, true);
    }
  }
  NodeId Body = A.child(N, Role::Body);
  Value V;
  V.T = A.is(N, Kind::DictionaryComprehension) ? Type::Dict
        : A.is(N, Kind::SetComprehension)      ? Type::Other
                                               : Type::List;
  if (A.is(Body, Kind::Pair)) {
    eval(A.child(Body, Role::Key));
    V.Element = eval(A.child(Body, Role::Value));
  } else {
    V.Element = eval(Body);
  }
  --Excuses;
  if (A.is(N, Kind::ListComprehension))
    V.Index = Indexing::Advanced;
  // Its variables end with it.
  Saved.Pending = S.Pending;
  S = std::move(Saved);
  return Vs.add(std::move(V));
}

} // namespace torchtidy::python
