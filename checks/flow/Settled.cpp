#include "flow/Settled.h"
#include "clang/Basic/SourceManager.h"
#include "flow/UserCodeVisitor.h"

using namespace clang;

namespace torchtidy::flow {

namespace {

/// Finds the names that are more than read: assigned, bound to a reference that may change them, address taken.
class Changes : public UserCodeVisitor<Changes> {
public:
  Changes(const ApiModel &Api, llvm::DenseSet<const Decl *> &Out) : UserCodeVisitor(Api), Out(Out) {}
  // A parent is visited before its children: what only reads marks the names below it.
  bool VisitImplicitCastExpr(ImplicitCastExpr *Cast) {
    bool Reads = Cast->getCastKind() == CK_LValueToRValue ||
                 (Cast->isGLValue() && Cast->getType().isConstQualified());
    if (Reads)
      read(*Cast->getSubExpr());
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    if (const CXXMethodDecl *M = Call->getMethodDecl(); M && M->isConst())
      read(*Call->getImplicitObjectArgument());
    return true;
  }
  // `Net{options}`: an aggregate's fields may be made with anything.
  bool VisitInitListExpr(InitListExpr *List) {
    const InitListExpr *L = List->isSemanticForm() || !List->getSemanticForm() ? List : List->getSemanticForm();
    const auto *R = L->getType().isNull() ? nullptr : L->getType()->getAsCXXRecordDecl();
    if (!R || !R->hasDefinition())
      return true;
    unsigned I = R->getNumBases();
    for (const FieldDecl *F : R->fields()) {
      if (F->isUnnamedBitField())
        continue;
      if (I < L->getNumInits() && !isa_and_nonnull<CXXDefaultInitExpr>(L->getInit(I)))
        Out.insert(F->getCanonicalDecl());
      ++I;
    }
    return true;
  }
  bool VisitCXXParenListInitExpr(CXXParenListInitExpr *List) {
    if (const auto *R = List->getType()->getAsCXXRecordDecl())
      Out.insert(R->field_begin(), R->field_end());
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (!Reads.contains(Ref) && !Ref->getType().isConstQualified())
      Out.insert(Ref->getDecl()->getCanonicalDecl());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *Member) {
    if (!Reads.contains(Member) && !Member->getType().isConstQualified())
      Out.insert(Member->getMemberDecl()->getCanonicalDecl());
    return true;
  }

private:
  void read(const Expr &E) { Reads.insert(E.IgnoreParenImpCasts()); }

  llvm::DenseSet<const Decl *> &Out;
  llvm::DenseSet<const Expr *> Reads;
};

} // namespace

bool storedOutOfSight(const ASTContext &Context, const FieldDecl &Field) {
  const SourceManager &SM = Context.getSourceManager();
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!Class)
    return true;
  if (SM.isInMainFile(SM.getExpansionLoc(Class->getLocation())) && Field.getAccess() != AS_private)
    return false; // nobody else sees the class
  if (Field.getAccess() != AS_private || Class->hasFriends())
    return true;
  for (const CXXMethodDecl *M : Class->methods())
    if (!M->isImplicit() && !M->isDefaulted() && !M->isDeleted() && !M->hasBody())
      return true;
  return false;
}

bool Settled::isChanged(const ValueDecl &D) {
  if (!Collected) {
    Changes C(Api, Changed);
    for (Decl *Top : Context.getTraversalScope())
      C.TraverseDecl(Top);
    Collected = true;
  }
  return Changed.contains(D.getCanonicalDecl());
}

llvm::SmallVector<const Expr *, 2> Settled::initialisers(const ValueDecl &D) {
  bool Const = D.getType().isConstQualified();
  if (const auto *Var = dyn_cast<VarDecl>(&D)) {
    const Expr *Init = Var->hasGlobalStorage() ? Var->getAnyInitializer() : nullptr;
    // What other translation units see, they may change.
    bool Settles = Const || (Init && !Var->isExternallyVisible() && !isChanged(D));
    return Init && Settles ? llvm::SmallVector<const Expr *, 2>{Init} : llvm::SmallVector<const Expr *, 2>();
  }
  const auto *Field = dyn_cast<FieldDecl>(&D);
  const auto *Class = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
  if (!Class || (!Const && storedOutOfSight(Context, *Field)) || ((!Const || Class->isAggregate()) && isChanged(D)))
    return {};
  llvm::SmallVector<const Expr *, 2> Out;
  for (const CXXConstructorDecl *C : Class->ctors()) {
    if (C->isDeleted() || C->isCopyOrMoveConstructor())
      continue; // what the other object holds
    const Expr *Init = Field->getInClassInitializer();
    if (!C->isImplicit() && !C->isDefaulted()) {
      if (!C->hasBody() || C->isDelegatingConstructor())
        return {};
      for (const CXXCtorInitializer *I : C->inits())
        if (I->getMember() == Field && I->isWritten())
          Init = I->getInit();
    }
    if (!Init)
      return {};
    Out.push_back(Init);
  }
  if (Out.empty() && Field->getInClassInitializer())
    Out.push_back(Field->getInClassInitializer());
  return Out;
}

} // namespace torchtidy::flow
