#include "api/OpEffects.h"
#include "flow/Fault.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace torchtidy::api {

using flow::Attr;
using flow::Attrs;
using flow::AttrSet;
using flow::Effect;
using flow::ResultKind;
using flow::WriteKind;

// The lists below say what no schema says. Sources: libtorch-semantics 2.3 and 2.4 (runtime audit of all operators),
// checked on 1.13.1 and 2.13.0.

WriteKind OpEffects::writeKind(llvm::StringRef Name) {
  return llvm::StringSwitch<WriteKind>(Name)
      .Cases({"zero_", "fill_", "zero", "fill", "zeros", "ones", "full", "eye", "empty"}, WriteKind::Constant)
      .Cases({"zeros_like", "ones_like", "full_like"}, WriteKind::Constant)
      .Cases({"_foreach_zero_", "_foreach_zero"}, WriteKind::Constant)
      .Cases({"normal_", "uniform_", "random_", "bernoulli_", "exponential_"}, WriteKind::Random)
      .Cases({"geometric_", "log_normal_", "cauchy_"}, WriteKind::Random)
      .Cases({"rand", "randn", "randint", "randperm", "normal", "rand_like", "randn_like"}, WriteKind::Random)
      .Default(WriteKind::Data);
}

bool OpEffects::isMetadataOnly(llvm::StringRef Name) {
  // Tag inplace_view of native_functions.yaml, which schema_str does not carry, and the setters of flags.
  static const llvm::StringSet<> Names = {
      "as_strided_",   "detach_",     "resize_",        "resize_as_",        "resize_as_sparse_",
      "set_",          "squeeze_",    "swapaxes_",      "swapdims_",         "t_",
      "transpose_",    "unsqueeze_",  "rename_",        "requires_grad_",    "retain_grad",
      "set_data",      "_coalesced_", "record_stream",  "sparse_resize_",    "sparse_resize_and_clear_",
      "_set_conj",     "_set_neg",    "_resize_output_"};
  return Names.contains(Name);
}

bool OpEffects::mayCopy(llvm::StringRef Name) {
  static const llvm::StringSet<> Names = {"to",      "contiguous", "reshape",  "reshape_as",       "ravel",
                                          "flatten", "pin_memory", "coalesce", "_reshape_copy",    "resolve_conj",
                                          "resolve_neg", "positive", "type_as", "_autocast_to_full_precision",
                                          "_autocast_to_reduced_precision", "nan_to_num", "_pin_memory",
                                          "_sparse_broadcast_to"}; // 2.13.0: a broadcast tensor is made anew
  return Names.contains(Name);
}

bool OpEffects::isSilentAlias(llvm::StringRef Name) {
  static const llvm::StringSet<> Names = {
      "type_as",      "to_dense",     "sum_to_size",   "atleast_1d",      "atleast_2d",      "atleast_3d",
      "broadcast_tensors", "meshgrid", "align_as",     "align_tensors",   "align_to",        "conj_physical",
      "dropout",      "feature_dropout", "alpha_dropout", "feature_alpha_dropout", "lift",   "_unsafe_view",
      "unsafe_chunk", "unsafe_split", "unsafe_split_with_sizes", "data",  "cartesian_prod",  "_to_cpu",
      "_cast_Byte",   "_cast_Char",   "_cast_Double",  "_cast_Float",     "_cast_Half",      "_cast_Int",
      "_cast_Long",   "_cast_Short",  "combinations",  "native_dropout",
      // 2.13.0, found by test/oracle/annotations.py. They have nothing to do where the tensor is already so:
      "to_sparse",    "to_sparse_csr", "to_sparse_csc", "to_sparse_bsr",  "to_sparse_bsc",   "_to_sparse",
      "_to_sparse_csr", "_to_sparse_csc", "_to_sparse_bsr", "_to_sparse_bsc", "dequantize",  "to_dense_backward",
      "to_mkldnn_backward", "cumprod_backward", "quantize_per_tensor_dynamic", "_saturate_weight_to_fp16",
      // one operand, or one tensor, and nothing to compute:
      "einsum",       "flatten_dense_tensors",
      // parts of the tensor, or the tensor as it is:
      "unflatten_dense_tensors", "_remove_batch_dim", "_nested_compute_contiguous_strides_offsets",
      // the values of a sparse result:
      "gather_backward"};
  return Names.contains(Name);
}

