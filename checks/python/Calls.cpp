// Calls: who is called, and what functions of this file and Python's own do.
#include "python/Frame.h"
#include "python/Limits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

const Argument *CallSite::positional(unsigned I) const {
  for (const Argument &A : Args)
    if (A.Name.empty() && !A.Splat && I-- == 0)
      return &A;
  return nullptr;
}

unsigned CallSite::positionals() const {
  return llvm::count_if(Args, [](const Argument &A) { return A.Name.empty() && !A.Splat; });
}

const Argument *CallSite::keyword(llvm::StringRef Name) const {
  for (const Argument &A : Args)
    if (A.Name == Name)
      return &A;
  return nullptr;
}

const Argument *CallSite::argument(unsigned I, llvm::StringRef Name) const {
  const Argument *A = keyword(Name);
  return A ? A : positional(I);
}

CallSite Frame::callSite(NodeId N) {
  CallSite C;
  C.Node = N;
  C.Callee = A.child(N, Role::Function);
  NodeId List = A.child(N, Role::Arguments);
  auto Add = [&](NodeId Expression, llvm::StringRef Name, bool Splat) {
    Argument Arg;
    Arg.Node = Expression;
    Arg.Name = Name;
    Arg.Splat = Splat;
    Arg.V = eval(Expression);
    C.Splat |= Splat;
    C.Args.push_back(Arg);
  };
  if (A.is(List, Kind::GeneratorExpression)) {
    Add(List, {}, false);
    return C;
  }
  for (NodeId Child : A.children(List)) {
    if (A.is(Child, Kind::KeywordArgument))
      Add(A.child(Child, Role::Value), A.text(A.child(Child, Role::Name)), false);
    else
      Add(Child, {}, A.is(Child, Kind::ListSplat) || A.is(Child, Kind::DictionarySplat));
  }
  return C;
}

ValueId Frame::evalCall(NodeId N) {
  NodeId Callee = A.child(N, Role::Function);
  NodeId Core = A.inner(Callee);
  bool Method = A.is(Core, Kind::Attribute);
  NodeId Object = Method ? A.child(Core, Role::Object) : 0;
  llvm::StringRef Name = Method ? A.text(A.child(Core, Role::Attribute)) : llvm::StringRef();
  // The object of a method is looked at by the method, not by naming it.
  bool Describes = llvm::StringSwitch<bool>(Name)
                       .Cases({"size", "dim", "numel", "stride", "data_ptr", "element_size", "is_contiguous"}, true)
                       .Default(false);
  Quiet += Describes;
  ValueId Base = Method ? eval(Object) : 0;
  Quiet -= Describes;
  ValueId Target = 0;
  if (!Method) {
    Target = eval(Core);
  } else if (Vs[Base].T == Type::Namespace || Vs[Base].T == Type::Class || Vs[Base].T == Type::Object) {
    ++Quiet;
    Target = eval(Core);
    --Quiet;
  }
  // `len(a)` is no look at the elements either.
  bool AsksAbout = llvm::StringSwitch<bool>(Vs[Target].Path)
                       .Cases({"builtins.len", "builtins.isinstance", "torch.is_tensor", "torch.is_floating_point"}, true)
                       .Cases({"torch.numel", "numpy.shape", "numpy.ndim", "numpy.size"}, true)
                       .Default(false);
  Quiet += AsksAbout;
  CallSite C = callSite(N);
  Quiet -= AsksAbout;
  C.Callee = Core;
  const Value &T = Vs[Target];
  switch (T.T) {
  case Type::Namespace:
  case Type::Dtype:
    return T.T == Type::Dtype ? fresh(N, Memory::Kind::Fresh, Type::Unknown, T.D) : callPath(C, T.Path);
  case Type::Function:
    return A.is(T.Node, Kind::Lambda) ? callLambda(C, T.Node) : callFunction(C, T.Node, 0);
  case Type::Class: {
    Value V;
    V.T = File.scopes().info(T.Node).IsModule ? Type::Module : Type::Object;
    V.Node = T.Node;
    return Vs.add(std::move(V));
  }
  default:
    break;
  }
  if (!Method) // `(ctypes.c_float * n)()` is there to be filled
    return fresh(N, A.is(Core, Kind::BinaryOperator) ? Memory::Kind::Blank : Memory::Kind::Call, Type::Unknown, DType::Unknown);
  return callMethod(C, Object, Base, Name);
}

