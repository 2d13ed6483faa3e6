#include "flow/Paths.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include <array>
#include <utility>
#include <vector>

using namespace clang;

namespace torchtidy::flow {

Paths::Paths(const CFG &Graph) : Graph(Graph) {}

/// Its end goes nowhere that the caller of the function sees.
static bool endsForGood(const CFGBlock &B, const CFGBlock &Exit) {
  if (B.hasNoReturnElement())
    return true;
  bool Leaves = llvm::any_of(B.succs(), [&](const CFGBlock *S) { return S == &Exit; });
  for (const CFGElement &E : llvm::reverse(B))
    if (auto S = E.getAs<CFGStmt>())
      return Leaves && isa<CXXThrowExpr>(S->getStmt());
  return false;
}

/// The successor of a block that is taken where the pointer is null: `if (p)`, `if (p == nullptr)`; -1 where it asks
/// something else.
static int nullSuccessor(const CFGBlock &B, const ValueDecl &Pointer) {
  const auto *Condition = dyn_cast_or_null<Expr>(B.getLastCondition());
  int Null = 1;
  while (Condition) {
    Condition = Condition->IgnoreParenImpCasts();
    if (const auto *Not = dyn_cast<UnaryOperator>(Condition); Not && Not->getOpcode() == UO_LNot) {
      Null = 1 - Null;
      Condition = Not->getSubExpr();
    } else if (const auto *Op = dyn_cast<BinaryOperator>(Condition); Op && Op->isEqualityOp()) {
      auto IsNull = [](const Expr &E) {
        return isa<CXXNullPtrLiteralExpr, GNUNullExpr, IntegerLiteral>(E.IgnoreParenImpCasts());
      };
      if (!IsNull(*Op->getRHS()) && !IsNull(*Op->getLHS()))
        return -1;
      if (Op->getOpcode() == BO_EQ)
        Null = 1 - Null;
      Condition = IsNull(*Op->getRHS()) ? Op->getLHS() : Op->getRHS();
    } else {
      break;
    }
  }
  const ValueDecl *Asked = nullptr;
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Condition))
    Asked = Ref->getDecl();
  else if (const auto *M = dyn_cast_or_null<MemberExpr>(Condition))
    Asked = M->getMemberDecl();
  bool Same = Asked && Asked->getType()->isPointerType() && Asked->getCanonicalDecl() == Pointer.getCanonicalDecl();
  return Same ? Null : -1;
}

bool Paths::avoid(llvm::ArrayRef<unsigned> Blocks, const ValueDecl *Given, bool LoopsRun) const {
  const CFGBlock &Exit = Graph.getExit();
  // A block is passed in two ways: for the first time, or from the end of a round of the loop that it begins.
  std::vector<std::array<bool, 2>> Seen(Graph.getNumBlockIDs());
  llvm::SmallVector<std::pair<const CFGBlock *, bool>, 16> Work{{&Graph.getEntry(), false}};
  for (auto It = Graph.try_blocks_begin(); It != Graph.try_blocks_end(); ++It)
    Work.push_back({*It, false});
  while (!Work.empty()) {
    auto [B, Again] = Work.pop_back_val();
    if (llvm::is_contained(Blocks, B->getBlockID()) || std::exchange(Seen[B->getBlockID()][Again], true))
      continue;
    if (B == &Exit)
      return true;
    if (endsForGood(*B, Exit))
      continue;
    const Stmt *End = B->getTerminatorStmt();
    bool Loop = isa_and_nonnull<ForStmt, WhileStmt, CXXForRangeStmt>(End) && B->succ_size() == 2 && *B->succ_begin();
    int Never = Given && B->succ_size() == 2 ? nullSuccessor(*B, *Given) : -1;
    int I = 0;
    for (const CFGBlock *Next : B->succs()) {
      bool Skips = (Loop && LoopsRun && !Again && I == 1) || I == Never;
      ++I;
      if (Next && !Skips)
        Work.push_back({Next, B->getLoopTarget() != nullptr});
    }
  }
  return false;
}

OnPaths Paths::through(llvm::ArrayRef<unsigned> Blocks, const ValueDecl *Given) const {
  if (!avoid(Blocks, Given, /*LoopsRun=*/false))
    return OnPaths::Every;
  return avoid(Blocks, Given, /*LoopsRun=*/true) ? OnPaths::Some : OnPaths::UnlessEmpty;
}

} // namespace torchtidy::flow