bool OpEffects::isWholeView(llvm::StringRef Name) {
  static const llvm::StringSet<> Names = {
      "view",       "reshape",     "flatten",      "unflatten",   "ravel",       "t",          "transpose",
      "permute",    "squeeze",     "unsqueeze",    "contiguous",  "to",          "detach",     "alias",
      "swapaxes",   "swapdims",    "movedim",      "moveaxis",    "expand",      "expand_as",  "view_as",
      "reshape_as", "broadcast_to", "numpy_T",     "matrix_H",    "mT",          "mH",         "adjoint",
      "_conj",      "conj",        "_neg_view",    "resolve_conj", "resolve_neg", "positive",  "view_as_real",
      "view_as_complex", "pin_memory", "coalesce", "lift_fresh",  "_reshape_alias", "type_as", "to_dense",
      "atleast_1d", "atleast_2d",  "atleast_3d",   "align_to",    "align_as",    "refine_names", "rename",
      "data",       "_unsafe_view", "lift",        "conj_physical", "dropout",   "_autocast_to_full_precision"};
  return Names.contains(Name);
}

bool OpEffects::isRandom(const Schema &Op) {
  for (const SchemaArgument &A : Op.Arguments)
    if (A.Type.Base == "Generator")
      return true;
  llvm::StringRef Name(Op.Name.data(), Op.Name.size());
  return Name.contains("dropout") || Name.starts_with("rand") || Name.contains("bernoulli") || Name == "rrelu";
}

/// Operators whose result is put together from the tensors in all of their arguments (2.13.0, run by
/// test/oracle/annotations.py): a sparse tensor has its indices and values, `set` the storage of its source.
static bool sharesEveryArgument(llvm::StringRef Name) {
  static const llvm::StringSet<> Names = {
      "sparse_coo_tensor",         "sparse_csr_tensor",         "sparse_csc_tensor",         "sparse_bsr_tensor",
      "sparse_bsc_tensor",         "sparse_compressed_tensor",  "_sparse_coo_tensor_unsafe", "_sparse_csr_tensor_unsafe",
      "_sparse_csc_tensor_unsafe", "_sparse_bsr_tensor_unsafe", "_sparse_bsc_tensor_unsafe",
      "_sparse_compressed_tensor_unsafe", "_sparse_coo_tensor_with_dims_and_tensors", "set",
      "_embedding_bag_backward",   "_embedding_bag_sparse_backward", "_gather_sparse_backward"};
  return Names.contains(Name);
}

/// Numbers that half precision cannot hold are cut off in the argument itself (2.13.0, run by
/// test/oracle/annotations.py).
static bool saturatesArgument(llvm::StringRef Name) {
  return Name == "_saturate_weight_to_fp16" || Name == "fbgemm_pack_gemm_matrix_fp16";
}

namespace {

/// The rows of OpRemarks.def, made ready once: several are asked for at each visit of a call.
struct Remarks {
  llvm::StringMap<unsigned> Exact; ///< name of an operator -> bits of its remarks
  std::vector<std::pair<llvm::StringRef, unsigned>> Prefixes;

  Remarks() {
#define TORCH_OP(Name, What, Checked) add(Name, 1u << static_cast<unsigned>(Remark::What));
#include "api/OpRemarks.def"
  }
  void add(llvm::StringRef Name, unsigned Bit) {
    if (Name.consume_back("*"))
      Prefixes.emplace_back(Name, Bit);
    else
      Exact[Name] |= Bit;
  }
};

} // namespace

bool OpEffects::remarked(llvm::StringRef Name, Remark Wanted) {
  static const Remarks All;
  unsigned Bit = 1u << static_cast<unsigned>(Wanted);
  return (All.Exact.lookup(Name) & Bit) || llvm::any_of(All.Prefixes, [&](const auto &Row) {
           return (Row.second & Bit) && Name.starts_with(Row.first);
         });
}

static llvm::StringRef name(const OpCall &Op) {
  return {Op.Op->Signature.Name.data(), Op.Op->Signature.Name.size()};
}

