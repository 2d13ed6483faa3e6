/// Which edges of a CFG leave a loop that has not run a round yet.
#pragma once

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"

namespace torchtidy::flow {

/// Whether a statement has a loop that may run no round: `for`, `while`, or one over a range, lambdas included.
bool hasSkippableLoop(const clang::Stmt &S);

/// The blocks that evaluate the conditions of such loops. A state that comes there from before the loop belongs to its
/// first round; one that comes there from the loop's end to a later one.
class LoopConditions {
public:
  /// Knows no loop where it is told not to look.
  LoopConditions(const clang::CFG &G, bool Look);

  bool contains(const clang::CFGBlock &B) const { return LoopOf.count(&B); }
  /// Whether the edge ends a round.
  bool endsRound(const clang::CFGBlock &From, const clang::CFGBlock &To) const;
  /// Whether both evaluate parts of one condition.
  bool sameCondition(const clang::CFGBlock &A, const clang::CFGBlock &B) const;
  /// Whether the edge from a block of the condition leaves the loop.
  bool leaves(const clang::CFGBlock &From, const clang::CFGBlock &To) const;

private:
  llvm::DenseMap<const clang::CFGBlock *, const clang::Stmt *> LoopOf;
  llvm::DenseMap<const clang::Stmt *, const clang::CFGBlock *> Exit;
};

} // namespace torchtidy::flow