ValueId Frame::callMethod(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name) {
  const Value &R = Vs[Receiver];
  switch (R.T) {
  case Type::Object:
  case Type::Module: {
    if (R.Node) {
      const ClassInfo &Class = File.scopes().info(R.Node);
      llvm::StringRef Path = pathOf(Object);
      // It may set any attribute that a method sets.
      if (!Path.empty())
        for (const auto &Set : Class.SetIn)
          if (llvm::any_of(Set.second, [&](NodeId In) { return A.text(A.child(In, Role::Name)) != "__init__"; })) {
            std::string Place = (Path + "." + Set.first()).str();
            S.Vars.erase(Place);
            forget(Place);
          }
      auto It = Class.Methods.find(Name);
      if (It != Class.Methods.end())
        return callFunction(C, It->second, Receiver);
    }
    // `.to(device)`, `.train()`, `.cuda()` of a module give the module.
    if (R.T == Type::Module && llvm::StringSwitch<bool>(Name)
                                   .Cases({"to", "cuda", "cpu", "train", "eval", "float", "double", "half", "requires_grad_"}, true)
                                   .Default(false))
      return Receiver;
    return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
  }
  case Type::Array:
    return arrayMethod(C, Object, Receiver, Name);
  case Type::Tensor:
    return tensorMethod(C, Object, Receiver, Name);
  case Type::List:
  case Type::Dict:
  case Type::Tuple:
    return containerMethod(C, Object, Receiver, Name);
  case Type::Unknown:
    break;
  case Type::Size:
    return Name == "numel" ? Vs.of(Type::Number) : 0;
  case Type::Text:
  case Type::Number:
    return 0;
  default:
    return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
  }
  // Whatever it is: what its name does to tensors, it does here, or nothing is said.
  if (Name == "numpy" || Name == "__array__")
    return toNumpy(C, Object, Receiver, Name);
  OpInfo Op = operatorOf(Name);
  if (Op.Kind == OpKind::Write) {
    write(C.Node, Name, kindOfWrite(Name, C), Object, Receiver);
    lostWrite(C.Node, Name, Object);
    return Receiver;
  }
  if (Op.Kind == OpKind::Metadata)
    return Receiver;
  if (Name == "copy" || Name == "astype" || Name == "clone" || Name == "tolist" || Name == "item")
    return fresh(C.Node, Memory::Kind::Copy, Type::Unknown, DType::Unknown);
  if (Name == "size" && C.Args.empty())
    return 0;
  if ((Op.Kind == OpKind::View || Op.Kind == OpKind::MayView) && !R.Refs.empty())
    return view(Receiver, Op.Kind == OpKind::MayView || Name == "transpose" || Name == "split", Op.Whole, Type::Unknown);
  if (Name == "values" || Name == "items" || Name == "get" || Name == "pop" || Name == "to_numpy")
    if (!R.Refs.empty())
      return view(Receiver, Name == "to_numpy", false, Type::Unknown);
  return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
}

ValueId Frame::containerMethod(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name) {
  const Value &R = Vs[Receiver];
  const Argument *Added = Name == "append" || Name == "add" ? C.positional(0)
                          : Name == "insert"                ? C.positional(1)
                                                            : nullptr;
  if (Added || Name == "extend") {
    ValueId E = Added ? Added->V : C.positional(0) ? elementOf(C.positional(0)->V) : 0;
    Value New = R;
    New.Element = New.Element ? Vs.join(New.Element, E) : E;
    New.Items.clear();
    if (llvm::StringRef Path = pathOf(Object); !Path.empty())
      S.Vars[Path] = Vs.add(std::move(New));
    if (!R.Refs.empty())
      keep(E);
    return Vs.of(Type::None);
  }
  if (Name == "copy")
    return Receiver;
  if (Name == "items") {
    Value Pair;
    Pair.T = Type::Tuple;
    Pair.Items = {0, elementOf(Receiver)};
    Pair.Element = 0;
    Value V;
    V.T = Type::List;
    V.Element = Vs.add(std::move(Pair));
    return Vs.add(std::move(V));
  }
  if (Name == "values") {
    Value V;
    V.T = Type::List;
    V.Element = elementOf(Receiver);
    return Vs.add(std::move(V));
  }
  if (Name == "get" || Name == "pop" || Name == "setdefault")
    return oneOf(Receiver);
  return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
}