static bool isTensorResult(const SchemaArgument &R) { return R.Type.isTensor(); }

bool OpEffects::isZero(const OpCall &Op, const flow::CallSite &Call, std::string_view Argument) const {
  int Source = Op.source(Argument);
  const Expr *E = Source >= 0 ? core(Call.operand(Source)) : nullptr;
  if (const auto *F = dyn_cast_or_null<FloatingLiteral>(E))
    return F->getValue().isZero();
  return E && integerOf(E, Context) == 0;
}

/// Whether the tensor in an operand is known to lie in memory without gaps, in order.
static bool isContiguous(const flow::OperandReader &Operands, unsigned I) {
  uint32_t Value = 0;
  const AttrSet *Set = Operands.attrs(I).find(Attr::Contiguous);
  return Set && Set->single(Value) && Value == 1;
}

/// Views that keep a contiguous tensor contiguous.
static bool keepsContiguous(llvm::StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"view", "reshape", "flatten", "unflatten", "ravel", "squeeze", "unsqueeze", "contiguous"}, true)
      .Cases({"detach", "alias", "view_as", "reshape_as", "data", "lift_fresh"}, true)
      .Default(false);
}

void OpEffects::writes(Effect &E, const OpCall &Op, const flow::CallSite &Call,
                       const flow::OperandReader &Operands) const {
  llvm::StringRef Name = name(Op);
  const Schema &S = Op.Op->Signature;
  bool Metadata = isMetadataOnly(Name);
  WriteKind Kind = writeKind(Name);
  if ((Name == "mul_" || Name == "bitwise_and_" || Name == "logical_and_") && isZero(Op, Call, "other"))
    Kind = WriteKind::Constant;
  for (unsigned I = 0; I < S.Arguments.size(); ++I) {
    const SchemaArgument &A = S.Arguments[I];
    if (Op.Sources[I] < 0 || !A.Type.isTensor())
      continue;
    flow::OperandEffect &Operand = E.operandRef(Op.Sources[I]);
    if (!A.Type.isWritten() || (A.isOut() && flow::fault(flow::Fault::OutIsNotWritten)))
      continue;
    if (Metadata) {
      Operand.Metadata = true;
      if (Op.Sources[I] == 0 && isContiguous(Operands, 0) && Name != "requires_grad_" && Name != "detach_") {
        E.SetsObjectAttrs = true; // `t_()`: the same handle, other strides
        E.ObjectAttrs = Operands.attrs(0);
        E.ObjectAttrs.set(Attr::Contiguous, AttrSet::unknown());
      }
      Operand.Reads = false;
      continue;
    }
    Operand.Writes = Kind;
    // What is overwritten is not read. In-place arithmetic reads, an out argument does not.
    Operand.Reads = !A.isOut() && Kind == WriteKind::Data && Name != "copy_";
  }
  bool RunningStatistics = Name.contains("batch_norm") || Name == "instance_norm";
  // 2.13.0, test/oracle/annotations.py: these three kinds never wrote them.
  RunningStatistics &= !Name.contains("backward") && !Name.contains("functional") && !Name.contains("no_training");
  if (RunningStatistics)
    for (std::string_view Statistic : {"running_mean", "running_var"})
      if (int Source = Op.source(Statistic); Source >= 0) {
        E.operandRef(Source).Writes = WriteKind::Data;
        E.operandRef(Source).MayWriteOnly = true; // in training only
      }
  if (saturatesArgument(Name) && Op.Sources[0] >= 0) {
    E.operandRef(Op.Sources[0]).Writes = WriteKind::Data;
    E.operandRef(Op.Sources[0]).MayWriteOnly = true;
  }
  if (Name == "set_" || Name == "set_data") {
    E.Rebinds = 0;
    E.RebindsTensor = true;
    for (std::string_view From : {"new_data", "source"})
      if (int I = S.argument(From); I >= 0 && S.Arguments[I].Type.isTensor())
        E.RebindFrom = Op.Sources[I];
  }
}

