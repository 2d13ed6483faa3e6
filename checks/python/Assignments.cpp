// Assignments, and what conditions say about types.
#include "python/Frame.h"
#include "python/Limits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

void Frame::assignment(NodeId N) {
  llvm::SmallVector<NodeId, 2> Targets;
  NodeId At = N, Annotation = A.child(N, Role::Type);
  for (; A.is(At, Kind::Assignment); At = A.child(At, Role::Right))
    Targets.push_back(A.child(At, Role::Left));
  if (A.is(At, Kind::AugmentedAssignment))
    return;
  ValueId V = At ? eval(At) : 0;
  if (Annotation && (Vs[V].T == Type::Unknown || !At))
    V = typeOfAnnotation(Annotation, V);
  if (!At && !A.is(Targets[0], Kind::Identifier))
    return;
  for (NodeId T : Targets)
    assign(T, V, At);
}

void Frame::assign(NodeId Target, ValueId V, NodeId From) {
  if (Depth >= MaxDepth)
    return;
  ++Depth;
  llvm::scope_exit Leave([&] { --Depth; });
  switch (A.kind(Target)) {
  case Kind::Identifier:
    return bind(A.text(Target), V);
  case Kind::Parenthesized:
  case Kind::AsPatternTarget:
    return assign(A[Target].First, V, From);
  case Kind::ListSplatPattern:
    return assign(A[Target].First, 0, 0);
  case Kind::PatternList:
  case Kind::TuplePattern:
  case Kind::ListPattern:
  case Kind::Tuple:
  case Kind::List: {
    llvm::SmallVector<ValueId, 0> Items = Vs[V].Items;
    bool Each = Items.size() == A.count(Target);
    NodeId Part = A.is(From, Kind::ExpressionList) || A.is(From, Kind::Tuple) ? A[From].First : 0;
    unsigned I = 0;
    const Value &Whole = Vs[V];
    bool Returned = A.is(From, Kind::Call) && Whole.T == Type::Unknown && Whole.Refs.size() == 1 &&
                    Vs.memory(Whole.Refs[0].Memory).Site == From && Vs.memory(Whole.Refs[0].Memory).K == Memory::Kind::Call;
    for (NodeId C : A.children(Target)) {
      // `x, rate = load(path)`: several things, each its own
      assign(C, Each       ? Items[I]
                : Returned ? fresh(C, Memory::Kind::Call, Type::Unknown, DType::Unknown)
                           : elementOf(V),
             Each ? Part : 0);
      Part = Part ? A[Part].Next : 0;
      ++I;
    }
    return;
  }
  case Kind::Attribute: {
    NodeId Object = A.child(Target, Role::Object);
    ++Quiet;
    ValueId Base = eval(Object);
    --Quiet;
    if (A.text(A.child(Target, Role::Attribute)) == "data" && !Vs[V].Refs.empty()) {
      // `p.data = t`: from now on p has the memory of t.
      if (llvm::StringRef Path = pathOf(Object); !Path.empty()) {
        Value New = Vs[Base];
        New.Refs = Vs[V].Refs;
        setPlace(Path, Vs.add(std::move(New)));
      }
      return;
    }
    // `a.flags.writeable = False`
    if (A.text(Target).ends_with(".flags.writeable") && A.is(From, Kind::False)) {
      ++Quiet;
      for (const Ref &R : Vs[eval(A.child(Object, Role::Object))].Refs)
        Vs.memory(R.Memory).ReadOnly = true;
      --Quiet;
      return;
    }
    if (llvm::StringRef Path = pathOf(Target); !Path.empty())
      setPlace(Path, V);
    return;
  }
  case Kind::Subscript: {
    NodeId Object = A.child(Target, Role::Value);
    ++Quiet;
    ValueId Base = eval(Object);
    --Quiet;
    for (NodeId C : A.children(Target))
      if (A[C].R == Role::Subscript)
        eval(C);
    Type T = Vs[Base].T;
    if (T == Type::Dict || T == Type::List) {
      Value New = Vs[Base];
      New.Element = New.Element ? Vs.join(New.Element, V) : V;
      New.Items.clear();
      if (llvm::StringRef Path = pathOf(Object); !Path.empty())
        S.Vars[Path] = Vs.add(std::move(New));
      return;
    }
    if (T == Type::Unknown || T == Type::Object)
      keep(V); // a container that came from elsewhere
    write(Target, "=", From && isConstant(From) ? WriteKind::Constant : WriteKind::Data, Target, Base);
    lostWrite(Target, "=", Object);
    if (Vs[Base].isTensor()) {
      putInto(V, Base);
      // `host[:] = x` is how a tensor is fetched; results are stored part by part where they are computed.
      NodeId Index = A.child(Target, Role::Subscript);
      if (A[Index].Next || !(A.is(Index, Kind::Ellipsis) || A.text(Index) == ":"))
        putInto(Base, V);
    }
    return;
  }
  default:
    return;
  }
}

