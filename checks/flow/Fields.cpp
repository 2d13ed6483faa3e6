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

/// The field that the place is, or an element of.
static const ValueDecl *fieldOf(const PlaceTable &Places, PlaceId P) {
  while (P != NoPlace && Places[P].Kind == PlaceKind::Element)
    P = Places[P].Parent;
  return P == NoPlace ? nullptr : Places.decl(P);
}

std::vector<FieldMemory> fieldMemory(TuAnalysis &Analysis, const FieldDecl &Field) {
  std::vector<FieldMemory> Out;
  if (storedOutOfSight(Analysis.context(), Field))
    return {};
  for (const FunctionAnalysis *F : Analysis.functions())
    for (const auto &Events : F->events())
      for (const Event &E : Events) {
        if (E.Kind != EventKind::Bind || E.Value == Bottom || E.Place == NoPlace ||
            fieldOf(F->places(), E.Place) != Field.getCanonicalDecl())
          continue;
        const Value &V = F->values()[E.Value];
        if (!V.Origins.empty())
          return {};
        for (const MemoryRef &R : V.Memory) {
          if (R.Target == NoPlace || F->places()[F->places().root(R.Target)].Kind != PlaceKind::Allocation)
            return {};
          Out.push_back({F, F->places().root(R.Target)});
        }
      }
  return Out;
}

} // namespace torchtidy::flow
