#include "fix/IndexFixes.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::fix {

using namespace flow;

namespace {

/// Whether an expression may be evaluated again, or in another order: nothing in it writes or has another effect.
bool changesNothing(const Expr &E, const api::TorchModel &Model) {
  if (std::optional<CallSite> Call = CallSite::of(E); Call && Model.isApi(*Call->Callee)) {
    bool Makes = isa<CXXConstructExpr>(E); // a number, a slice, a list of indices
    if (!Makes && !Model.pureCall(*Call))
      return false;
    return llvm::all_of(Call->Operands, [&](const Expr *Operand) {
      return isa<CXXDefaultArgExpr>(Operand) || changesNothing(*Operand, Model);
    });
  }
  if (isa<CallExpr>(E))
    return harmless(E);
  if (!isa<DeclRefExpr, MemberExpr>(E) && !E.children().empty()) {
    for (const Stmt *Child : E.children())
      if (const auto *Sub = dyn_cast_or_null<Expr>(Child); Sub && !changesNothing(*Sub, Model))
        return false;
    const auto *U = dyn_cast<UnaryOperator>(&E);
    const auto *B = dyn_cast<BinaryOperator>(&E);
    return !(U && U->isIncrementDecrementOp()) && !(B && B->isAssignmentOp()) &&
           !isa<CXXNewExpr, CXXDeleteExpr, LambdaExpr, CXXThrowExpr, StmtExpr>(E);
  }
  return true;
}

class Rewriter {
public:
  Rewriter(const FunctionAnalysis &F, const api::TorchModel &Model, const CallSite &Write, const CallSite &Index,
           const api::IndexedCopy &Copy)
      : Context(F.tu().context()), Model(Model), Write(Write), Index(*cast<CXXMemberCallExpr>(Index.Site)), Copy(Copy),
        Member(cast<MemberExpr>(this->Index.getCallee()->IgnoreParens())) {}

  /// `= 5`, `= x`, `.zero_()`, `.fill_(5)`, `.copy_(x)`: the writer takes the value.
  std::optional<Proposal> passValue();
  /// Everything else: the copy is changed as it is now, and then written back.
  std::optional<Proposal> writeBack();

private:
  bool isNumber(const Expr &Value) const;
  Proposal proposal(llvm::StringRef Writer, bool Safe) const;

  const ASTContext &Context;
  const api::TorchModel &Model;
  const CallSite &Write;
  const CXXMemberCallExpr &Index;
  const api::IndexedCopy &Copy;
  const MemberExpr *Member;
};

Proposal Rewriter::proposal(llvm::StringRef Writer, bool Safe) const {
  Proposal P;
  P.Title = "write into the tensor itself: use '" + Writer.str() + "'";
  P.Safe = Safe;
  return P;
}

/// Passed as a number, whatever its type: an overload takes it.
bool Rewriter::isNumber(const Expr &Value) const {
  for (unsigned I = 1; I < Write.Operands.size(); ++I)
    if (Write.operand(I) == &Value)
      if (const ParmVarDecl *P = Write.parameter(I))
        return !api::isTensorType(P->getType());
  return false;
}

std::optional<Proposal> Rewriter::passValue() {
  const auto *Method = dyn_cast<CXXMethodDecl>(Write.Callee);
  bool Assigns = Method && Method->getOverloadedOperator() == OO_Equal;
  const api::OpCall *Op = Model.operatorOf(*Write.Callee);
  llvm::StringRef Name = Op ? llvm::StringRef(Op->Op->Signature.Name.data(), Op->Op->Signature.Name.size()) : "";
  bool Zero = Name == "zero_", Takes = Assigns || ((Name == "fill_" || Name == "copy_") && Write.HasObject);
  const Expr *Value = Zero ? nullptr : Write.operand(1);
  if (!Write.HasObject || !(Zero || (Takes && Value)))
    return std::nullopt;
  if (Value && (Value->getBeginLoc().isMacroID() || Value->getEndLoc().isMacroID()))
    return std::nullopt;
  for (unsigned I = 2; I < Write.Operands.size(); ++I)
    if (!isa<CXXDefaultArgExpr>(Write.operand(I)))
      return std::nullopt; // `copy_(x, /*non_blocking=*/true)`
  bool Number = Zero || isNumber(*Value);
  llvm::StringRef Writer = Number ? Copy.WritesNumber : Copy.WritesTensor;
  if (Writer.empty())
    return std::nullopt;
  // masked_fill_ takes no mask that is larger than the tensor, masked_select does.
  bool Same = Number && Copy.Name != "masked_select";
  // The value came before the index, now nobody knows: it must not matter.
  bool Ordered = !Value || changesNothing(*Value, Model);
  Proposal P = proposal(Writer, Same && Ordered);
  P.Edits.push_back(FixItHint::CreateReplacement(Member->getMemberLoc(), Writer));
  if (Zero) {
    P.Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(Index.getRParenLoc(), behind(*Write.Site, Context)), ", 0)"));
    return P;
  }
  P.Edits.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(Index.getRParenLoc(), Value->getBeginLoc()), ", "));
  if (Assigns)
    P.Edits.push_back(FixItHint::CreateInsertion(behind(*Value, Context), ")"));
  return P;
}

