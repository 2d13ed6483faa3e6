#include "Story.h"
#include "clang/Basic/SourceManager.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

std::string quoted(llvm::StringRef Text) { return ("'" + Text + "'").str(); }

std::string handleName(const Expr *Target) {
  if (!Target)
    return {};
  const Expr *Core = Target->IgnoreParenImpCasts();
  while (true) {
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Core); Op && Op->getOperator() == OO_Call)
      return {}; // what a callable yields has no name
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Core); Op && Op->getNumArgs() > 0)
      Core = Op->getArg(0)->IgnoreParenImpCasts();
    else if (const auto *Call = dyn_cast<CallExpr>(Core); Call && isa<CXXMemberCallExpr>(Call))
      Core = cast<CXXMemberCallExpr>(Call)->getImplicitObjectArgument()->IgnoreParenImpCasts();
    else if (const auto *Call = dyn_cast<CallExpr>(Core); Call && Call->getNumArgs() == 1)
      Core = Call->getArg(0)->IgnoreParenImpCasts();
    else if (const auto *Sub = dyn_cast<ArraySubscriptExpr>(Core))
      Core = Sub->getBase()->IgnoreParenImpCasts();
    else if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(Core))
      Core = T->getSubExpr()->IgnoreParenImpCasts();
    else if (const auto *C = dyn_cast<CXXConstructExpr>(Core); C && C->getNumArgs() == 1)
      Core = C->getArg(0)->IgnoreParenImpCasts();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Core))
      Core = B->getSubExpr()->IgnoreParenImpCasts();
    else
      break;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Core); Ref && isa<VarDecl, BindingDecl>(Ref->getDecl()))
    return Ref->getDecl()->getNameAsString();
  if (const auto *M = dyn_cast<MemberExpr>(Core))
    return M->getMemberDecl()->getNameAsString();
  return {};
}

std::vector<StoryNote> storyOf(const FunctionAnalysis &F, const WriteFact &Write, unsigned Borrow) {
  std::vector<StoryNote> Notes;
  auto Tell = [&](SourceLocation At, const llvm::Twine &Text) { Notes.push_back({At, Text.str()}); };
  Query Q(F);
  const BorrowSite &Site = F.borrows()[Borrow];
  BufferInfo Buffer = Q.buffer(Site);
  const SourceManager &SM = F.tu().context().getSourceManager();
  auto Inside = [&](const Stmt &Inner, const Expr &Outer) {
    return SM.isPointWithin(SM.getExpansionLoc(Inner.getBeginLoc()), SM.getExpansionLoc(Outer.getBeginLoc()),
                            SM.getExpansionLoc(Outer.getEndLoc()));
  };
  auto Aliases = Q.aliases(Write, Borrow);
  const Expr &Made = Site.Via ? *Site.Via : *Site.Call;
  if (!Inside(Made, *Write.Site)) {
    std::string First = Aliases.empty() ? Site.Name : F.places().name(Aliases.front()->Place);
    if (Buffer.Name.empty())
      Tell(Made.getExprLoc(), "'" + First + "' borrows it here");
    else
      Tell(Made.getExprLoc(), "'" + First + "' borrows the memory of '" + Buffer.Name + "' here");
  }
  if (Site.Via)
    Tell(Site.Call->getExprLoc(), "by this '" + Site.Name + "'");
  std::string Handle = handleName(Write.Target);
  for (size_t I = 1; I < Aliases.size(); ++I)
    if (F.places().name(Aliases[I]->Place) == Handle && F.places().name(Aliases.front()->Place) != Handle) {
      Tell(Aliases[I]->Site->getBeginLoc(), "'" + Handle + "' shares it from here on");
      break;
    }
  if (Write.Inside)
    Tell(Write.Inside->getExprLoc(), "'" + Write.InsideName + "' writes it here");
  if (!Buffer.Name.empty())
    for (const Stmt *Read : Q.readsAfter(Write, Borrow, 2))
      Tell(Read->getBeginLoc(), "'" + Buffer.Name + "' is used here and has the new values");
  return Notes;
}

} // namespace torchtidy
