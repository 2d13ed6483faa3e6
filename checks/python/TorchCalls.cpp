// What functions in torch do: borrows, factories, legacy constructors, operators, nn.init, nn.functional.
#include "python/Frame.h"
#include "python/Limits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

namespace {

/// Functions that make a tensor over memory that is there already. Run on torch 2.13.0 and NumPy 2.4.6.
struct BorrowRow {
  const char *Name;
  enum class Rule {
    Always, ///< shares, or raises
    Dtype,  ///< shares where neither dtype nor device has to change
  } R;
  bool Buffers; ///< anything with the buffer protocol; else NumPy arrays only
};
constexpr BorrowRow Borrows[] = {
    {"from_numpy", BorrowRow::Rule::Always, false},
    {"frombuffer", BorrowRow::Rule::Always, true},
    {"from_dlpack", BorrowRow::Rule::Always, true},
    {"utils.dlpack.from_dlpack", BorrowRow::Rule::Always, true},
    {"as_tensor", BorrowRow::Rule::Dtype, false},
    {"asarray", BorrowRow::Rule::Dtype, true},
};

/// Factories in torch. `Sizes`: the first arguments are sizes; their order and dtype are their own otherwise.
struct FactoryRow {
  const char *Name;
  bool Sizes, Random;
  DType Own; ///< Unknown: the default dtype or what the values say
};
constexpr FactoryRow Factories[] = {
    {"zeros", true, false, DType::Unknown},     {"ones", true, false, DType::Unknown},
    {"empty", true, false, DType::Unknown},     {"rand", true, true, DType::Unknown},
    {"randn", true, true, DType::Unknown},      {"full", true, false, DType::Other},
    {"randint", false, true, DType::Int64},     {"randperm", false, true, DType::Int64},
    {"arange", false, false, DType::Other},     {"linspace", false, false, DType::Unknown},
    {"logspace", false, false, DType::Unknown}, {"eye", false, false, DType::Unknown},
    {"tensor", false, false, DType::Other},
};

} // namespace

DType Frame::dtypeArgument(const Argument *Arg) {
  return Arg && Vs[Arg->V].T == Type::Dtype ? Vs[Arg->V].D : DType::Unknown;
}

static llvm::StringRef shorten(llvm::StringRef Text) {
  return Text.size() > 40 || Text.contains('\n') ? llvm::StringRef() : Text;
}

/// A tensor over the memory of the first argument.
ValueId Frame::borrow(const CallSite &C, llvm::StringRef Maker) {
  const auto *Row = llvm::find_if(Borrows, [&](const BorrowRow &R) { return Maker == R.Name; });
  llvm::StringRef Short = Maker.rsplit('.').second.empty() ? Maker : Maker.rsplit('.').second;
  const Argument *Source = C.argument(0, Maker == "as_tensor" ? "data" : Maker == "frombuffer" ? "buffer" : "obj");
  if (!Source)
    return Vs.of(Type::Tensor);
  const Value &From = Vs[Source->V];
  bool NeedsArray = Row->R == BorrowRow::Rule::Dtype;
  LayoutFact Layout{LayoutFact::What::Negative, C.Node, File.save(Short), Source->Node};
  F.Layouts.erase(C.Node);
  if (From.Negative && (From.isArray() || !NeedsArray)) {
    Layout.Problem = Short == "from_dlpack" ? LayoutFact::What::Aborts : LayoutFact::What::Negative;
    F.Layouts[C.Node] = Layout;
  } else if (Maker == "from_numpy" && C.keyword("device")) {
    Layout.Problem = LayoutFact::What::Device;
    F.Layouts[C.Node] = Layout;
  }
  if (From.isTensor())
    return view(Source->V, NeedsArray && !C.Args.empty() && C.Args.size() > 1, true, Type::Tensor);
  DType Wanted = dtypeArgument(C.argument(1, "dtype"));
  bool HasDtype = C.argument(1, "dtype") != nullptr;
  const Argument *Device = C.argument(2, "device");
  bool OnCpu = Device && (A.text(Device->Node).trim("'\"") == "cpu");
  const Argument *Copy = C.keyword("copy");
  bool Copies = (Copy && A.is(Copy->Node, Kind::True)) ||
                (NeedsArray && HasDtype && Wanted != DType::Unknown && From.D != DType::Unknown && Wanted != From.D);
  bool Lists = From.T == Type::List || From.T == Type::Tuple || From.T == Type::Number || From.T == Type::Text;
  // as_tensor of something that may be a tensor, a list or a number: nothing is known.
  if (Copies || Lists || (NeedsArray && !From.isArray()) || From.Refs.empty()) {
    Value V = Vs[fresh(C.Node, Memory::Kind::Fresh, Type::Tensor, HasDtype ? Wanted : From.D)];
    V.Placed = HasDtype || Device;
    V.OnCpu = (From.T != Type::Unknown || !NeedsArray) && (!Device || OnCpu) && !C.Splat && !File.DefaultDevice && !DeviceBlocks;
    if (NeedsArray && !From.isArray() && From.T == Type::Unknown && !Copies)
      V.Refs.clear();
    return Vs.add(std::move(V));
  }
  BorrowId &B = BorrowAt[C.Node];
  if (!B) {
    Borrow New;
    New.Site = C.Node;
    New.Source = Source->Node;
    New.Maker = File.save(Short);
    New.Name = shorten(A.text(Source->Node));
    New.D = From.D;
    B = Vs.borrow(New);
  }
  Value V;
  V.T = Type::Tensor;
  V.D = HasDtype && Maker != "frombuffer" ? Wanted : From.D;
  V.OnCpu = !NeedsArray || !Device || OnCpu;
  V.Contiguous = From.Contiguous;
  V.Refs = From.Refs;
  bool May = NeedsArray && ((HasDtype && (Wanted == DType::Unknown || From.D == DType::Unknown)) ||
                            (Device && !OnCpu) || (File.DefaultDevice || DeviceBlocks));
  for (Ref &R : V.Refs) {
    R.Borrow = B;
    R.ViewMay |= May;
  }
  return Vs.add(std::move(V));
}