/// Whether two devices are the same, as far as the keys tell.
static std::optional<bool> sameDevice(uint32_t A, uint32_t B) {
  if (DeviceKey::type(A) != DeviceKey::type(B))
    return false;
  if (DeviceKey::type(A) == DeviceKey::Cpu)
    return true;
  if (DeviceKey::index(A) >= 0 && DeviceKey::index(B) >= 0)
    return DeviceKey::index(A) == DeviceKey::index(B);
  return std::nullopt;
}

AttrSet OpEffects::argument(const OpCall &Op, const flow::CallSite &Call, const flow::OperandReader &Operands,
                            std::string_view Name, Attr Which) const {
  int Source = Op.source(Name);
  return Source < 0 ? AttrSet::unset() : Values.given(Call, Operands, Source, Which);
}

/// `to`: the same dtype and device alias for sure, another one copies for sure, and everything else is open.
void OpEffects::conversion(Effect &E, const OpCall &Op, const flow::CallSite &Call,
                           const flow::OperandReader &Operands) const {
  int Self = Op.source("self");
  if (Self < 0)
    return;
  Attrs Have = Attributes::ofTensor(Operands, Self);
  bool Same = true, Other = false;
  Attrs Result;
  for (Attr Which : {Attr::Dtype, Attr::Device}) {
    AttrSet Wanted = argument(Op, Call, Operands, Which == Attr::Dtype ? "dtype" : "device", Which);
    if (int Source = Op.source("other"); Source >= 0)
      Wanted = Attributes::ofTensor(Operands, Source).get(Which);
    AttrSet Old = Have.get(Which);
    uint32_t A = 0, B = 0;
    if (Wanted == AttrSet::unset()) {
      Result.set(Which, Old);
      continue;
    }
    if (Wanted.single(A) && Old.single(B)) {
      std::optional<bool> Equal = Which == Attr::Device ? sameDevice(A, B) : std::optional<bool>(A == B);
      Same &= Equal.value_or(false);
      Other |= Equal.has_value() && !*Equal;
    } else {
      Same = false;
      // The default dtype is float, except in programs that change it.
      Other |= Which == Attr::Dtype && Operands.attrs(Self).get(Which) == AttrSet::unset() && Wanted.single(A) && !Values.isFloat(A);
    }
    if (Wanted.Unset) {
      Wanted.Unset = false;
      Wanted.join(Old);
    }
    Result.set(Which, std::move(Wanted));
  }
  if (int Copy = Op.source("copy"); Copy >= 0 && !isDefaultArgument(Call.operand(Copy))) {
    std::optional<int64_t> Value = integerOf(Call.operand(Copy), Context);
    Other |= Value && *Value != 0;
    Same &= Value && *Value == 0;
  }
  if (int Format = Op.source("memory_format"); Format >= 0 && !isDefaultArgument(Call.operand(Format)))
    Same = false;
  if (int Layout = Op.source("layout"); Layout >= 0 && Op.source("dtype") != Layout &&
                                        !isDefaultArgument(Call.operand(Layout)))
    Same = false;
  if (isContiguous(Operands, Self) && !Other)
    Result.set(Attr::Contiguous, AttrSet::of(1));
  E.ResultAttrs = std::move(Result);
  if (Other || flow::fault(flow::Fault::ToAlwaysCopies)) {
    E.Result = ResultKind::Fresh;
    E.From.clear();
    return;
  }
  E.Result = ResultKind::View;
  E.From.clear();
  E.From.push_back({static_cast<unsigned>(Self), /*May=*/!Same && !flow::fault(flow::Fault::ToNeverCopies), /*Whole=*/true, /*Converts=*/true});
}

