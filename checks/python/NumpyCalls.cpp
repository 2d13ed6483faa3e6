// NumPy: which arrays share memory, which are new, what writes. Run on NumPy 2.4.6.
#include "python/Frame.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

namespace {

enum class NumpyRule {
  View,    ///< shares the memory of its first argument
  MayView, ///< shares it if there is nothing to do
  Flip,    ///< a view with a negative stride
  Frozen,  ///< a view that may not be written
  Blank,   ///< new memory, to be filled
  New,     ///< new memory with contents
  Random,  ///< the same, of float64; a number where no size is given
  Unknown,
};

NumpyRule ruleOf(llvm::StringRef Name) {
  return llvm::StringSwitch<NumpyRule>(Name)
      .Cases({"reshape", "squeeze", "transpose", "swapaxes", "moveaxis", "rollaxis", "expand_dims"}, NumpyRule::View)
      .Cases({"real", "imag", "atleast_1d", "atleast_2d", "atleast_3d"}, NumpyRule::View)
      .Cases({"asarray", "asanyarray", "ascontiguousarray", "asfortranarray", "ravel", "require"}, NumpyRule::MayView)
      .Cases({"flip", "fliplr", "flipud"}, NumpyRule::Flip)
      .Cases({"broadcast_to", "diagonal"}, NumpyRule::Frozen)
      .Cases({"zeros", "empty", "zeros_like", "empty_like"}, NumpyRule::Blank)
      .Cases({"ones", "full", "ones_like", "full_like", "arange", "linspace", "array", "eye", "identity"}, NumpyRule::New)
      .Cases({"stack", "concatenate", "vstack", "hstack", "tile", "repeat", "copy", "clip", "meshgrid"}, NumpyRule::New)
      .Cases({"loadtxt", "genfromtxt", "fromfile", "asfarray", "pad", "outer", "random.randint"}, NumpyRule::New)
      .Cases({"random.rand", "random.randn", "random.random", "random.uniform", "random.normal"}, NumpyRule::Random)
      .Case("random.standard_normal", NumpyRule::Random)
      .Default(NumpyRule::Unknown);
}

} // namespace

static DType dtypeOf(const Ast &A, const Values &Vs, const Argument *Arg) {
  if (!Arg)
    return DType::Unknown;
  const Value &V = Vs[Arg->V];
  if (V.T == Type::Dtype)
    return V.D;
  if (V.T == Type::Namespace) // float, int, bool of Python, np.float_
    return dtypeOfNumpy(V.Path.rsplit('.').second);
  if (A.is(Arg->Node, Kind::String))
    return dtypeOfNumpy(A.text(Arg->Node).trim("'\""));
  return DType::Unknown;
}

/// Element type of a literal list: [1, 2.5] is float64, [1, 2] int64.
static DType dtypeOfLiteral(const Ast &A, NodeId N) {
  DType D = DType::Unknown;
  for (NodeId At = A.inner(N), Steps = 0; Steps < 8; ++Steps) {
    if (A.is(At, Kind::UnaryOperator))
      At = A.child(At, Role::Argument);
    if (A.is(At, Kind::List) || A.is(At, Kind::Tuple)) {
      bool Float = false, All = A[At].First != 0;
      for (NodeId C : A.children(At)) {
        NodeId Core = A.is(C, Kind::UnaryOperator) ? A.child(C, Role::Argument) : C;
        Float |= A.is(Core, Kind::Float);
        All &= A.is(Core, Kind::Float) || A.is(Core, Kind::Integer);
      }
      if (All)
        return Float ? DType::Float64 : DType::Int64;
      At = A[At].First;
      continue;
    }
    if (A.is(At, Kind::Float))
      return DType::Float64;
    return D;
  }
  return D;
}