ValueId Frame::factory(const CallSite &C, llvm::StringRef Name, bool NewMethod, ValueId Receiver) {
  const auto *Row = llvm::find_if(Factories, [&](const FactoryRow &R) { return Name == R.Name; });
  FactoryFact Fact;
  Fact.Call = C.Node;
  Fact.Name = File.save(Name);
  Fact.Splat = C.Splat;
  const Argument *Dtype = C.keyword("dtype"), *Device = C.keyword("device");
  Fact.HasDtype = Dtype;
  Fact.HasDevice = Device;
  Fact.HasGenerator = C.keyword("generator");
  Fact.Random = Row->Random;
  Fact.Excused = DeviceBlocks || InClassBody || (Function && A.text(A.child(Function, Role::Name)) == "__init__");
  DType Own = Row->Own;
  if (Own == DType::Other) {
    // The values decide. Numbers without a point are int64.
    Own = DType::Unknown;
    const Argument *Fill = Name == "full" ? C.argument(1, "fill_value") : C.positional(0);
    NodeId Literal = Fill ? A.inner(Fill->Node) : 0;
    if (A.is(Literal, Kind::Integer) && C.positionals() <= 2)
      Own = DType::Int64;
    else if (A.is(Literal, Kind::True) || A.is(Literal, Kind::False))
      Own = DType::Bool;
    else if (A.is(Literal, Kind::Float))
      Own = DType::Float32;
  } else if (Own == DType::Unknown && !NewMethod) {
    Own = DType::Float32; // unless the default dtype was changed; nobody is told of it
  }
  Fact.OwnType = Own;
  // Where do the sizes come from? From one tensor, whole or in part, or from elsewhere.
  if (Row->Sizes && !NewMethod) {
    unsigned Whole = 0, Parts = 0, Others = 0;
    auto Look = [&](ValueId Id) {
      const Value &V = Vs[Id];
      if (V.SizeOf && (!Fact.SizeOf || Fact.SizeOf == V.SizeOf)) {
        Fact.SizeOf = V.SizeOf;
        Fact.SizeFrom = V.SizeFrom;
        Fact.SourceType = V.D;
        Fact.SourceOnCpu = V.OnCpu;
        (V.WholeSize ? Whole : Parts)++;
      } else {
        ++Others;
      }
    };
    unsigned Position = 0;
    for (const Argument &Arg : C.Args) {
      bool IsSize = Arg.Name == "size" || (Arg.Name.empty() && !(Name == "full" && Position >= 1));
      Position += Arg.Name.empty();
      if (!IsSize)
        continue;
      const Value &V = Vs[Arg.V];
      if ((V.T == Type::Tuple || V.T == Type::List) && !V.Items.empty())
        for (ValueId Item : V.Items)
          Look(Item);
      else
        Look(Arg.V);
    }
    Fact.WholeSize = Whole == 1 && !Parts && !Others;
    if (!Whole && !Parts)
      Fact.SizeOf = 0;
  }
  bool Blank = Name == "zeros" || Name == "empty";
  Value V = Vs[fresh(C.Node, Blank ? Memory::Kind::Blank : Memory::Kind::Fresh, Type::Tensor,
                     Dtype ? dtypeArgument(Dtype) : NewMethod ? Vs[Receiver].D : Own)];
  Vs.memory(V.Refs[0].Memory).Tensor = true;
  Fact.Made = V.Refs[0].Memory;
  V.Placed = Dtype || Device || NewMethod || C.Splat;
  V.OnCpu = !Device && !NewMethod && !C.Splat && !File.DefaultDevice && !DeviceBlocks;
  if (NewMethod)
    kinOf(Receiver, V);
  // An index with one of these copies: they have dimensions.
  const Argument *First = C.positional(0);
  const Argument *Size = Name == "randint" && !NewMethod ? C.argument(C.positionals() - 1, "size") : nullptr;
  if (Name == "arange" || Name == "randperm" || (Size && A.text(Size->Node) != "()") || (Name == "tensor" && First && Vs[First->V].T == Type::List))
    V.Index = Indexing::Advanced;
  // A second look at the same call must not forget what became of it.
  if (!NewMethod && !(Quiet && F.Factories.count(C.Node)))
    F.Factories[C.Node] = Fact;
  return Vs.add(std::move(V));
}

