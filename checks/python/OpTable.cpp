#include "python/OpTable.h"
#include "api/OpEffects.h"
#include "llvm/ADT/StringMap.h"

namespace torchtidy::python {

namespace {

enum Flag : unsigned {
  Writes = 1, Out = 2, Alias = 4, Random = 8, TakesTensor = 16, ReturnsTensor = 32, ReturnsTensors = 64,
  ReturnsNothing = 128
};

struct Row {
  const char *Name;
  unsigned Flags;
};

// Written by the build from libtorch's schemas.
constexpr Row Generated[] = {
#include "OpTable.inc"
};

/// Methods of torch.Tensor that are written in Python or C++ by hand and have no schema. One row each, run on torch
/// 2.13.0 and NumPy 2.4.6.
struct HandRow {
  const char *Name;
  OpKind Kind;
  bool Tensor; ///< returns a tensor
};
constexpr HandRow Hand[] = {
    {"numpy", OpKind::View, false},
    {"__array__", OpKind::View, false},
    {"cpu", OpKind::MayView, true},
    {"cuda", OpKind::MayView, true},
    {"xpu", OpKind::MayView, true},
    {"float", OpKind::MayView, true},
    {"double", OpKind::MayView, true},
    {"half", OpKind::MayView, true},
    {"bfloat16", OpKind::MayView, true},
    {"long", OpKind::MayView, true},
    {"int", OpKind::MayView, true},
    {"short", OpKind::MayView, true},
    {"char", OpKind::MayView, true},
    {"byte", OpKind::MayView, true},
    {"bool", OpKind::MayView, true},
    {"cfloat", OpKind::MayView, true},
    {"cdouble", OpKind::MayView, true},
    {"type", OpKind::MayView, false}, // without an argument: a string
    {"new", OpKind::Pure, true},
    {"new_tensor", OpKind::Pure, true},
    {"as_subclass", OpKind::View, true},
    {"data", OpKind::View, true},
    {"T", OpKind::View, true},
    {"H", OpKind::View, true},
    {"mT", OpKind::View, true},
    {"mH", OpKind::View, true},
    {"real", OpKind::View, true},
    {"share_memory_", OpKind::Metadata, true}, // moves the tensor into memory of its own
    {"requires_grad_", OpKind::Metadata, true},
    {"module_load", OpKind::Write, true},
    {"apply_", OpKind::Write, true},
    {"map_", OpKind::Write, true},
    {"map2_", OpKind::Write, true},
    {"split", OpKind::View, false},
    {"unflatten", OpKind::View, true},
    {"stft", OpKind::Pure, true},
    {"norm", OpKind::Pure, true},
    {"__iadd__", OpKind::Write, true},
    {"__isub__", OpKind::Write, true},
    {"__imul__", OpKind::Write, true},
    {"__itruediv__", OpKind::Write, true},
    {"__idiv__", OpKind::Write, true},
    {"__ifloordiv__", OpKind::Write, true},
    {"__imod__", OpKind::Write, true},
    {"__ipow__", OpKind::Write, true},
};

OpInfo read(const Row &R) {
  llvm::StringRef Name = R.Name;
  OpInfo I;
  I.HasOut = R.Flags & Out;
  I.Random = R.Flags & Random;
  I.ReturnsTensor = R.Flags & ReturnsTensor;
  I.ReturnsTensors = R.Flags & ReturnsTensors;
  I.ReturnsNothing = R.Flags & ReturnsNothing;
  I.Whole = api::OpEffects::isWholeView(Name);
  if (!(R.Flags & TakesTensor))
    return I;
  if (api::OpEffects::isMetadataOnly(Name))
    I.Kind = OpKind::Metadata;
  else if (R.Flags & Writes)
    I.Kind = OpKind::Write;
  else if (api::OpEffects::isSilentAlias(Name) || api::OpEffects::mayCopy(Name))
    I.Kind = OpKind::MayView;
  else
    I.Kind = R.Flags & Alias ? OpKind::View : OpKind::Pure;
  return I;
}

const llvm::StringMap<OpInfo> &table() {
  static const llvm::StringMap<OpInfo> Table = [] {
    llvm::StringMap<OpInfo> T;
    for (const Row &R : Generated)
      T[R.Name] = read(R);
    for (const HandRow &R : Hand) {
      OpInfo &I = T[R.Name];
      I.Kind = R.Kind;
      I.ReturnsTensor = R.Tensor;
      I.Whole |= R.Kind == OpKind::View || R.Kind == OpKind::MayView || R.Kind == OpKind::Metadata;
    }
    return T;
  }();
  return Table;
}

} // namespace

OpInfo operatorOf(llvm::StringRef Name) {
  auto It = table().find(Name);
  return It == table().end() ? OpInfo() : It->second;
}

void forEachOperator(llvm::function_ref<void(llvm::StringRef, const OpInfo &)> Do) {
  for (const auto &Row : table())
    Do(Row.first(), Row.second);
}

} // namespace torchtidy::python