ValueId Frame::callNumpy(const CallSite &C, llvm::StringRef Name) {
  const Argument *First = C.positional(0);
  ValueId V = First ? First->V : 0;
  const Value &Src = Vs[V];
  const Argument *DtypeArg = C.keyword("dtype");
  DType D = dtypeOf(A, Vs, DtypeArg);
  if (Name == "from_dlpack" && First && Src.isTensor())
    return toNumpy(C, First->Node, V, "from_dlpack");
  if (Name == "copyto" && First) {
    write(C.Node, "copyto", WriteKind::Data, First->Node, V);
    return Vs.of(Type::None);
  }
  if ((Name == "random.shuffle" || Name == "put" || Name == "place" || Name == "putmask" || Name == "fill_diagonal") && First) {
    write(C.Node, Name.rsplit('.').second.empty() ? Name : Name.rsplit('.').second, WriteKind::Data, First->Node, V);
    return Vs.of(Type::None);
  }
  if (Name == "load" || Name == "memmap") {
    const Argument *Mode = C.keyword(Name == "load" ? "mmap_mode" : "mode");
    bool Mapped = Name == "memmap" || (Mode && !A.is(Mode->Node, Kind::None));
    Value Out = Vs[fresh(C.Node, Mapped ? Memory::Kind::Mapped : Memory::Kind::Call, Mapped ? Type::Array : Type::Unknown, D)];
    if (Mapped && Mode) {
      llvm::StringRef Text = A.text(Mode->Node).trim("'\"");
      Vs.memory(Out.Refs[0].Memory).ReadOnly = Text == "r";
      if (Text == "c")
        Vs.memory(Out.Refs[0].Memory).K = Memory::Kind::Fresh;
    }
    return Vs.add(std::move(Out));
  }
  if (Name == "frombuffer" && First) {
    Value Out = Vs[view(V, false, true, Type::Array)];
    Out.D = DtypeArg || C.positional(1) ? dtypeOf(A, Vs, DtypeArg ? DtypeArg : C.positional(1)) : DType::Float64;
    return Vs.add(std::move(Out));
  }
  if (Name == "ndarray") // over nothing yet, or over a buffer that is shared on purpose
    return fresh(C.Node, Memory::Kind::Blank, Type::Array, D);
  NumpyRule Rule = ruleOf(Name);
  switch (Rule) {
  case NumpyRule::View:
  case NumpyRule::MayView:
  case NumpyRule::Flip:
  case NumpyRule::Frozen: {
    if (!First)
      return Vs.of(Type::Array);
    if (Src.isTensor() && Name.starts_with("as"))
      return toNumpy(C, First->Node, V, Name);
    if (Src.T == Type::List || Src.T == Type::Tuple || Src.T == Type::Number || Src.Refs.empty())
      return fresh(C.Node, Memory::Kind::Fresh, Type::Array, D != DType::Unknown ? D : dtypeOfLiteral(A, First->Node));
    if (DtypeArg && D != DType::Unknown && Src.D != DType::Unknown && D != Src.D)
      return fresh(C.Node, Memory::Kind::Copy, Type::Array, D);
    bool Same = Src.isArray() && (!DtypeArg || (D != DType::Unknown && D == Src.D)) &&
                (Name == "asarray" || Name == "asanyarray" || (Name == "ascontiguousarray" && Src.Contiguous));
    Value Out = Vs[view(V, Rule == NumpyRule::MayView && !Same, true, Type::Array)];
    Out.D = DtypeArg ? D : Src.D;
    bool Keeps = Src.isArray() && Name != "reshape" && (Rule == NumpyRule::View || Name == "asarray" || Name == "asanyarray");
    Out.Negative = Rule == NumpyRule::Flip ? !Src.Negative : Keeps && Src.Negative;
    if (Name == "ascontiguousarray" && Src.Negative)
      Out = Vs[fresh(C.Node, Memory::Kind::Copy, Type::Array, Out.D)];
    if (Rule == NumpyRule::Frozen)
      for (const Ref &R : Out.Refs)
        Vs.memory(R.Memory).ReadOnly = true;
    return Vs.add(std::move(Out));
  }
  case NumpyRule::Blank:
  case NumpyRule::New:
  case NumpyRule::Random: {
    const Argument *Copy = C.keyword("copy");
    if (Name == "array" && Copy && A.is(Copy->Node, Kind::False) && First && Src.isArray())
      return view(V, true, true, Type::Array);
    if (Rule == NumpyRule::Random && C.Args.empty())
      return Vs.of(Type::Number);
    if (Name == "arange") {
      bool Integers = llvm::all_of(C.Args, [&](const Argument &Arg) { return Arg.Name == "dtype" || A.is(Arg.Node, Kind::Integer); });
      if (D == DType::Unknown && Integers && !DtypeArg)
        D = DType::Int64;
    } else if (!DtypeArg) {
      if (Name == "zeros" || Name == "ones" || Name == "empty" || Name == "eye" || Name == "identity" || Name == "linspace" ||
          Rule == NumpyRule::Random)
        D = (Name == "zeros" || Name == "ones" || Name == "empty") && C.positionals() > 1 ? dtypeOf(A, Vs, C.positional(1))
                                                                                         : DType::Float64;
      else if (Name == "array" && First)
        D = C.positionals() > 1  ? dtypeOf(A, Vs, C.positional(1))
            : Src.isArray()      ? Src.D
                                 : dtypeOfLiteral(A, First->Node);
      else if ((Name.ends_with("_like") || Name == "copy" || Name == "tile" || Name == "repeat") && Src.isArray())
        D = Src.D;
      else if (Name == "random.randint")
        D = DType::Int64;
    }
    bool IsNumber = Name == "random.randint" && C.positionals() < 3 && !C.keyword("size");
    IsNumber |= (Name == "random.uniform" || Name == "random.normal") && C.positionals() < 3 && !C.keyword("size");
    if (IsNumber)
      return Vs.of(Type::Number);
    Memory::Kind K = Rule == NumpyRule::Blank ? Memory::Kind::Blank
                     : Name == "copy" || (Name == "array" && (Src.isArray() || Src.T == Type::Unknown))
                         ? Memory::Kind::Copy
                         : Memory::Kind::Fresh;
    Value Out = Vs[fresh(C.Node, K, Type::Array, D)];
    if (Name == "arange" || (Name == "array" && A.is(A.inner(First ? First->Node : 0), Kind::List)))
      Out.Index = Indexing::Advanced;
    Out.Contiguous = Name != "array" && !Name.ends_with("_like") && Name != "copy" ? true : !Src.isArray();
    return Vs.add(std::move(Out));
  }
  case NumpyRule::Unknown:
    break;
  }
  if (Name == "nan_to_num" && First && C.keyword("copy") && A.is(C.keyword("copy")->Node, Kind::False)) {
    write(C.Node, Name, WriteKind::Data, First->Node, V);
    return view(V, false, true, Type::Array);
  }
  if (Name == "split" || Name == "array_split" || Name == "hsplit" || Name == "vsplit") {
    Value Parts;
    Parts.T = Type::List;
    Parts.Element = First && Src.isArray() ? view(V, false, false, Type::Array) : 0;
    return Vs.add(std::move(Parts));
  }
  return fresh(C.Node, Memory::Kind::Fresh, Type::Unknown, DType::Unknown);
}