ValueId Frame::legacy(const CallSite &C, llvm::StringRef Name) {
  LegacyFact Fact;
  Fact.Call = C.Node;
  Fact.Name = File.save(Name);
  Fact.To = llvm::StringSwitch<DType>(Name)
                .Cases({"Tensor", "FloatTensor"}, DType::Float32).Case("DoubleTensor", DType::Float64)
                .Case("HalfTensor", DType::Float16).Case("LongTensor", DType::Int64).Case("IntTensor", DType::Int32)
                .Case("ShortTensor", DType::Int16).Case("CharTensor", DType::Int8).Case("ByteTensor", DType::UInt8)
                .Case("BoolTensor", DType::Bool).Default(DType::Unknown);
  if (const Argument *Device = C.keyword("device"))
    Fact.Device = Device->Node;
  const Argument *First = C.positional(0);
  const Value &From = Vs[First ? First->V : 0];
  Fact.Sizes = First && (C.positionals() > 1 || From.T == Type::Number || From.T == Type::Size);
  Fact.Data = First && !Fact.Sizes && !C.Splat && C.positionals() == 1 &&
              (From.T == Type::List || From.T == Type::Array || From.T == Type::Tuple);
  if (From.isArray()) {
    Fact.From = From.D;
    Fact.Array = shorten(A.text(First->Node));
  }
  F.Legacy[C.Node] = Fact;
  Value V = Vs[fresh(C.Node, Memory::Kind::Fresh, Type::Tensor, Fact.To)];
  V.Placed = true;
  V.OnCpu = !Fact.Device && !C.Splat && !File.DefaultDevice;
  // The very memory of the array, where the element type is that of the class.
  bool Same = From.D == Fact.To || From.D == DType::Unknown;
  if (From.isArray() && !From.Refs.empty() && Same && !Fact.Sizes) {
    BorrowId &B = BorrowAt[C.Node];
    if (!B) {
      Borrow New;
      New.Site = C.Node;
      New.Source = First->Node;
      New.Maker = Fact.Name;
      New.Name = Fact.Array;
      B = Vs.borrow(New);
    }
    V.Refs = From.Refs;
    for (Ref &R : V.Refs) {
      R.Borrow = B;
      R.ViewMay |= Name == "Tensor" || From.D == DType::Unknown; // set_default_dtype
    }
  }
  return Vs.add(std::move(V));
}

