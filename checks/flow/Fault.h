/// Deliberate faults, which the tests put in to see that random programs find them (test/differential). A program that is
/// not built for this has nothing of it.
#pragma once

namespace torchtidy::flow {

enum class Fault {
  None,
  LostAlias,          ///< a view is storage of its own
  JoinIsMust,         ///< what one branch did is sure after both
  ElementReplaces,    ///< storing one element of a container forgets the others
  SummaryLosesWrites, ///< a call writes nothing
  SummaryLosesStores, ///< a call binds nothing anew
  CaptureByReference, ///< a lambda's copy of a variable is the variable
  RvalueRebinds,      ///< `t[0] = x` binds a handle
  ToAlwaysCopies,
  ToNeverCopies,
  OutIsNotWritten,
  TensorIndexIsView,
  LoopRunsOnce,
};

#ifdef TORCH_TIDY_FAULTS
inline Fault Injected = Fault::None;
inline bool fault(Fault Which) { return Injected == Which; }
#else
constexpr bool fault(Fault) { return false; }
#endif

} // namespace torchtidy::flow
