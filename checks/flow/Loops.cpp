#include "flow/Loops.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace torchtidy::flow {

static bool isSkippable(const Stmt *S) { return isa_and_nonnull<ForStmt, WhileStmt, CXXForRangeStmt>(S); }

bool hasSkippableLoop(const Stmt &S) {
  llvm::SmallVector<const Stmt *, 32> Work{&S};
  while (!Work.empty()) {
    const Stmt *Now = Work.pop_back_val();
    if (!Now)
      continue;
    if (isSkippable(Now))
      return true;
    Work.append(Now->child_begin(), Now->child_end());
  }
  return false;
}

static const Expr *conditionOf(const Stmt &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return While->getCond();
  return cast<CXXForRangeStmt>(Loop).getCond();
}

LoopConditions::LoopConditions(const CFG &G, bool Look) {
  if (!Look)
    return;
  llvm::DenseSet<const Stmt *> Repeats; // the end of the body is reached
  for (const CFGBlock *B : G)
    if (const Stmt *Loop = B->getLoopTarget(); Loop && !B->pred_empty())
      Repeats.insert(Loop);
  llvm::DenseMap<const Stmt *, const Stmt *> PartOf; // `a && b` -> the loop whose condition it is in
  for (const CFGBlock *B : G) {
    const Stmt *Loop = B->getTerminatorStmt();
    if (!isSkippable(Loop) || !Repeats.contains(Loop) || B->succ_size() < 2)
      continue;
    const CFGBlock *Out = *std::next(B->succ_begin());
    if (!Out)
      continue;
    LoopOf[B] = Loop;
    Exit[Loop] = Out;
    llvm::SmallVector<const Stmt *, 8> Work{conditionOf(*Loop)};
    while (!Work.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (!S || isa<LambdaExpr>(S))
        continue;
      if (const auto *Op = dyn_cast<BinaryOperator>(S); Op && Op->isLogicalOp())
        PartOf[S] = Loop;
      Work.append(S->child_begin(), S->child_end());
    }
  }
  for (const CFGBlock *B : G)
    if (auto It = PartOf.find(B->getTerminatorStmt()); It != PartOf.end())
      LoopOf[B] = It->second;
}

bool LoopConditions::endsRound(const CFGBlock &From, const CFGBlock &To) const {
  auto It = LoopOf.find(&To);
  return It != LoopOf.end() && From.getLoopTarget() == It->second;
}

bool LoopConditions::sameCondition(const CFGBlock &A, const CFGBlock &B) const {
  auto Of = LoopOf.find(&A), Other = LoopOf.find(&B);
  return Of != LoopOf.end() && Other != LoopOf.end() && Of->second == Other->second;
}

bool LoopConditions::leaves(const CFGBlock &From, const CFGBlock &To) const {
  auto It = LoopOf.find(&From);
  return It != LoopOf.end() && Exit.lookup(It->second) == &To;
}

} // namespace torchtidy::flow