/// An operator as a function: torch.relu_(t), torch.add(x, y), F.relu(t, inplace=True).
ValueId Frame::torchOperator(const CallSite &C, llvm::StringRef Name) {
  OpInfo Op = operatorOf(Name);
  const Argument *First = C.argument(0, "input");
  ValueId V = First ? First->V : 0;
  if (Op.Kind == OpKind::Unknown && !Op.ReturnsTensor)
    return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
  if (Op.Kind == OpKind::Write && First) {
    write(C.Node, Name, kindOfWrite(Name, C), First->Node, V);
    lostWrite(C.Node, Name, First->Node);
    return view(V, false, true, Type::Tensor);
  }
  if ((Op.Kind == OpKind::View || Op.Kind == OpKind::MayView) && First && Vs[V].T != Type::List) {
    ValueId Out = view(V, Op.Kind == OpKind::MayView, Op.Whole, Op.ReturnsTensor ? Type::Tensor : Type::Unknown);
    if (!Op.ReturnsTensors)
      return Out;
    Value Parts;
    Parts.T = Type::Tuple;
    Parts.Element = view(V, Op.Kind == OpKind::MayView, false, Type::Tensor);
    return Vs.add(std::move(Parts));
  }
  // The tensors in it meet.
  llvm::SmallVector<ValueId, 4> In;
  for (const Argument &Arg : C.Args) {
    const Value &X = Vs[Arg.V];
    if (X.T == Type::List || X.T == Type::Tuple) {
      if (X.Items.empty())
        In.push_back(X.Element);
      In.append(X.Items.begin(), X.Items.end());
    } else {
      In.push_back(Arg.V);
    }
  }
  for (unsigned I = 0; I < In.size() && I < MaxOrigins; ++I)
    for (unsigned J = I + 1; J < In.size() && J < MaxOrigins; ++J)
      meet(In[I], In[J]);
  if (!Op.ReturnsTensor) {
    if (!Op.ReturnsTensors)
      return fresh(C.Node, Memory::Kind::Fresh, Type::Unknown, DType::Unknown);
    return partsOf(Name, fresh(C.Node, Memory::Kind::Fresh, Type::Tensor, DType::Unknown));
  }
  bool Mask = llvm::StringSwitch<bool>(Name)
                  .Cases({"isnan", "isinf", "isfinite", "logical_not", "logical_and", "logical_or", "eq", "ne"}, true)
                  .Cases({"gt", "lt", "ge", "le", "isin", "isclose"}, true)
                  .Default(false);
  Value Out = Vs[fresh(C.Node, Memory::Kind::Fresh, Type::Tensor, Mask ? DType::Bool : DType::Unknown)];
  if (llvm::StringRef(Name).ends_with("_like"))
    Out.Placed = true;
  if (Mask || Name == "nonzero" || Name == "argsort" || Name == "randint_like")
    Out.Index = Indexing::Advanced;
  Out.OnCpu = !C.Splat && !C.keyword("device") && !In.empty();
  for (ValueId Id : In) {
    if (Vs[Id].isTensor())
      kinOf(Id, Out);
    Out.OnCpu &= Vs[Id].OnCpu || Vs[Id].T == Type::Number || Vs[Id].T == Type::Bool || Vs[Id].T == Type::Text;
  }
  // What is joined lies in one place, or the call raises.
  bool Joins = llvm::StringSwitch<bool>(Name)
                   .Cases({"cat", "concat", "concatenate", "stack", "hstack", "vstack", "dstack", "column_stack"}, true)
                   .Default(false);
  Out.OnCpu |= Joins && llvm::any_of(In, [&](ValueId Id) { return Vs[Id].isTensor() && Vs[Id].OnCpu; });
  return Vs.add(std::move(Out));
}