void Frame::augmented(NodeId N) {
  NodeId Left = A.child(N, Role::Left), Right = A.child(N, Role::Right);
  llvm::StringRef Op = A.text(A.child(N, Role::Operator));
  ValueId Value = eval(Right), Old = eval(Left);
  if (Op == "@=" || Vs[Old].T == Type::Number || Vs[Old].T == Type::Text || Vs[Old].T == Type::Tuple)
    return assign(Left, arithmetic(Old, Value, N, false), 0);
  bool Zeroes = Op == "*=" && (A.text(Right) == "0" || A.text(Right) == "0.0" || A.text(Right) == "0.");
  WriteKind Kind = Zeroes ? WriteKind::Constant : WriteKind::Data;
  if (Vs[Old].isTensor())
    meet(Old, Value);
  if (!A.is(Left, Kind::Subscript))
    return write(N, Op, Kind, Left, Old);
  ++Quiet;
  ValueId Base = eval(A.child(Left, Role::Value));
  --Quiet;
  if (Vs[Base].T == Type::Dict || Vs[Base].T == Type::List)
    return write(N, Op, Kind, Left, Old);
  write(N, Op, Kind, Left, Base);
  lostWrite(N, Op, A.child(Left, Role::Value));
}

void Frame::refine(NodeId Condition, bool Holds) {
  if (Depth >= MaxDepth)
    return;
  ++Depth;
  llvm::scope_exit Leave([&] { --Depth; });
  Condition = A.inner(Condition);
  switch (A.kind(Condition)) {
  case Kind::NotOperator:
    return refine(A.child(Condition, Role::Argument), !Holds);
  case Kind::BooleanOperator: {
    bool And = A.text(A.child(Condition, Role::Operator)) == "and";
    if (And == Holds) {
      refine(A.child(Condition, Role::Left), Holds);
      refine(A.child(Condition, Role::Right), Holds);
    }
    return;
  }
  case Kind::Call: {
    if (!Holds)
      return;
    ++Quiet;
    CallSite C = callSite(Condition);
    llvm::StringRef Path = Vs[eval(C.Callee)].Path;
    --Quiet;
    if (Path == "builtins.isinstance" && C.Args.size() == 2)
      refineType(C.Args[0].Node, C.Args[1].Node);
    else if (Path == "torch.is_tensor" && C.Args.size() == 1)
      refineType(C.Args[0].Node, 0);
    return;
  }
  default:
    return;
  }
}

void Frame::refineType(NodeId Name, NodeId Class) {
  llvm::StringRef Path = pathOf(Name);
  if (Path.empty())
    return;
  ++Quiet;
  ValueId Old = eval(Name);
  llvm::StringRef Which = Class ? Vs[eval(Class)].Path : "torch.Tensor";
  --Quiet;
  Value V = Vs[Old];
  Type T = llvm::StringSwitch<Type>(Which)
               .Cases({"torch.Tensor", "torch.nn.Parameter", "torch.nn.parameter.Parameter"}, Type::Tensor)
               .Case("numpy.ndarray", Type::Array)
               .Case("torch.nn.Module", Type::Module)
               .Cases({"builtins.int", "builtins.float"}, Type::Number)
               .Cases({"builtins.list"}, Type::List)
               .Cases({"builtins.dict"}, Type::Dict)
               .Case("builtins.str", Type::Text)
               .Default(Type::Unknown);
  if (T == Type::Unknown || T == V.T)
    return;
  V.T = T;
  V.Index = Vs[Vs.of(T)].Index;
  S.Vars[Path] = Vs.add(std::move(V));
}

} // namespace torchtidy::python
