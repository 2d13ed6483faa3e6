// Methods of tensors.
#include "python/Frame.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

/// An array over the memory of a tensor.
ValueId Frame::toNumpy(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name) {
  const Value &R = Vs[Receiver];
  // Other libraries' tensors have the method too, and theirs copies.
  if (R.Refs.empty() || (R.T != Type::Tensor && File.OtherTensors))
    return Vs.of(Type::Array);
  for (const Ref &Of : R.Refs) // a tensor that becomes an array is on the CPU on purpose
    if (!Of.ViewMay)
      F.Moved[Of.Memory] = true;
  BorrowId &B = BorrowAt[C.Node];
  if (!B) {
    Borrow New;
    New.Site = C.Node;
    New.Source = Object;
    New.Maker = File.save(Name);
    New.ToArray = true;
    // t.detach().cpu().numpy(): the name is t.
    NodeId At = Object;
    while (A.is(At, Kind::Call) && A.is(A.child(At, Role::Function), Kind::Attribute))
      At = A.child(A.child(At, Role::Function), Role::Object);
    llvm::StringRef Text = A.text(At);
    New.Name = Text.size() > 40 || Text.contains('\n') ? llvm::StringRef() : Text;
    B = Vs.borrow(New);
  }
  Value V;
  V.T = Type::Array;
  V.D = R.D;
  V.Refs = R.Refs;
  const Argument *Force = C.keyword("force");
  bool MayMove = Force && !A.is(Force->Node, Kind::False) && !R.OnCpu;
  for (Ref &To : V.Refs) {
    if (!To.Borrow) // numpy() of a tensor over an array gives the array's memory back
      To.Borrow = B;
    To.ViewMay |= MayMove;
  }
  return Vs.add(std::move(V));
}

/// A conversion of what a factory has just made: `torch.zeros(n).float().to(d)`.
void Frame::noteConversion(const CallSite &C, NodeId Object, bool Dtype, bool Device) {
  NodeId Root = A.inner(Object);
  for (; A.is(Root, Kind::Call) && !F.Factories.count(Root); Root = A.inner(A.child(A.child(Root, Role::Function), Role::Object)))
    if (!A.is(A.child(Root, Role::Function), Kind::Attribute))
      return;
  auto Made = F.Factories.find(Root);
  if (Made == F.Factories.end())
    return;
  auto &Steps = Made->second.Conversions;
  // Only where each step is one: `zeros(n).view(2, 3).to(d)` is something else.
  if (A.inner(Object) != (Steps.empty() ? Root : Steps.back().Call))
    return;
  FactoryFact::Conversion Step{C.Node, FactoryFact::To::Unknown};
  const Argument *Only = C.Args.size() == 1 ? &C.Args[0] : nullptr;
  if (Only && Vs[Only->V].isTensor() && !Vs[Only->V].OnCpu)
    Step.What = FactoryFact::To::Both;
  else if (Dtype != Device)
    Step.What = Device ? FactoryFact::To::Device : FactoryFact::To::Dtype;
  // `.to(device)`: the name of the argument says it where its value does not.
  else if (Only && Vs[Only->V].T == Type::Unknown && A.text(Only->Node).ends_with("device"))
    Step.What = FactoryFact::To::Device;
  else if (Only && Vs[Only->V].T == Type::Unknown && A.text(Only->Node).ends_with("dtype"))
    Step.What = FactoryFact::To::Dtype;
  Steps.push_back(Step);
}