void OpEffects::result(Effect &E, const OpCall &Op, const flow::CallSite &Call,
                       const flow::OperandReader &Operands) const {
  llvm::StringRef Name = name(Op);
  const Schema &S = Op.Op->Signature;
  E.Result = ResultKind::None;
  if (llvm::none_of(S.Returns, isTensorResult))
    return;
  if (Name == "to" || (Name == "_to_copy" && S.argument("out") < 0)) {
    conversion(E, Op, Call, Operands);
    if (Name == "_to_copy")
      E.Result = ResultKind::Fresh;
    return;
  }
  E.Result = ResultKind::Fresh;
  bool Whole = isWholeView(Name), May = mayCopy(Name), Written = false;
  llvm::SmallVector<unsigned, 4> Sources;
  for (const SchemaArgument &R : S.Returns) {
    if (!R.Type.Alias)
      continue;
    Written |= R.Type.Alias->Write;
    for (unsigned I = 0; I < S.Arguments.size(); ++I) {
      const SchemaArgument &A = S.Arguments[I];
      if (A.Type.Alias && A.Type.Alias->Before == R.Type.Alias->Before && Op.Sources[I] >= 0)
        Sources.push_back(Op.Sources[I]);
      // `Tensor(a -> *) self` with `Tensor(a)[]` as result: the list's elements are views of self.
    }
  }
  if (Written) {
    // `Tensor&` is the operand itself; a tuple of references, or a handle by value, holds what the operands hold.
    bool Reference = Call.Callee->getReturnType()->isReferenceType();
    E.Result = Reference && Sources.size() == 1 ? ResultKind::Same : ResultKind::Copy;
    for (unsigned Source : Sources)
      E.From.push_back({Source, false, true});
    if (Sources.empty())
      E.Result = ResultKind::Unknown;
    return;
  }
  if (!Sources.empty()) {
    E.Result = ResultKind::View;
    // Only strides make these copy: what lies in order is viewed.
    bool ByStrides = Name == "contiguous" || Name == "reshape" || Name == "reshape_as" || Name == "flatten" ||
                     Name == "ravel";
    int Format = Op.source("memory_format");
    ByStrides &= Format < 0 || isDefaultArgument(Call.operand(Format));
    for (unsigned Source : Sources)
      E.From.push_back({Source, May && !(ByStrides && isContiguous(Operands, Source)), Whole});
    return;
  }
  bool Every = sharesEveryArgument(Name);
  if (Every || isSilentAlias(Name)) {
    for (unsigned I = 0; I < S.Arguments.size(); ++I)
      if (S.Arguments[I].Type.isTensor() && Op.Sources[I] >= 0) {
        E.From.push_back({static_cast<unsigned>(Op.Sources[I]), /*May=*/true, Whole});
        if (!Every)
          break;
      }
    if (!E.From.empty()) // `sparse_coo_tensor(size)` has none
      E.Result = ResultKind::View;
  }
}

AttrSet OpEffects::omittedDtype(const OpCall &Op, const flow::CallSite &Call) const {
  const Schema &S = Op.Op->Signature;
  int Argument = S.argument("dtype");
  int Given = Argument >= 0 ? Op.Sources[Argument] : -1;
  if (Given >= 0 && !isDefaultArgument(Call.operand(Given)) && remarked(name(Op), Remark::DtypeIfSilent))
    return AttrSet::unset();
  if (Argument >= 0 && S.Arguments[Argument].Default)
    if (AttrSet Default = Values.dtypeInSchema(*S.Arguments[Argument].Default); !(Default == AttrSet::unset()))
      return Default;
  if (!remarked(name(Op), Remark::DtypeOfValue))
    return AttrSet::unset();
  AttrSet Result;
  for (unsigned I = 0; I < S.Arguments.size(); ++I)
    if (S.Arguments[I].Type.Base == "Scalar" && Op.Sources[I] >= 0 && !isDefaultArgument(Call.operand(Op.Sources[I])))
      Result.join(Values.dtypeOfNumbers(core(Call.operand(Op.Sources[I]))->getType()));
  // One number with a fraction is enough for the default dtype.
  return Result.Unset && !Result.Unknown ? AttrSet::unset() : Result;
}