/// A lambda of this function runs in its state: what it captures is what it is at the call.
ValueId Frame::callLambda(const CallSite &C, NodeId Lambda) {
  if (File.scopes().scope(Lambda).Outer != Function || C.Splat || Depth + 20 > MaxDepth)
    return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
  std::map<llvm::StringRef, ValueId> Hidden;
  unsigned I = 0;
  for (NodeId P : A.children(A.child(Lambda, Role::Parameters))) {
    NodeId Name = A.is(P, Kind::Identifier) ? P : A.child(P, Role::Name);
    if (!Name)
      continue;
    llvm::StringRef Text = File.save(A.text(Name));
    if (auto Old = S.Vars.find(Text); Old != S.Vars.end())
      Hidden.try_emplace(Old->first, Old->second);
    const Argument *Given = C.argument(I++, Text);
    S.Vars[Text] = Given ? Given->V : eval(A.child(P, Role::Value));
  }
  Depth += 20; // one that calls itself ends
  ValueId Out = eval(A.child(Lambda, Role::Body));
  Depth -= 20;
  for (NodeId P : A.children(A.child(Lambda, Role::Parameters)))
    if (NodeId Name = A.is(P, Kind::Identifier) ? P : A.child(P, Role::Name))
      S.Vars.erase(A.text(Name));
  for (const auto &Old : Hidden)
    S.Vars[Old.first] = Old.second;
  return Out;
}

/// What a function of this file does: its summary, with the arguments in the place of the parameters.
ValueId Frame::callFunction(const CallSite &C, NodeId Callee, ValueId Self) {
  const Summary &Sum = File.summaryOf(Callee, Depth);
  if (!Sum.Known || Sum.Varargs || C.Splat)
    return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
  unsigned Shift = Self && !File.scopes().selfName(Callee).empty() ? 1 : 0;
  llvm::SmallVector<const Argument *, 8> Given(Sum.Params.size(), nullptr);
  for (unsigned I = 0; I < Sum.Params.size(); ++I) {
    if (I >= Shift)
      Given[I] = C.positional(I - Shift);
    if (const Argument *ByName = C.keyword(Sum.Params[I]))
      Given[I] = ByName;
  }
  for (const Summary::ParamWrite &W : Sum.Writes)
    if (!W.Borrowed && W.Param < Given.size() && Given[W.Param]) {
      Value V = Vs[Given[W.Param]->V];
      for (Ref &R : V.Refs)
        R.ViewMay |= W.May;
      write(C.Node, A.text(A.child(Callee, Role::Name)), W.Kind, Given[W.Param]->Node, Vs.add(std::move(V)), W.Site,
            W.Name);
    }
  Value Out = Vs[Sum.Result];
  llvm::SmallVector<Ref, 2> Refs;
  bool Own = false;
  const Value *Only = nullptr;
  for (const Ref &R : Out.Refs) {
    const Memory &M = Vs.memory(R.Memory);
    if (M.Scope != Callee || M.K == Memory::Kind::Attr) {
      Refs.push_back(R); // of the module, a function around, or an object
    } else if (M.K == Memory::Kind::Param) {
      const Argument *Arg = M.Param < Given.size() ? Given[M.Param] : nullptr;
      if (!Arg)
        continue;
      Only = &Vs[Arg->V];
      for (Ref Through : Vs[Arg->V].Refs) {
        Through.Borrow = Through.Borrow ? Through.Borrow : R.Borrow;
        Through.ViewMay |= R.ViewMay;
        Through.PathMay |= R.PathMay;
        Through.NoRound |= R.NoRound;
        Through.Part |= R.Part;
        if (llvm::none_of(Refs, [&](const Ref &O) { return O.key() == Through.key(); }))
          Refs.push_back(Through);
      }
    } else {
      Own = true; // it made the memory, and nobody else has it
    }
  }
  if (Own) {
    const Value &New = Vs[fresh(C.Node, Memory::Kind::Call, Out.T, Out.D)];
    Refs.push_back(New.Refs[0]);
    Vs.memory(New.Refs[0].Memory).Tensor = Out.T == Type::Tensor;
  }
  if (Out.T == Type::Unknown && Only && Out.Refs.size() == 1 && !Own)
    Out.T = Only->T;
  Out.Refs = Refs;
  Out.Kin.clear();
  Out.SizeOf = 0;
  if (Out.T == Type::List || Out.T == Type::Tuple || Out.T == Type::Dict) {
    // What they hold belongs to the callee's state.
    Out.Element = 0;
    Out.Items.clear();
  }
  return Vs.add(std::move(Out));
}

