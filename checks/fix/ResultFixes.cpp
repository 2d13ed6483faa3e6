#include "fix/ResultFixes.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::fix {

using namespace flow;

/// A handle of the user's that may be bound anew.
static bool isAssignable(const Expr &Named) {
  QualType T = Named.getType();
  const auto *Class = T->getAsCXXRecordDecl();
  if (!Named.isLValue() || T.isConstQualified() || !Class || !api::isTensorType(T) || Class->getName() != "Tensor")
    return false;
  const auto *Ref = dyn_cast<DeclRefExpr>(&Named);
  const ValueDecl *Decl = Ref ? Ref->getDecl() : nullptr;
  if (const auto *Part = dyn_cast_or_null<BindingDecl>(Decl))
    Decl = Part->getDecomposedDecl();
  const auto *Var = dyn_cast_or_null<VarDecl>(Decl);
  // A copy of the element: the next round has another one.
  return !Var || !Var->isCXXForRangeDecl() || Var->getType()->isReferenceType();
}

std::vector<Proposal> takeResult(const FunctionAnalysis &F, const api::TorchModel &Model, const CallSite &Call,
                                 const Expr &Named) {
  std::vector<Proposal> Out;
  const ASTContext &Context = F.tu().context();
  if (!mayEdit(F, Call.Site->getSourceRange()) || !mayEdit(F, Named.getSourceRange()))
    return Out;
  std::optional<api::PureCall> Pure = Model.pureCall(Call);
  const CXXMethodDecl *Twin = Model.inPlaceTwin(Call);
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call.Site);
  std::string Text = textBetween(Named.getBeginLoc(), behind(Named, Context), Context).rtrim("->").str();
  if (Pure && Pure->GivesOneTensor && isAssignable(Named) && harmless(Named) && (!Operator || Twin)) {
    Proposal P;
    P.Title = "assign the result to '" + Text + "'";
    P.Edits.push_back(FixItHint::CreateInsertion(Call.Site->getBeginLoc(), Text + " = "));
    Out.push_back(std::move(P));
  }
  bool Direct = Call.operand(0)->IgnoreUnlessSpelledInSource() == &Named;
  QualType Object = Named.getType()->isPointerType() ? Named.getType()->getPointeeType() : Named.getType();
  if (!Twin || !Direct || Object.isConstQualified())
    return Out;
  SourceLocation At = Operator ? Operator->getOperatorLoc() : SourceLocation();
  if (const auto *Member = dyn_cast<MemberExpr>(cast<CallExpr>(Call.Site)->getCallee()->IgnoreParens()))
    At = Member->getMemberLoc();
  if (At.isInvalid() || At.isMacroID())
    return Out;
  std::string Name = Operator ? getOperatorSpelling(Twin->getOverloadedOperator()) : Twin->getNameAsString();
  Proposal P;
  P.Title = "change '" + Text + "' in place: use '" + Name + "'";
  P.Edits.push_back(FixItHint::CreateReplacement(At, Name));
  Out.push_back(std::move(P));
  return Out;
}

} // namespace torchtidy::fix
