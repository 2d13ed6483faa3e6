/// Fixes for results that nobody takes.
#pragma once

#include "api/TorchModel.h"
#include "fix/Editing.h"

namespace torchtidy::fix {

/// What may have been meant by `t.op(..);`: `t = t.op(..);`, then `t.op_(..);`. Named is the tensor that the call works
/// on. Empty where `t` is const or not a variable, and where text may not be changed.
std::vector<Proposal> takeResult(const flow::FunctionAnalysis &F, const api::TorchModel &Model,
                                 const flow::CallSite &Call, const clang::Expr &Named);

} // namespace torchtidy::fix
