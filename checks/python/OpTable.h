/// What libtorch's operators do, by name: in Python nothing more is known of a call.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace torchtidy::python {

/// What an operator does to its first argument (for a method: the tensor itself).
enum class OpKind {
  Unknown,  ///< no operator, or none that takes a tensor first
  Pure,     ///< computes something new
  View,     ///< the result shares its memory
  MayView,  ///< shares it if there is nothing to do (`to`, `contiguous`, `reshape`)
  Metadata, ///< changes shape, strides or flags of the tensor, not its elements; returns the tensor
  Write,    ///< writes its elements; returns the tensor
};

struct OpInfo {
  OpKind Kind = OpKind::Unknown;
  bool HasOut = false;          ///< takes `out=`
  bool ReturnsTensor = false;   ///< whatever the overload
  bool ReturnsTensors = false;  ///< a list or tuple of tensors
  bool ReturnsNothing = false;
  bool Random = false;          ///< takes numbers from a generator
  bool Whole = false;           ///< a view of all elements
};

/// By the name of a method of torch.Tensor or of a function in torch: "zero_", "transpose", "to".
OpInfo operatorOf(llvm::StringRef Name);
void forEachOperator(llvm::function_ref<void(llvm::StringRef Name, const OpInfo &)> Do);

} // namespace torchtidy::python
