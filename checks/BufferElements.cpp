#include "BufferElements.h"
#include "fix/BorrowFixes.h"
#include "flow/Lifetimes.h"
#include "flow/StdModel.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

std::string elementsWord(QualType T, const ASTContext &Context) {
  PrintingPolicy Policy(Context.getLangOpts());
  Policy.SuppressTagKeyword = true;
  // `value_type` says nothing to a reader; `int64_t` does.
  while (const auto *Alias = T->getAs<TypedefType>()) {
    if (!Alias->getDecl()->getDeclContext()->isRecord())
      return "'" + T.getUnqualifiedType().getAsString(Policy) + "' elements";
    T = Alias->desugar();
  }
  if (T->isPointerType())
    return "pointers";
  T = T.getCanonicalType().getUnqualifiedType();
  return T->isBuiltinType() ? T.getAsString(Policy) + "s" : "'" + T.getAsString(Policy) + "' elements";
}

/// `std::array<T, n>` lies in memory as its elements do; other classes of the standard library do not.
static QualType flattened(QualType T) {
  while (true) {
    const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
    if (const auto *A = T->getAsArrayTypeUnsafe())
      T = A->getElementType();
    else if (S && StdModel::isStd(*S) && S->getName() == "array")
      T = S->getTemplateArgs()[0].getAsType();
    else
      return T;
  }
}

/// What stands for a parameter in a call; null where the call is of another function.
static const Expr *argumentFor(const Expr &Call, const ValueDecl &Parameter) {
  auto Site = CallSite::of(Call);
  for (unsigned I = 0; Site && I < Site->Operands.size(); ++I)
    if (Site->parameter(I) && Site->parameter(I)->getCanonicalDecl() == Parameter.getCanonicalDecl())
      return Site->operand(I);
  return nullptr;
}

/// Whether a cast says that the elements are others than those of the buffer: then that is meant.
static bool isReinterpreted(const Expr *Pointer, const BorrowSite &Site) {
  for (unsigned Depth = 0; Pointer && Depth < 4; ++Depth) {
    Pointer = Pointer->IgnoreParenImpCasts();
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Pointer)) {
      if (!Cast->getType()->isVoidPointerType() && !isa<CXXConstCastExpr>(Cast))
        return true;
      Pointer = Cast->getSubExpr();
      continue;
    }
    const auto *Ref = dyn_cast<DeclRefExpr>(Pointer);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    Pointer = !Var ? nullptr : isa<ParmVarDecl>(Var) && Site.Via ? argumentFor(*Site.Via, *Var) : Var->getInit();
  }
  return false;
}

/// What a variable of type `void *` points to, where it surely is an element of one array or container.
static QualType behindVoid(const FunctionAnalysis &F, const BorrowSite &Site) {
  const auto *Ref = dyn_cast<DeclRefExpr>(Site.Data->IgnoreParenImpCasts());
  const auto &Memory = Site.Pointer.Memory;
  if (!Ref || !Ref->getType()->isVoidPointerType() || Memory.size() != 1 || Memory[0].Target == NoPlace || Memory[0].May ||
      F.places()[Memory[0].Target].Kind != PlaceKind::Element || isReinterpreted(Site.Data, Site))
    return QualType();
  return typeOfPlace(F.places(), Memory[0].Target);
}

QualType elementsOf(const FunctionAnalysis &F, const BorrowSite &Site) {
  QualType T = fix::elementType(*Site.Data);
  if (Site.Via && !Site.GivenByCaller && !T.isNull())
    return QualType();
  if (T.isNull())
    T = behindVoid(F, Site);
  return T.isNull() ? T : flattened(T);
}

} // namespace torchtidy
