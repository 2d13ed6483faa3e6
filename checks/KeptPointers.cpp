#include "KeptPointers.h"
#include "api/OpenCv.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "flow/Initialisers.h"
#include "flow/StdModel.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

namespace {

/// Whether a variable is named again behind a place.
class Uses : public RecursiveASTVisitor<Uses> {
public:
  Uses(const VarDecl &Var, SourceLocation After, const SourceManager &SM) : Var(Var), After(After), SM(SM) {}
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    Found |= Ref->getDecl()->getCanonicalDecl() == Var.getCanonicalDecl() &&
             SM.isBeforeInTranslationUnit(After, Ref->getLocation());
    return !Found;
  }
  bool shouldVisitLambdaBody() const { return true; }
  bool Found = false;

private:
  const VarDecl &Var;
  SourceLocation After;
  const SourceManager &SM;
};

class Finder {
public:
  explicit Finder(const FunctionAnalysis &F) : F(F), Parents(parentsIn(F.function())) {}

  static const CallExpr *resultOf(const Expr &E) {
    const Expr *Inner = E.IgnoreImplicit();
    while (const auto *Paren = dyn_cast<ParenExpr>(Inner))
      Inner = Paren->getSubExpr()->IgnoreImplicit();
    return dyn_cast<CallExpr>(Inner);
  }
  /// The temporary that a method is called on; null where the tensor lives on.
  static const CallExpr *temporaryOf(const CXXMemberCallExpr &Call) {
    return temporaryIn(Call.getImplicitObjectArgument());
  }
  static const CallExpr *temporaryIn(const Expr *E) {
    while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(E))
      E = isa<ParenExpr>(E) ? cast<ParenExpr>(E)->getSubExpr() : cast<ImplicitCastExpr>(E)->getSubExpr();
    const auto *Made = dyn_cast_or_null<MaterializeTemporaryExpr>(E);
    if (!Made || Made->getExtendingDecl() || Made->getStorageDuration() != SD_FullExpression)
      return nullptr;
    return resultOf(*Made->getSubExpr());
  }

  /// Who keeps the pointer; nothing where it is used up within its expression.
  std::optional<std::string> keeper(const Expr &Call) const {
    const Stmt *Below = &Call;
    for (const Stmt *S = Parents->getParent(&Call); S; Below = S, S = Parents->getParent(S)) {
      if (const auto *Choice = dyn_cast<ConditionalOperator>(S); Choice && Choice->getCond() != Below)
        continue;
      if (const auto *Cast = dyn_cast<CastExpr>(S); isa<ParenExpr, FullExpr>(S) || (Cast && isPointer(Cast->getType())))
        continue;
      if (const auto *Op = dyn_cast<BinaryOperator>(S)) {
        if (Op->isAdditiveOp() && isPointer(Op->getType()))
          continue;
        return Op->getOpcode() == BO_Assign && Op->getRHS() == Below ? target(*Op->getLHS()) : std::nullopt;
      }
      if (const auto *Made = dyn_cast<CXXConstructExpr>(S);
          Made && (StdModel::isViewType(Made->getType()) || api::isMatrix(Made->getType())))
        continue; // a span or a matrix over the elements, or a copy of one
      if (isa<MaterializeTemporaryExpr, CXXBindTemporaryExpr>(S) || isBorrowOf(*S, *Below))
        continue;
      if (const auto *Declared = dyn_cast<DeclStmt>(S))
        return declared(*Declared, *Below);
      if (isa<ReturnStmt>(S))
        return std::string();
      return std::nullopt;
    }
    return std::nullopt;
  }

