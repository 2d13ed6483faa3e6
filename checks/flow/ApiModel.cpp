#include "flow/ApiModel.h"

using namespace clang;

namespace torchtidy::flow {

std::optional<CallSite> CallSite::of(const Expr &E) {
  CallSite Site;
  Site.Site = &E;
  if (const auto *C = dyn_cast<CXXConstructExpr>(&E)) {
    Site.Callee = C->getConstructor();
    Site.Operands.append(C->arg_begin(), C->arg_end());
    return Site;
  }
  const auto *Call = dyn_cast<CallExpr>(&E);
  if (!Call)
    return std::nullopt;
  Site.Callee = Call->getDirectCallee();
  if (!Site.Callee)
    return std::nullopt;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(Call)) {
    if (const Expr *Object = M->getImplicitObjectArgument()) {
      Site.Operands.push_back(Object);
      Site.HasObject = true;
    }
  } else if (isa<CXXOperatorCallExpr>(Call)) {
    const auto *M = dyn_cast<CXXMethodDecl>(Site.Callee);
    Site.HasObject = M && M->isImplicitObjectMemberFunction();
  }
  Site.Operands.append(Call->arg_begin(), Call->arg_end());
  // A static operator() is called with its object as first argument all the same.
  return Site;
}

const ParmVarDecl *CallSite::parameter(unsigned I) const {
  if (HasObject) {
    if (I == 0)
      return nullptr;
    --I;
  }
  return I < Callee->getNumParams() ? Callee->getParamDecl(I) : nullptr;
}

} // namespace torchtidy::flow