ValueId Frame::callPath(const CallSite &C, llvm::StringRef Path) {
  outArgument(C);
  llvm::StringRef Rest = Path;
  if (Rest.consume_front("torch."))
    return callTorch(C, Rest);
  if (Rest.consume_front("numpy."))
    return callNumpy(C, Rest);
  if (Rest.consume_front("builtins."))
    return callBuiltin(C, Rest);
  const Argument *First = C.positional(0);
  if (Path == "ctypes.create_string_buffer" || Path == "multiprocessing.RawArray" || Path == "multiprocessing.Array")
    return fresh(C.Node, Memory::Kind::Blank, Type::Unknown, DType::Unknown);
  if (Path == "copy.copy" && First)
    return First->V;
  if (Path == "copy.deepcopy" && First)
    return fresh(C.Node, Memory::Kind::Copy, Vs[First->V].T, Vs[First->V].D);
  return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
}

/// `out=` of whatever function: torch's and NumPy's write it.
void Frame::outArgument(const CallSite &C) {
  const Argument *Out = C.keyword("out");
  if (!Out)
    return;
  const Value &V = Vs[Out->V];
  if (V.T != Type::Tensor && V.T != Type::Array && V.T != Type::Unknown)
    return;
  write(Out->Node, "out", WriteKind::Data, Out->Node, Out->V);
  NodeId Core = A.inner(Out->Node);
  if (A.is(Core, Kind::Subscript) && A.is(A[A[C.Node].Parent].Parent, Kind::Block))
    lostWrite(C.Node, "out", Core);
}

ValueId Frame::callBuiltin(const CallSite &C, llvm::StringRef Name) {
  const Argument *First = C.positional(0);
  ValueId V = First ? First->V : 0;
  auto ListOf = [&](ValueId Element, Type T) {
    Value Out;
    Out.T = T;
    Out.Element = Element;
    if (T == Type::List)
      Out.Index = Indexing::Advanced;
    return Vs.add(std::move(Out));
  };
  if (Name == "enumerate") {
    Value Pair;
    Pair.T = Type::Tuple;
    Pair.Items = {Vs.of(Type::Number), elementOf(V)};
    return ListOf(Vs.add(std::move(Pair)), Type::List);
  }
  if (Name == "zip") {
    Value Row;
    Row.T = Type::Tuple;
    for (const Argument &Arg : C.Args)
      Row.Items.push_back(Arg.Splat ? 0 : elementOf(Arg.V));
    if (C.Splat)
      Row.Items.clear();
    return ListOf(Vs.add(std::move(Row)), Type::List);
  }
  if (Name == "range")
    return ListOf(Vs.of(Type::Number), Type::List);
  if (Name == "list" || Name == "sorted" || Name == "reversed" || Name == "iter")
    return ListOf(First ? elementOf(V) : 0, Type::List);
  if (Name == "tuple") {
    if (Vs[V].T == Type::Size)
      return V;
    return ListOf(First ? elementOf(V) : 0, Type::Tuple);
  }
  if (Name == "next")
    return elementOf(V);
  if (Name == "dict")
    return ListOf(0, Type::Dict);
  if (Name == "len" || Name == "int" || Name == "float" || Name == "round") {
    Value Out = Vs[Vs.of(Type::Number)];
    if (Name == "int" && Vs[V].SizeOf) {
      Out.SizeOf = Vs[V].SizeOf;
      Out.SizeFrom = Vs[V].SizeFrom;
      Out.OnCpu = Vs[V].OnCpu;
    } else if (Name == "len" && Vs[V].isTensor() && Vs[V].Refs.size() == 1) {
      Out.SizeOf = Vs[V].Refs[0].Memory;
      Out.SizeFrom = First->Node;
      Out.OnCpu = Vs[V].OnCpu;
    }
    return Vs.add(std::move(Out));
  }
  if (Name == "bool" || Name == "isinstance")
    return Vs.of(Type::Bool);
  if (Name == "str")
    return Vs.of(Type::Text);
  if (Name == "bytes") {
    Value Out = Vs[fresh(C.Node, Memory::Kind::Bytes, Type::Other, DType::Unknown)];
    Vs.memory(Out.Refs[0].Memory).ReadOnly = true;
    return Vs.add(std::move(Out));
  }
  return Vs.of(Type::Other);
}

} // namespace torchtidy::python