private:
  static bool isPointer(QualType T) { return T->isPointerType() || StdModel::isViewType(T); }
  bool keeps(QualType T) const { return isPointer(T) || api::isMatrix(T) || F.tu().api().isHandle(T.getUnqualifiedType()); }
  /// `from_blob(x.clone().data_ptr(), ..)`: the tensor keeps the pointer on.
  bool isBorrowOf(const Stmt &Call, const Stmt &Data) const {
    return llvm::any_of(F.borrows(), [&](const BorrowSite &Site) {
      return Site.Call == &Call && isa<CallExpr>(Call) && cast<CallExpr>(Call).getNumArgs() > 0 &&
             cast<CallExpr>(Call).getArg(0) == &Data && !Site.Traits.Owns && !Site.Traits.Keeps;
    });
  }

  bool isUsed(const VarDecl &Var, SourceLocation After) const {
    if (!Var.hasLocalStorage())
      return true;
    Uses U(Var, After, F.tu().context().getSourceManager());
    U.TraverseStmt(F.function().getBody());
    return U.Found;
  }
  std::optional<std::string> target(const Expr &Left) const {
    const Expr *E = Left.IgnoreParenImpCasts();
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      return Member->getMemberDecl()->getNameAsString();
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!Var || !isUsed(*Var, Left.getEndLoc()))
      return std::nullopt;
    return Var->getNameAsString();
  }
  std::optional<std::string> declared(const DeclStmt &S, const Stmt &Init) const {
    for (const Decl *D : S.decls())
      if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit() == &Init && keeps(Var->getType()) &&
                                                  isUsed(*Var, Init.getEndLoc()))
        return Var->getNameAsString();
    return std::nullopt;
  }

  const FunctionAnalysis &F;
  std::unique_ptr<ParentMap> Parents;
};

/// Whether the result of a call is new memory, at least where the operation copies: nobody else holds it.
bool isOwn(const FunctionAnalysis &F, const api::TorchModel &Model, const CallExpr &Made, ValueId Held) {
  std::optional<CallSite> Site = CallSite::of(Made);
  if (!Site || !Model.isApi(*Site->Callee))
    return false; // a function of the user's may keep what it returns
  Effect Eff = Model.effectOf(*Site);
  if (Eff.Known && Eff.Result == ResultKind::Fresh)
    return true;
  if (!Eff.Known || Eff.Result != ResultKind::View)
    return false;
  bool MayCopy = llvm::any_of(Eff.From, [](const ViewOf &From) { return From.May; });
  // A view of a temporary is as good as that.
  if (!MayCopy)
    if (const CallExpr *Inner = Site->HasObject || isa<CXXOperatorCallExpr>(Made) ? Finder::temporaryIn(Site->operand(0)) : nullptr)
      return isOwn(F, Model, *Inner, Held);
  // The flow knows more: no copy of what has the dtype already, no other tensor behind it.
  return MayCopy && llvm::any_of(F.values()[Held].Origins, [&](const OriginRef &R) {
           return R.ViewMay && F.origin(R.Origin).Kind == OriginKind::Fresh;
         });
}

} // namespace

std::vector<KeptPointer> keptPointers(const FunctionAnalysis &F, const api::TorchModel &Model) {
  std::vector<KeptPointer> Out;
  std::optional<Finder> Find;
  for (const CallFact &Fact : F.calls()) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(Fact.Site);
    if (!Call || !Call->getMethodDecl() || !Model.pointsToElements(*Call->getMethodDecl()) || Fact.Operands.empty() ||
        Fact.Operands[0] == Bottom)
      continue;
    const CallExpr *Temporary = Finder::temporaryOf(*Call);
    if (!Temporary || !isOwn(F, Model, *Temporary, Fact.Operands[0]))
      continue;
    if (!Find)
      Find.emplace(F);
    if (std::optional<std::string> Holder = Find->keeper(*Call))
      Out.push_back({Call, Temporary, *Holder,
                     api::isMatrix(F.function().getReturnType()) ? KeptPointer::Kind::Matrix : KeptPointer::Kind::Pointer,
                     {},
                     nullptr,
                     nullptr});
  }
  return Out;
}

} // namespace torchtidy
