/// Calls whose results nobody takes, and what stands around them.
#pragma once

#include "api/TorchModel.h"
#include "flow/FunctionAnalysis.h"

namespace torchtidy {

/// Why the author may want the call without its result.
enum class Purpose : uint8_t {
  None,     ///< no reason in sight
  Throws,   ///< in a macro that catches what it throws: EXPECT_THROW
  Tries,    ///< in a `try` with a handler that has no use for the tensor afterwards
  Measures, ///< in a loop or lambda that does nothing else (a warm-up, a benchmark), before a synchronisation, between
            ///< readings of a clock, or as an argument of a macro
};

struct DiscardedCall {
  flow::CallSite Call;
  Purpose For = Purpose::None;
  bool OneOfMany = false; ///< an arm of `c ? a : b`, or in an instance of a generic lambda: text that is not its own
};

/// All of them in a function and its lambdas, in the order of the source. A cast to void, a comma, an operand of `&&` and
/// the last expression of `({ .. })` take a result.
std::vector<DiscardedCall> discardedCalls(const flow::FunctionAnalysis &F, const api::TorchModel &Model);

/// The tensor that an expression works on, through calls that write nothing: `x` in `x.add(1).mul(2)`. A variable, a
/// field, an element of a container; null for a new tensor and for what a function of the user returns.
const clang::Expr *namedTensor(const clang::Expr *E, const api::TorchModel &Model);

} // namespace torchtidy
