#include "BodyPolicy.h"
#include "Bodies.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"

using namespace clang;

namespace torchtidy {

bool BodyPolicy::shouldSkipFunctionBody(Decl *D) { return skipsBody(*D, CI.getSourceManager()); }

void BodyPolicy::HandleTranslationUnit(ASTContext &Context) {
  if (!Narrow)
    return;
  const SourceManager &SM = Context.getSourceManager();
  std::vector<Decl *> Scope;
  for (Decl *D : Context.getTranslationUnitDecl()->noload_decls())
    if (D->getLocation().isValid() && !SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
      Scope.push_back(D);
  Context.setTraversalScope(Scope);
}

} // namespace torchtidy
