#include "flow/Fields.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

const FieldDecl *fieldOf(const PlaceTable &Places, PlaceId P) {
  while (P != NoPlace && Places[P].Kind == PlaceKind::Element)
    P = Places[P].Parent;
  return P == NoPlace ? nullptr : dyn_cast_or_null<FieldDecl>(Places.decl(P));
}

/// Looks at each value that the field, or an element of it, is given, until one is refused or all are seen. \returns whether
/// all are, and none is out of sight.
static bool allStores(TuAnalysis &Analysis, const FieldDecl &Field, bool Elements,
                      llvm::function_ref<bool(const FunctionAnalysis &, const Value &)> Accepts) {
  if (storedOutOfSight(Analysis.context(), Field))
    return false;
  for (const FunctionAnalysis *F : Analysis.functions())
    for (const auto &Events : F->events())
      for (const Event &E : Events) {
        if (E.Kind != EventKind::Bind || E.Value == Bottom || E.Place == NoPlace)
          continue;
        const ValueDecl *Stored = Elements ? fieldOf(F->places(), E.Place) : F->places().decl(E.Place);
        if (Stored == Field.getCanonicalDecl() && !Accepts(*F, F->values()[E.Value]))
          return false;
      }
  return true;
}

std::vector<FieldBorrow> fieldBorrows(TuAnalysis &Analysis, const FieldDecl &Field) {
  std::vector<FieldBorrow> Out;
  bool All = allStores(Analysis, Field, /*Elements=*/false, [&](const FunctionAnalysis &F, const Value &V) {
    for (const OriginRef &R : V.Origins) {
      if (F.origin(R.Origin).Kind != OriginKind::Borrow)
        return false;
      unsigned Borrow = F.origin(R.Origin).Borrow;
      if (llvm::none_of(Out, [&](const FieldBorrow &B) { return B.In == &F && B.Borrow == Borrow; }))
        Out.push_back({&F, Borrow, R});
    }
    return true;
  });
  return All ? Out : std::vector<FieldBorrow>();
}

std::vector<FieldMemory> fieldMemory(TuAnalysis &Analysis, const FieldDecl &Field) {
  std::vector<FieldMemory> Out;
  bool All = allStores(Analysis, Field, /*Elements=*/true, [&](const FunctionAnalysis &F, const Value &V) {
    for (const MemoryRef &R : V.Memory) {
      if (R.Target == NoPlace || F.places()[F.places().root(R.Target)].Kind != PlaceKind::Allocation)
        return false;
      Out.push_back({&F, F.places().root(R.Target)});
    }
    return V.Origins.empty();
  });
  return All ? Out : std::vector<FieldMemory>();
}

} // namespace torchtidy::flow