ValueId Frame::arrayMethod(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name) {
  const Value &R = Vs[Receiver];
  outArgument(C);
  if (llvm::StringSwitch<bool>(Name).Cases({"fill", "sort", "partition", "put", "itemset", "setfield"}, true).Default(false)) {
    write(C.Node, Name, Name == "fill" ? WriteKind::Constant : WriteKind::Data, Object, Receiver);
    return Vs.of(Type::None);
  }
  const Argument *First = C.argument(0, "dtype");
  if (Name == "setflags") {
    const Argument *Write = C.argument(0, "write");
    if (Write && (A.is(Write->Node, Kind::False) || A.text(Write->Node) == "0"))
      for (const Ref &Ref : R.Refs)
        Vs.memory(Ref.Memory).ReadOnly = true;
    return Vs.of(Type::None);
  }
  if (Name == "astype") {
    DType D = dtypeOf(A, Vs, First);
    const Argument *Copy = C.keyword("copy");
    if (Copy && A.is(Copy->Node, Kind::False)) {
      if (D != DType::Unknown && D == R.D)
        return Receiver;
      if (D == DType::Unknown || R.D == DType::Unknown) {
        Value V = Vs[view(Receiver, true, true, Type::Array)];
        V.D = D;
        V.Negative = false;
        return Vs.add(std::move(V));
      }
    }
    Value V = Vs[fresh(C.Node, Memory::Kind::Copy, Type::Array, D)];
    V.Contiguous = R.Contiguous;
    return Vs.add(std::move(V));
  }
  if (Name == "copy")
    return fresh(C.Node, Memory::Kind::Copy, Type::Array, R.D);
  if (llvm::StringSwitch<bool>(Name).Cases({"reshape", "squeeze", "transpose", "swapaxes", "view", "diagonal"}, true).Default(false)) {
    bool May = Name == "reshape" && !R.Contiguous;
    Value V = Vs[view(Receiver, May, Name != "diagonal", Type::Array)];
    V.Contiguous = R.Contiguous && (Name == "reshape" || Name == "squeeze");
    V.Negative = R.Negative && Name != "reshape" && Name != "diagonal"; // `reshape` may copy
    if (Name == "view" && First)
      V.D = dtypeOf(A, Vs, First);
    return Vs.add(std::move(V));
  }
  if (Name == "ravel") {
    Value V = Vs[view(Receiver, !R.Contiguous, true, Type::Array)];
    V.Negative = false;
    return Vs.add(std::move(V));
  }
  if (Name == "tolist")
    return Vs.of(Type::List);
  if (Name == "item")
    return Vs.of(Type::Number);
  if (Name == "flatten" || Name == "clip" || Name == "round" || Name == "repeat")
    return fresh(C.Node, Memory::Kind::Copy, Type::Array, R.D);
  return fresh(C.Node, Memory::Kind::Fresh, Type::Unknown, DType::Unknown);
}

} // namespace torchtidy::python
