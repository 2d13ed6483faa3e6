#include "BackgroundCopies.h"
#include "flow/Query.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

/// Memory that the device reads by itself: pageable memory is copied before `to` returns.
static bool isPinned(const FunctionAnalysis &F, const BorrowSite &Site, PlaceId Root, const api::TorchModel &Model) {
  uint32_t Claimed = 0;
  if (const AttrSet *Pinned = Site.Attributes.find(Attr::Pinned); Pinned && Pinned->single(Claimed) && Claimed)
    return true;
  const auto *Made = F.places()[Root].Kind == PlaceKind::Allocation ? dyn_cast<CallExpr>(F.places().expr(Root)) : nullptr;
  return Made && Made->getDirectCallee() && Model.allocates(*Made->getDirectCallee()) == api::MemorySpace::Either;
}

/// Where the memory is freed after the copy, on a path without a wait.
static const Stmt *endAfter(const FunctionAnalysis &F, const Expr &Copy, PlaceId Root) {
  const Stmt *Ends = nullptr;
  Query Q(F);
  for (unsigned B = 0; B < F.events().size(); ++B)
    for (unsigned I = 0; I < F.events()[B].size(); ++I)
      if (const Event &Use = F.events()[B][I]; Use.Kind == EventKind::Use && Use.Site == &Copy)
        Q.after({B, I}, NoPlace, [&](const Event &E, EventPos) {
          if (E.Kind == EventKind::Free && E.Place == Root && !Ends)
            Ends = E.Site;
          return E.Kind == EventKind::Wait || Ends;
        });
  return Ends;
}

std::vector<BackgroundCopy> backgroundCopies(const FunctionAnalysis &F, const api::TorchModel &Model) {
  std::vector<BackgroundCopy> Out;
  for (const CallFact &Fact : F.calls()) {
    std::optional<CallSite> Site = CallSite::of(*Fact.Site);
    if (!Site || Fact.Operands.empty() || Fact.Operands[0] == Bottom || !Model.copiesInBackground(*Site))
      continue;
    for (const OriginRef &R : F.values()[Fact.Operands[0]].Origins) {
      const Origin &O = F.origin(R.Origin);
      if (O.Kind != OriginKind::Borrow || !R.must())
        continue;
      const BorrowSite &Borrow = F.borrows()[O.Borrow];
      if (Borrow.Pointer.Memory.size() != 1 || Borrow.Pointer.Memory[0].Target == NoPlace)
        continue;
      PlaceId Root = F.places().root(Borrow.Pointer.Memory[0].Target);
      if (const Stmt *Ends = isPinned(F, Borrow, Root, Model) ? endAfter(F, *Fact.Site, Root) : nullptr)
        Out.push_back({Fact.Site, Ends, O.Borrow});
    }
  }
  return Out;
}

} // namespace torchtidy
