/// Threads and futures that go on where nobody waits for them.
#pragma once

#include "flow/FunctionAnalysis.h"

namespace torchtidy::flow {

struct TaskLeft {
  const CallFact *Starts = nullptr;      ///< the call that starts it, with what it takes along
  const clang::Stmt *Leaves = nullptr;   ///< where it is detached, returned, or put where it lives on
};

/// The tasks that may still run when the block of `Owner`, a local variable or parameter of `F`, ends: detached, returned,
/// or held by something outside that block, with nothing in between that might wait for them.
std::vector<TaskLeft> tasksLeftRunning(const FunctionAnalysis &F, const clang::VarDecl &Owner);

} // namespace torchtidy::flow