/// `to`, `float`, `cuda`, `type_as`, ...: the same memory if there is nothing to do.
ValueId Frame::conversion(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name) {
  const Value &R = Vs[Receiver];
  if (Name == "type" && C.Args.empty())
    return Vs.of(Type::Text);
  DType Wanted = DType::Unknown;
  bool Dtype = false, Device = false, ToCpu = false;
  const Argument *First = C.positional(0);
  if (Name == "cpu") {
    Device = ToCpu = true;
  } else if (Name == "cuda" || Name == "xpu") {
    Device = true;
  } else if (Name == "to" || Name == "type" || Name == "type_as") {
    for (const Argument &Arg : C.Args) {
      const Value &X = Vs[Arg.V];
      if (X.T == Type::Dtype) {
        Dtype = true;
        Wanted = X.D;
      } else if (X.T == Type::Text || X.T == Type::Device) {
        Device = true;
        ToCpu = A.text(Arg.Node).trim("'\"") == "cpu";
      } else if (Arg.Name.empty()) {
        Dtype = Device = true; // a tensor, or something that is not known
      } else {
        Dtype |= Arg.Name == "dtype";
        Device |= Arg.Name == "device";
      }
    }
  } else {
    Wanted = dtypeOfTorch(Name);
    Dtype = true;
  }
  for (const Ref &Ref : R.Refs)
    F.Moved[Ref.Memory] = true;
  noteConversion(C, Object, Dtype, Device);
  const Argument *Copy = C.keyword("copy");
  bool Copies = (Copy && A.is(Copy->Node, Kind::True)) ||
                (Dtype && Wanted != DType::Unknown && R.D != DType::Unknown && Wanted != R.D) ||
                (Device && R.OnCpu && (Name == "cuda" || Name == "xpu"));
  if (First && Device && R.OnCpu && A.text(First->Node).trim("'\"").starts_with("cuda"))
    Copies = true;
  if (Copies || R.Refs.empty()) {
    Value V = Vs[fresh(C.Node, Memory::Kind::Copy, Type::Tensor, Dtype ? Wanted : R.D)];
    kinOf(Receiver, V);
    if (Device)
      V.Kin.clear();
    V.Placed = true;
    V.OnCpu = ToCpu || (!Device && R.OnCpu);
    V.Index = R.Index;
    return Vs.add(std::move(V));
  }
  bool Same = (!Dtype || (Wanted != DType::Unknown && Wanted == R.D)) && (!Device || (ToCpu && R.OnCpu));
  Value V = Vs[view(Receiver, !Same, true, Type::Tensor)];
  V.D = Dtype ? Wanted : R.D;
  V.Placed = true;
  V.OnCpu = ToCpu || (!Device && R.OnCpu);
  V.Contiguous = R.Contiguous;
  V.Index = R.Index;
  if (Device) {
    V.Kin.clear();
  }
  return Vs.add(std::move(V));
}

