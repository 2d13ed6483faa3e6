/// Pointers to the elements of a temporary tensor that are kept: `float *p = x.to(d).data_ptr<float>();`
#pragma once

#include "api/TorchModel.h"
#include "flow/FunctionAnalysis.h"

namespace torchtidy {

struct KeptPointer {
  const clang::Expr *Call = nullptr;      ///< the `data_ptr`
  const clang::CallExpr *Temporary = nullptr; ///< the tensor that ends with the expression
  std::string Holder;                     ///< the variable or field that keeps it; empty: it is returned
  enum class Kind : uint8_t { Pointer, Matrix, Tensor } Returned = Kind::Pointer; ///< what points there, if it is returned
  std::string Owner;                      ///< the local tensor that ends with the function, where there is no `Temporary`
  const flow::BorrowSite *Borrow = nullptr; ///< what a `Tensor` borrows there
  const clang::Stmt *Sink = nullptr;      ///< and where the pointer gets away from it
};

/// Those whose memory the temporary alone holds, at least where an operation on the way copies.
std::vector<KeptPointer> keptPointers(const flow::FunctionAnalysis &F, const api::TorchModel &Model);
/// Pointers to the elements of local tensors that are returned or stay in a field: `return t.data_ptr<float>();`. Those
/// whose memory was made in the function, and that nothing else may hold when it ends.
std::vector<KeptPointer> localPointers(const flow::FunctionAnalysis &F, const api::TorchModel &Model);

} // namespace torchtidy
