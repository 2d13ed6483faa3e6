/// Fixes for writes to the copy that an index makes.
#pragma once

#include "api/TorchModel.h"
#include "fix/Editing.h"

namespace torchtidy::fix {

/// `t.index({m}) = x` -> `t.index_put_({m}, x)`, and `t.index({m}).add_(1)` -> `t.index_put_({m}, t.index({m}).add_(1))`.
/// Write is the whole call, Target its operand that is written. Safe where a number is written and nothing depends on the
/// order of evaluation. Nothing where there is no such method, `t` is const, a view lies between the index and the
/// write, or text may not be changed.
std::optional<Proposal> writeThroughIndex(const flow::FunctionAnalysis &F, const api::TorchModel &Model,
                                          const flow::CallSite &Write, const clang::Expr &Target,
                                          const flow::CallSite &Index, const api::IndexedCopy &Copy);

} // namespace torchtidy::fix
