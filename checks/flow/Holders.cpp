// Tuples and pairs: holders whose slots are known apart.
#include "flow/FunctionAnalysis.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

PlaceId FunctionAnalysis::slotPlace(PlaceId Holder, QualType T, unsigned Slot) {
  if (const FieldDecl *F = StdModel::pairField(T, Slot))
    return Places.field(Holder, *F);
  return Places.slot(Holder, Slot);
}

/// A slot takes an operand: as a reference, as a copy of an object, or as a value.
void FunctionAnalysis::storeSlot(PlaceId Slot, QualType T, const Evaluated &From) {
  if (T->isReferenceType())
    store(Slot, From.Places.empty() ? unknownOf(Tu.context().VoidPtrTy) : pointerTo(From.Places));
  else if (isObject(T, From))
    copyObject(Slot, From.Places.front());
  else
    store(Slot, filter(From.V, T));
}

Evaluated FunctionAnalysis::slotsResult(const CallSite &Call, const Effect &Eff, llvm::ArrayRef<Evaluated> Ops) {
  QualType T = Call.Site->getType();
  auto Types = StdModel::slotTypes(T);
  PlaceId P = Places.temporary(*Call.Site);
  store(P, Values.empty());
  for (unsigned I = 0; I < Eff.From.size() && I < Types.size(); ++I)
    if (Eff.From[I].Operand < Ops.size())
      storeSlot(slotPlace(P, T, I), Types[I], Ops[Eff.From[I].Operand]);
  return {whole(P), {P}};
}

/// What number `Slot` of a tuple holds, or refers to.
Evaluated FunctionAnalysis::slotOf(const Evaluated &Holder, QualType T, unsigned Slot) {
  auto Types = StdModel::slotTypes(T);
  Evaluated R;
  for (PlaceId P : Holder.Places) {
    PlaceId S = slotPlace(P, T, Slot);
    if (Slot >= Types.size() || !Types[Slot]->isReferenceType()) {
      R.Places.push_back(S);
      continue;
    }
    if (ValueId V = load(S); V != Bottom)
      for (const MemoryRef &M : Values[V].Memory)
        if (M.Target != NoPlace)
          R.Places.push_back(M.Target);
  }
  if (!R.Places.empty()) {
    R.V = loadAll(R.Places);
  } else if (Holder.V != Bottom) {
    Value V = Values[Holder.V];
    if (V.Origins.size() > 1)
      V.weaken();
    R.V = Values.intern(std::move(V));
  }
  return R;
}

/// `std::tie(a, b) = t`: what the slots refer to takes the slots of the other side. False when the left side is no tuple.
bool FunctionAnalysis::assignSlots(const CallSite &Call, const Evaluated &To, const Evaluated &From) {
  QualType T = Call.operand(0)->getType(), Source = Call.operand(1)->getType();
  auto Types = StdModel::slotTypes(T);
  bool SameShape = StdModel::slotTypes(Source).size() == Types.size();
  if (Types.empty() || !llvm::any_of(Types, [](QualType S) { return S->isReferenceType(); }))
    return false;
  llvm::SmallVector<Evaluated, 4> Parts;
  for (unsigned I = 0; I < Types.size(); ++I)
    Parts.push_back(slotOf(SameShape ? From : Evaluated{From.V, {}}, Source, I));
  for (unsigned I = 0; I < Types.size(); ++I)
    assign(slotOf(To, T, I).Places, filter(Parts[I].V, Types[I].getNonReferenceType()), *Call.Site);
  return true;
}

} // namespace torchtidy::flow
