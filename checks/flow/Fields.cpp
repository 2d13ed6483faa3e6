#include "flow/Fields.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

std::vector<FieldBorrow> fieldBorrows(TuAnalysis &Analysis, const FieldDecl &Field) {
  std::vector<FieldBorrow> Out;
  if (storedOutOfSight(Analysis.context(), Field))
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
