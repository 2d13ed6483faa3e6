#include "fix/Editing.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "flow/TuAnalysis.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace torchtidy::fix {

using namespace flow;

bool mayEdit(const FunctionAnalysis &F, SourceRange Range) {
  if (Range.isInvalid() || Range.getBegin().isMacroID() || Range.getEnd().isMacroID())
    return false;
  // The text of a template serves all its instantiations; what holds for one of them may not hold for the next.
  const FunctionDecl &Fn = F.function();
  if (Fn.isTemplateInstantiation())
    return false;
  for (const DeclContext *C = Fn.getDeclContext(); C; C = C->getParent())
    if (isa<ClassTemplateSpecializationDecl>(C))
      return false;
  const SourceManager &SM = F.tu().context().getSourceManager();
  return SM.getFileID(Range.getBegin()) == SM.getFileID(Range.getEnd());
}

bool harmless(const Expr &E) {
  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee)
      return false;
    const auto *M = dyn_cast<CXXMethodDecl>(Callee);
    bool Asks = false;
    if (Callee->getDeclName().isIdentifier())
      Asks = llvm::StringSwitch<bool>(Callee->getName())
                 .Cases({"data", "begin", "end", "get", "size", "c_str", "data_ptr", "ptr"}, true)
                 .Cases({"front", "at", "mutable_data", "addressof", "sizes"}, true)
                 .Default(M && M->isConst());
    else
      Asks = Callee->getOverloadedOperator() == OO_Subscript || Callee->getOverloadedOperator() == OO_Star ||
             Callee->getOverloadedOperator() == OO_Arrow;
    if (!Asks)
      return false;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(&E); U && U->isIncrementDecrementOp())
    return false;
  if (const auto *B = dyn_cast<BinaryOperator>(&E); B && B->isAssignmentOp())
    return false;
  if (isa<CXXNewExpr, CXXDeleteExpr, LambdaExpr, CXXThrowExpr, StmtExpr>(E))
    return false;
  for (const Stmt *C : E.children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(C); Sub && !harmless(*Sub))
      return false;
  return true;
}

llvm::StringRef shortDtypeName(llvm::StringRef Name) {
  return llvm::StringSwitch<llvm::StringRef>(Name)
      .Case("kUInt8", "kByte")
      .Case("kInt8", "kChar")
      .Case("kInt16", "kShort")
      .Case("kInt32", "kInt")
      .Case("kInt64", "kLong")
      .Case("kFloat16", "kHalf")
      .Case("kFloat32", "kFloat")
      .Case("kFloat64", "kDouble")
      .Default(Name);
}

llvm::StringRef textBetween(SourceLocation Begin, SourceLocation End, const ASTContext &Context) {
  return Lexer::getSourceText(CharSourceRange::getCharRange(Begin, End), Context.getSourceManager(),
                              Context.getLangOpts());
}

SourceLocation behind(const Expr &E, const ASTContext &Context) {
  return Lexer::getLocForEndOfToken(E.getEndLoc(), 0, Context.getSourceManager(), Context.getLangOpts());
}

} // namespace torchtidy::fix
