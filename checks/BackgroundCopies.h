/// Copies to a device that run on while their pinned source ends: `t.to(torch::kCUDA, /*non_blocking=*/true)`.
#pragma once

#include "api/TorchModel.h"
#include "flow/FunctionAnalysis.h"

namespace torchtidy {

struct BackgroundCopy {
  const clang::Expr *Copy = nullptr; ///< the `to`
  const clang::Stmt *Ends = nullptr; ///< what frees the memory
  unsigned Borrow = 0;
};

/// Copies from borrowed pinned memory that is freed on a path on which nothing waits for the device before.
std::vector<BackgroundCopy> backgroundCopies(const flow::FunctionAnalysis &F, const api::TorchModel &Model);

} // namespace torchtidy
