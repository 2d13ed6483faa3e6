#include "flow/Fields.h"
#include "clang/Basic/SourceManager.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

/// Whether code outside this translation unit can store to the field.
static bool outOfSight(const TuAnalysis &Analysis, const FieldDecl &Field) {
  const SourceManager &SM = Analysis.context().getSourceManager();
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

std::vector<FieldBorrow> fieldBorrows(TuAnalysis &Analysis, const FieldDecl &Field) {
  std::vector<FieldBorrow> Out;
  if (outOfSight(Analysis, Field))
    return {};
  for (const FunctionAnalysis *F : Analysis.functions())
    for (const auto &Events : F->events())
      for (const Event &E : Events) {
        if (E.Place == NoPlace || F->places().decl(E.Place) != Field.getCanonicalDecl())
          continue;
        if (E.Kind != EventKind::Bind || E.Value == Bottom)
          continue;
        const Value &V = F->values()[E.Value];
        for (const OriginRef &R : V.Origins) {
          if (F->origin(R.Origin).Kind != OriginKind::Borrow)
            return {};
          unsigned Borrow = F->origin(R.Origin).Borrow;
          if (llvm::none_of(Out, [&](const FieldBorrow &B) { return B.In == F && B.Borrow == Borrow; }))
            Out.push_back({F, Borrow, R});
        }
      }
  return Out;
}

} // namespace torchtidy::flow