ValueId Frame::tensorMethod(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name) {
  outArgument(C);
  const Value &R = Vs[Receiver];
  if (Name == "numpy" || Name == "__array__")
    return toNumpy(C, Object, Receiver, Name);
  if (Name == "size") {
    Value V;
    V.T = C.Args.empty() ? Type::Size : Type::Number;
    V.Index = C.Args.empty() ? Indexing::Unknown : Indexing::Basic;
    if (R.Refs.size() == 1) {
      V.SizeOf = R.Refs[0].Memory;
      V.SizeFrom = Object;
      V.WholeSize = C.Args.empty();
      V.D = R.D; // of the tensor, as is the place
      V.OnCpu = R.OnCpu;
    }
    return Vs.add(std::move(V));
  }
  if (llvm::StringSwitch<bool>(Name).Cases({"dim", "numel", "item", "data_ptr", "get_device", "ndimension", "nelement"}, true).Default(false))
    return Vs.of(Type::Number);
  if (Name == "tolist")
    return Vs.of(Type::List);
  if (Name == "set_" || Name == "share_memory_") {
    if (llvm::StringRef Path = pathOf(Object); !Path.empty())
      S.Vars[Path] = Vs.of(Type::Tensor); // other storage from now on
    return Vs.of(Type::Tensor);
  }
  llvm::StringRef Factory = Name;
  if (Factory.consume_front("new_") && Factory != "tensor" &&
      llvm::StringSwitch<bool>(Factory).Cases({"zeros", "ones", "empty", "full"}, true).Default(false))
    return factory(C, Factory, true, Receiver);
  if (Name.starts_with("scatter") || Name.starts_with("index_") || Name == "gather")
    if (const Argument *Index = C.argument(1, "index"))
      noteIndex(Index->V);
  OpInfo Op = operatorOf(Name);
  switch (Op.Kind) {
  case OpKind::Write:
    write(C.Node, Name, kindOfWrite(Name, C), Object, Receiver);
    lostWrite(C.Node, Name, Object);
    for (const Argument &Arg : C.Args) {
      putInto(Arg.V, Receiver);
      if (Name != "copy_")
        putInto(Receiver, Arg.V);
    }
    return Receiver;
  case OpKind::Metadata:
    return Receiver;
  case OpKind::View:
  case OpKind::MayView: {
    bool Converts = llvm::StringSwitch<bool>(Name)
                        .Cases({"to", "type", "type_as", "cpu", "cuda", "xpu", "float", "double", "half", "bfloat16"}, true)
                        .Cases({"long", "int", "short", "char", "byte", "bool", "cfloat", "cdouble"}, true)
                        .Default(false);
    if (Converts)
      return conversion(C, Object, Receiver, Name);
    bool May = Op.Kind == OpKind::MayView;
    if (May && R.Contiguous && llvm::StringSwitch<bool>(Name)
                                   .Cases({"contiguous", "reshape", "reshape_as", "flatten", "ravel"}, true)
                                   .Default(false))
      May = false;
    Value V = Vs[view(Receiver, May, Op.Whole, Op.ReturnsTensor || Op.Kind == OpKind::View ? Type::Tensor : Type::Unknown)];
    V.Contiguous = R.Contiguous && llvm::StringSwitch<bool>(Name)
                                       .Cases({"view", "reshape", "flatten", "squeeze", "unsqueeze", "contiguous", "detach"}, true)
                                       .Default(false);
    V.Index = R.Index;
    ValueId One = Vs.add(std::move(V));
    if (!Op.ReturnsTensors && Name != "split" && Name != "chunk" && Name != "unbind")
      return One;
    Value Parts;
    Parts.T = Type::Tuple;
    Parts.Element = view(Receiver, false, false, Type::Tensor);
    return Vs.add(std::move(Parts));
  }
  case OpKind::Pure:
  case OpKind::Unknown:
    break;
  }
  for (const Argument &Arg : C.Args)
    meet(Receiver, Arg.V);
  if (!Op.ReturnsTensor && !Op.ReturnsTensors)
    return fresh(C.Node, Memory::Kind::Fresh, Type::Unknown, DType::Unknown);
  bool Mask = llvm::StringSwitch<bool>(Name)
                  .Cases({"eq", "ne", "gt", "lt", "ge", "le", "isnan", "isinf", "isfinite", "logical_not"}, true)
                  .Cases({"logical_and", "logical_or", "isclose"}, true)
                  .Default(false);
  bool Keeps = llvm::StringSwitch<bool>(Name)
                   .Cases({"clone", "repeat", "tile", "flip", "roll", "index_select", "masked_select", "gather"}, true)
                   .Cases({"abs", "clamp", "clip", "neg", "masked_fill", "tril", "triu"}, true)
                   .Default(false);
  Value V = Vs[fresh(C.Node, Name == "clone" ? Memory::Kind::Copy : Memory::Kind::Fresh, Type::Tensor,
                     Mask    ? DType::Bool
                     : Keeps ? R.D
                             : DType::Unknown)];
  V.Placed = R.Placed;
  V.OnCpu = R.OnCpu && llvm::all_of(C.Args, [&](const Argument &Arg) {
              return !Vs[Arg.V].isTensor() || Vs[Arg.V].OnCpu;
            });
  kinOf(Receiver, V);
  if (Mask || Name == "nonzero" || Name == "argsort" || (Keeps && R.Index == Indexing::Advanced))
    V.Index = Indexing::Advanced;
  ValueId Out = Vs.add(std::move(V));
  if (!Op.ReturnsTensors)
    return Out;
  return partsOf(Name, Out);
}

/// The tuple that an operator returns.
ValueId Frame::partsOf(llvm::StringRef Op, ValueId Each) {
  Value Parts;
  Parts.T = Type::Tuple;
  Parts.Element = Each;
  if (Op == "topk" || Op == "sort") { // of the indices nobody has only one without a dimension
    Value Indices = Vs[Each];
    Indices.D = DType::Int64;
    Indices.Index = Indexing::Advanced;
    Parts.Items = {Each, Vs.add(std::move(Indices))};
  }
  return Vs.add(std::move(Parts));
}

} // namespace torchtidy::python
