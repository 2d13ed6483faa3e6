#include "flow/Initialisers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

using namespace clang;

namespace torchtidy::flow {

/// Nothing that the analysis follows can be in it.
static bool isPlainNumber(const Expr &Init) {
  return isa<IntegerLiteral, FloatingLiteral, CXXBoolLiteralExpr, StringLiteral, CXXNullPtrLiteralExpr>(
      Init.IgnoreParenImpCasts());
}

static const FunctionDecl *declaring(VarDecl &Variable, DeclContext &Where, ASTContext &Context) {
  QualType Type = Context.getFunctionType(Context.VoidTy, {}, FunctionProtoType::ExtProtoInfo());
  auto *F = FunctionDecl::Create(Context, &Where, Variable.getBeginLoc(), Variable.getLocation(),
                                 Variable.getDeclName(), Type, nullptr, SC_Static);
  F->setImplicit();
  // No block around it: the variable does not end with the function.
  F->setBody(new (Context) DeclStmt(DeclGroupRef(&Variable), Variable.getBeginLoc(), Variable.getEndLoc()));
  return F;
}

const FunctionDecl *asFunction(const VarDecl &Variable, ASTContext &Context) {
  const Expr *Init = Variable.getInit();
  if (!Init || !Variable.isFileVarDecl() || Init->isTypeDependent() || Init->isValueDependent() ||
      Variable.getType()->isDependentType() || isPlainNumber(*Init))
    return nullptr;
  auto &Declared = const_cast<VarDecl &>(Variable);
  return declaring(Declared, *Declared.getDeclContext(), Context);
}

const FunctionDecl *asFunction(const FieldDecl &Field, ASTContext &Context) {
  const Expr *Init = Field.getInClassInitializer();
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!Init || !Class || Class->isDependentContext() || Class->hasUserDeclaredConstructor() ||
      Init->isTypeDependent() || Init->isValueDependent() || isPlainNumber(*Init))
    return nullptr;
  auto &Where = const_cast<CXXRecordDecl &>(*Class);
  auto *Stand = VarDecl::Create(Context, &Where, Field.getBeginLoc(), Field.getLocation(), Field.getIdentifier(),
                                Field.getType(), Field.getTypeSourceInfo(), SC_Auto);
  Stand->setImplicit();
  Stand->setInit(const_cast<Expr *>(Init));
  return declaring(*Stand, Where, Context);
}

std::unique_ptr<ParentMap> parentsIn(const FunctionDecl &Function) {
  auto Parents = std::make_unique<ParentMap>(Function.getBody());
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&Function))
    for (const CXXCtorInitializer *I : C->inits()) {
      auto *Default = dyn_cast_or_null<CXXDefaultInitExpr>(I->getInit());
      Parents->addStmt(Default ? Default->getExpr() : I->getInit());
    }
  return Parents;
}

const Stmt *outward(const ParentMap &Parents, const Stmt *S) {
  const Stmt *P = Parents.getParent(S);
  while (P && isa<ImplicitCastExpr, ParenExpr, ExprWithCleanups, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(P))
    P = Parents.getParent(P);
  return P;
}

llvm::StringRef calledName(const Stmt *S) {
  const auto *Call = dyn_cast_or_null<CallExpr>(S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->getDeclName().isIdentifier() ? Callee->getName() : llvm::StringRef();
}

const CXXMemberCallExpr *methodOn(const ParentMap &Parents, const Expr &E) {
  const Stmt *Member = outward(Parents, &E);
  return isa_and_nonnull<MemberExpr>(Member) ? dyn_cast_or_null<CXXMemberCallExpr>(Parents.getParent(Member)) : nullptr;
}

} // namespace torchtidy::flow
