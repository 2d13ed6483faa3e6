/// Pointers to the elements of a temporary tensor that are kept: `float *p = x.to(d).data_ptr<float>();`
#pragma once

#include "api/TorchModel.h"
#include "flow/FunctionAnalysis.h"

namespace torchtidy {

struct KeptPointer {
  const clang::Expr *Call = nullptr;      ///< the `data_ptr`
  const clang::CallExpr *Temporary = nullptr; ///< the tensor that ends with the expression
  std::string Holder;                     ///< the variable or field that keeps it; empty: it is returned
};

/// Those whose memory the temporary alone holds, at least where an operation on the way copies.
std::vector<KeptPointer> keptPointers(const flow::FunctionAnalysis &F, const api::TorchModel &Model);

} // namespace torchtidy
