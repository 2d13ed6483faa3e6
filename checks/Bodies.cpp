#include "Bodies.h"
#include "flow/StdModel.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy {

bool skipsBody(Decl &D, const SourceManager &SM) {
  const FunctionDecl *F = D.getAsFunction();
  if (F && flow::runsOnDeviceOnly(*F))
    return true;
  if (!SM.isInSystemHeader(SM.getExpansionLoc(D.getLocation())))
    return false;
  if (F && F->getDeclName().isIdentifier() && F->getName().starts_with("parallel_"))
    return false;
  return !(flow::StdModel::isStd(D) && (D.isTemplated() || (F && F->isTemplated())));
}

} // namespace torchtidy