std::optional<Proposal> Rewriter::writeBack() {
  if (Copy.WritesTensor.empty() || !changesNothing(*Index.getImplicitObjectArgument(), Model) ||
      !llvm::all_of(Index.arguments(),
                    [&](const Expr *A) { return isa<CXXDefaultArgExpr>(A) || changesNothing(*A, Model); }))
    return std::nullopt;
  SourceLocation Name = Member->getMemberLoc(), Open = behind(*Member, Context);
  llvm::StringRef Object = textBetween(Index.getBeginLoc(), Name, Context);
  llvm::StringRef Arguments = textBetween(Open, Index.getRParenLoc(), Context);
  if (Object.empty() || Arguments.empty() || !api::isTensorType(Write.Site->getType()))
    return std::nullopt;
  Proposal P = proposal(Copy.WritesTensor, false);
  P.Edits.push_back(FixItHint::CreateInsertion(Write.Site->getBeginLoc(),
                                               (Object + Copy.WritesTensor + Arguments + ", ").str()));
  std::string End = ")";
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Write.Site)) {
    // `+= 1` keeps the dtype of what is changed, as `add_` does, and `+ 1` does not.
    const api::OpCall *Op = Model.operatorOf(*Write.Callee);
    if (!Op || Operator->getNumArgs() != 2)
      return std::nullopt;
    P.Edits.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(behind(*Operator->getArg(0), Context), Operator->getArg(1)->getBeginLoc()),
        ("." + llvm::StringRef(Op->Op->Signature.Name.data(), Op->Op->Signature.Name.size()) + "(").str()));
    End = "))";
  }
  P.Edits.push_back(FixItHint::CreateInsertion(behind(*Write.Site, Context), End));
  return P;
}

/// Whether only writes lie between the index and the last write: `t.index({m}).add_(1).mul_(2)`.
bool isDirect(const Expr &Target, const CallSite &Index, const api::TorchModel &Model) {
  const Expr *At = Target.IgnoreUnlessSpelledInSource();
  while (At != Index.Site) {
    std::optional<CallSite> Call = CallSite::of(*At);
    if (!Call || Model.effectOf(*Call).Result != ResultKind::Same)
      return false;
    At = Call->operand(0)->IgnoreUnlessSpelledInSource();
  }
  return true;
}

} // namespace

std::optional<Proposal> writeThroughIndex(const FunctionAnalysis &F, const api::TorchModel &Model,
                                          const CallSite &Write, const Expr &Target, const CallSite &Index,
                                          const api::IndexedCopy &Copy) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Index.Site);
  const auto *Member = Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens()) : nullptr;
  if (!Member || !mayEdit(F, Write.Site->getSourceRange()) || !mayEdit(F, Call->getSourceRange()) ||
      Member->getMemberLoc().isMacroID() || !isDirect(Target, Index, Model))
    return std::nullopt;
  // The overload of index_put_ for lists is no const method, other than all the rest.
  QualType Object = Call->getImplicitObjectArgument()->IgnoreParenImpCasts()->getType();
  if ((Object->isPointerType() ? Object->getPointeeType() : Object).isConstQualified() && Copy.Name == "index")
    return std::nullopt;
  // `gather(dim, index, sparse)`: the writer has another third argument.
  unsigned Given = llvm::count_if(Call->arguments(), [](const Expr *A) { return !isa<CXXDefaultArgExpr>(A); });
  if (Copy.Name == "gather" && Given != 2)
    return std::nullopt;
  Rewriter R(F, Model, Write, Index, Copy);
  if (Target.IgnoreUnlessSpelledInSource() == Index.Site)
    if (std::optional<Proposal> P = R.passValue())
      return P;
  return R.writeBack();
}

} // namespace torchtidy::fix