ValueId Frame::callTorch(const CallSite &C, llvm::StringRef Name) {
  if (llvm::any_of(Borrows, [&](const BorrowRow &R) { return Name == R.Name; }))
    return borrow(C, Name);
  if (llvm::any_of(Factories, [&](const FactoryRow &R) { return Name == R.Name; }))
    return factory(C, Name, false, 0);
  if (Name == "Tensor" || (Name.ends_with("Tensor") && !Name.contains('.')))
    return legacy(C, Name);
  const Argument *First = C.positional(0);
  llvm::StringRef Rest = Name;
  if (Rest.consume_front("nn.init.")) {
    if (!First)
      First = C.keyword("tensor");
    if (!First)
      return 0;
    if (Rest.ends_with("_")) {
      bool Constant = llvm::StringSwitch<bool>(Rest)
                          .Cases({"zeros_", "ones_", "constant_", "eye_", "dirac_"}, true)
                          .Default(false);
      write(C.Node, Rest, Constant ? WriteKind::Constant : WriteKind::Random, First->Node, First->V);
      lostWrite(C.Node, Rest, First->Node);
    }
    return view(First->V, false, true, Type::Tensor);
  }
  if (llvm::StringSwitch<bool>(Name)
          .Cases({"nn.Parameter", "nn.parameter.Parameter", "autograd.Variable", "nn.Buffer"}, true)
          .Default(false)) {
    if (!First)
      First = C.keyword("data");
    if (!First)
      return Vs.of(Type::Tensor);
    for (const Ref &R : Vs[First->V].Refs) // a parameter is made where its module lives, and moved with it
      F.Moved[R.Memory] = true;
    return view(First->V, false, true, Type::Tensor);
  }
  if (Rest.consume_front("nn.functional.")) {
    const Argument *InPlace = C.keyword("inplace");
    if (First && InPlace && A.is(InPlace->Node, Kind::True)) {
      write(C.Node, Rest, WriteKind::Data, First->Node, First->V);
      lostWrite(C.Node, Rest, First->Node);
      return view(First->V, false, true, Type::Tensor);
    }
    if (operatorOf(Rest).Kind != OpKind::Unknown)
      return torchOperator(C, Rest);
    Value V = Vs[fresh(C.Node, Memory::Kind::Fresh, Type::Unknown, DType::Unknown)];
    return Vs.add(std::move(V));
  }
  if (Rest.consume_front("nn.") && !Rest.contains('.')) {
    bool IsClass = !Rest.empty() && Rest[0] >= 'A' && Rest[0] <= 'Z';
    return IsClass ? Vs.of(Type::Module) : 0;
  }
  if (Rest.consume_front("Tensor.") && First) {
    CallSite Method = C;
    llvm::StringRef Op = Rest;
    Method.Args.erase(llvm::find_if(Method.Args, [&](const Argument &Arg) { return &Arg - Method.Args.data() == First - C.Args.data(); }));
    Value T = Vs[First->V];
    T.T = Type::Tensor;
    return tensorMethod(Method, First->Node, Vs.add(std::move(T)), Op);
  }
  if (Rest.consume_front("ops.aten."))
    return torchOperator(C, Rest.split('.').first);
  if (Name == "device" || Name == "get_default_device")
    return Vs.of(Type::Device);
  if (Name == "set_default_device" || Name == "set_default_tensor_type") {
    File.DefaultDevice = true;
    return 0;
  }
  if (Name.starts_with("_foreach_") && Name.ends_with("_") && First) {
    write(C.Node, Name, Name == "_foreach_zero_" ? WriteKind::Constant : WriteKind::Data, First->Node, elementOf(First->V));
    return 0;
  }
  if (Name == "from_file") {
    const Argument *Shared = C.argument(1, "shared");
    Value V = Vs[fresh(C.Node, Shared && A.is(Shared->Node, Kind::True) ? Memory::Kind::Mapped : Memory::Kind::Fresh,
                       Type::Tensor, DType::Unknown)];
    return Vs.add(std::move(V));
  }
  for (llvm::StringRef Family : {"linalg", "fft", "special"}) {
    llvm::StringRef Tail = Name;
    if (Tail.consume_front(Family) && Tail.consume_front("."))
      return torchOperator(C, (Family + "_" + Tail).str());
  }
  if (Name == "where" && C.Args.size() == 1) { // a tuple of index tensors
    Value E = Vs[fresh(C.Node, Memory::Kind::Fresh, Type::Tensor, DType::Int64)];
    E.Index = Indexing::Advanced;
    Value Out;
    Out.T = Type::Tuple;
    Out.Element = Vs.add(std::move(E));
    Out.Index = Indexing::Advanced;
    return Vs.add(std::move(Out));
  }
  if (Name == "is_tensor")
    return Vs.of(Type::Bool);
  if (!Name.contains('.'))
    return torchOperator(C, Name);
  return fresh(C.Node, Memory::Kind::Call, Type::Unknown, DType::Unknown);
}

} // namespace torchtidy::python