/// dtype and device of results, where the operator says so by its kind.
void OpEffects::attributes(Effect &E, const OpCall &Op, const flow::CallSite &Call,
                           const flow::OperandReader &Operands) const {
  const Schema &S = Op.Op->Signature;
  llvm::StringRef Name = name(Op);
  bool HasDtype = S.argument("dtype") >= 0, HasDevice = S.argument("device") >= 0;
  int FirstTensor = -1;
  for (unsigned I = 0; I < S.Arguments.size() && FirstTensor < 0; ++I)
    if (S.Arguments[I].Type.isTensor() && Op.Sources[I] >= 0 && !S.Arguments[I].Type.isList())
      FirstTensor = Op.Sources[I];
  if (E.Result == ResultKind::View) {
    if (FirstTensor >= 0 && isContiguous(Operands, FirstTensor) && !keepsContiguous(Name)) {
      E.ResultAttrs = Operands.attrs(FirstTensor);
      E.ResultAttrs.set(Attr::Contiguous, AttrSet::unknown());
    }
    if (!HasDtype && Name != "view_as_real" && Name != "view_as_complex" && Name != "real" && Name != "imag")
      return; // the analysis copies the source's
    Attrs A = !E.ResultAttrs.empty() || FirstTensor < 0 ? E.ResultAttrs : Operands.attrs(FirstTensor);
    A.set(Attr::Dtype, HasDtype ? argument(Op, Call, Operands, "dtype", Attr::Dtype) : AttrSet::unknown());
    E.ResultAttrs = std::move(A);
    return;
  }
  if (E.Result != ResultKind::Fresh)
    return;
  if (HasDtype && HasDevice) { // factories, *_like and new_*
    AttrSet Dtype = argument(Op, Call, Operands, "dtype", Attr::Dtype);
    AttrSet Device = argument(Op, Call, Operands, "device", Attr::Device);
    if (Dtype == AttrSet::unset() && FirstTensor < 0)
      Dtype = omittedDtype(Op, Call);
    if (FirstTensor >= 0) {
      Attrs Like = Attributes::ofTensor(Operands, FirstTensor);
      auto Fill = [](AttrSet &Set, const AttrSet &From) {
        if (!Set.Unset)
          return;
        Set.Unset = false;
        Set.join(From);
      };
      Fill(Dtype, Like.get(Attr::Dtype));
      Fill(Device, Like.get(Attr::Device));
    }
    E.ResultAttrs.set(Attr::Dtype, std::move(Dtype));
    E.ResultAttrs.set(Attr::Device, std::move(Device));
    int Format = Op.source("memory_format");
    if (FirstTensor < 0 && S.argument("stride") < 0 && S.argument("physical_layout") < 0 &&
        (Format < 0 || isDefaultArgument(Call.operand(Format))))
      E.ResultAttrs.set(Attr::Contiguous, AttrSet::of(1));
    return;
  }
  if (FirstTensor < 0)
    return;
  E.ResultAttrs = Attributes::ofTensor(Operands, FirstTensor);
  static const llvm::StringSet<> KeepsDtype = {"clone", "relu", "index_select", "masked_select", "gather", "flip",
                                               "roll",  "repeat", "tile",        "neg",           "clamp"};
  if (!KeepsDtype.contains(Name))
    E.ResultAttrs.set(Attr::Dtype, AttrSet::unknown());
}

Effect OpEffects::effectOf(const OpCall &Op, const flow::CallSite &Call, const flow::OperandReader &Operands) const {
  const Schema &S = Op.Op->Signature;
  Effect E;
  E.Known = true;
  E.Name = Call.Callee->getDeclName().isIdentifier() ? Call.Callee->getNameAsString() : name(Op).str();
  if (Call.Callee->isOverloadedOperator())
    E.Name = getOperatorSpelling(Call.Callee->getOverloadedOperator());
  if (E.Name == "call" || E.Name == "redispatch")
    E.Name = name(Op).str();
  writes(E, Op, Call, Operands);
  result(E, Op, Call, Operands);
  if (E.ResultAttrs.empty())
    attributes(E, Op, Call, Operands);
  bool Writes = llvm::any_of(S.Arguments, [](const SchemaArgument &A) { return A.Type.isWritten(); });
  E.Pure = !Writes && !S.Returns.empty() && !isRandom(S) &&
           !remarked(name(Op), Remark::HiddenEffect);
  E.Synchronises = remarked(name(Op), Remark::Synchronises);
  // `to(kCPU)` is what `cpu()` calls.
  uint32_t Device = 0;
  if (name(Op) == "to" && argument(Op, Call, Operands, "device", Attr::Device).single(Device))
    E.Synchronises = DeviceKey::type(Device) == DeviceKey::Cpu;
  return E;
}

} // namespace torchtidy::api
