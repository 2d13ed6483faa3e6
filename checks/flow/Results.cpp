// What a call yields, by the kind of its result.
#include "flow/Fault.h"
#include "flow/FunctionAnalysis.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

Evaluated FunctionAnalysis::viewResult(const Effect &Eff, llvm::ArrayRef<Evaluated> Ops) {
  if (fault(Fault::LostAlias))
    return {withOrigin({OriginKind::Fresh}), {}};
  Value Out;
  bool May = false;
  for (const ViewOf &From : Eff.From) {
    if (From.Operand >= Ops.size() || Ops[From.Operand].V == Bottom)
      continue;
    const Value &Source = Values[Ops[From.Operand].V];
    for (OriginRef R : Source.Origins) {
      R.ViewMay |= From.May;
      R.LayoutMay |= From.May && !From.Converts;
      R.Part |= !From.Whole;
      Out.add(R);
    }
    May |= From.May;
    if (Eff.ResultAttrs.empty())
      Out.Attributes = Source.Attributes;
  }
  if (May) {
    OriginRef Fresh;
    Fresh.Origin = originId({OriginKind::Fresh});
    Fresh.ViewMay = true;
    Out.add(Fresh);
  }
  if (!Eff.ResultAttrs.empty())
    Out.Attributes = Eff.ResultAttrs;
  return {Values.intern(std::move(Out)), {}};
}

Evaluated FunctionAnalysis::borrowResult(const CallSite &Call, const Effect &Eff, llvm::ArrayRef<Evaluated> Ops) {
  unsigned Data = Eff.From.empty() ? 0 : Eff.From.front().Operand;
  auto [It, New] = BorrowIndex.try_emplace({Call.Site, nullptr}, Borrows.size());
  if (New)
    Borrows.emplace_back();
  BorrowSite &B = Borrows[It->second];
  B.Call = Call.Site;
  B.Callee = Call.Callee;
  B.Name = Eff.Name;
  B.Traits = Eff.Borrow;
  B.Data = Call.operand(Data);
  B.Sizes = Eff.Borrow.Sizes >= 0 ? Call.operand(Eff.Borrow.Sizes) : nullptr;
  B.Options = Eff.Borrow.Options >= 0 ? Call.operand(Eff.Borrow.Options) : nullptr;
  if (const CallExpr *Builder = Eff.Borrow.Builder; Builder && Builder->getNumArgs() >= 2) {
    B.Data = Builder->getArg(0);
    B.Sizes = Builder->getArg(1);
    B.Options = Eff.Borrow.BuilderOptions;
  }
  bool Const = false;
  B.Called |= !Deferred;
  // A lambda that is called here is looked at for unknown callers too: that says nothing of the calls that there are.
  if (Data < Ops.size() && Ops[Data].V != Bottom && !(Deferred && B.Called)) {
    Value Pointer = Values[Ops[Data].V];
    if (Eff.Borrow.ObjectMemory) { // the object is the buffer
      Pointer.Memory.clear();
      for (PlaceId P : Ops[Data].Places) {
        MemoryRef R;
        R.Target = P;
        Pointer.add(R);
      }
    }
    for (const MemoryRef &R : Pointer.Memory)
      Const |= R.Const;
    for (const OriginRef &R : Pointer.Origins)
      Const |= R.Const;
    ValueId Joined = Values.join(Values.intern(B.Pointer), Values.intern(std::move(Pointer)));
    B.Pointer = Values[Joined];
  }
  if (Recording && B.Recorded) // a lambda that runs in several states
    B.Attributes.join(Eff.ResultAttrs);
  else
    B.Attributes = Eff.ResultAttrs;
  B.Recorded |= Recording;
  if (Recording)
    for (const MemoryRef &R : B.Pointer.Memory)
      B.Escaped |= R.Target != NoPlace && raised(R.Target, PlaceFlag::Escaped);
  Origin O{OriginKind::Borrow};
  O.Borrow = It->second;
  Value V;
  OriginRef R;
  R.Origin = originId(O);
  R.Const = Const;
  V.add(R);
  V.Attributes = Eff.ResultAttrs;
  Event Ev;
  Ev.Kind = EventKind::Borrow;
  Ev.Site = Call.Site;
  Ev.Borrow = It->second;
  ValueId Id = Values.intern(std::move(V));
  Ev.Value = Id;
  emit(Ev);
  return {Id, {}};
}

Evaluated FunctionAnalysis::elementResult(const CallSite &Call, const Effect &Eff, llvm::ArrayRef<Evaluated> Ops) {
  unsigned I = Eff.From.empty() ? 0 : Eff.From.front().Operand;
  if (I >= Ops.size())
    return {unknownOf(Call.Site->getType()), {}};
  QualType T = Call.Operands[I]->getType().getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  Evaluated R;
  if (StdModel::isViewType(T) || StdModel::isSmartPointer(T)) {
    if (Ops[I].V != Bottom)
      for (const MemoryRef &M : Values[Ops[I].V].Memory)
        if (M.Target != NoPlace)
          R.Places.push_back(M.Target);
  } else {
    for (PlaceId P : Ops[I].Places)
      R.Places.push_back(Places.element(P));
  }
  if (!R.Places.empty())
    R.V = loadAll(R.Places);
  else
    R.V = Ops[I].V == Bottom ? unknownOf(Call.Site->getType()) : Ops[I].V;
  // `it->x`, `sp->x`: the arrow operator yields a pointer to the element.
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call.Site); Op && Op->getOperator() == OO_Arrow && !R.Places.empty())
    return {pointerTo(R.Places), {}};
  // find() and its like yield an iterator, which points to the element.
  if (!Call.Site->isGLValue() && StdModel::isViewType(Call.Site->getType()) && !R.Places.empty())
    return {pointerTo(R.Places), {}};
  return R;
}

Evaluated FunctionAnalysis::resultOf(const CallSite &Call, const Effect &Eff, llvm::ArrayRef<Evaluated> Ops) {
  QualType T = Call.Site->getType();
  unsigned First = Eff.From.empty() ? 0 : Eff.From.front().Operand;
  auto WithAttrs = [&](Evaluated R) {
    if (Eff.ResultAttrs.empty())
      return R;
    Value V = R.V == Bottom ? Value() : Values[R.V];
    V.Attributes = Eff.ResultAttrs;
    R.V = Values.intern(std::move(V));
    return R;
  };
  switch (Eff.Result) {
  case ResultKind::None:
    return WithAttrs({});
  case ResultKind::Unknown:
    if (Recording && Tu.holdsHandle(T))
      Tu.countUnknown(Eff.Name);
    return WithAttrs({unknownOf(T), {}});
  case ResultKind::Fresh:
    return WithAttrs({withOrigin({OriginKind::Fresh}), {}});
  case ResultKind::View:
    return viewResult(Eff, Ops);
  case ResultKind::Borrow:
    return borrowResult(Call, Eff, Ops);
  case ResultKind::Same:
    if (First < Ops.size())
      return WithAttrs(Ops[First]);
    return WithAttrs({unknownOf(T), {}});
  case ResultKind::Element:
    return WithAttrs(elementResult(Call, Eff, Ops));
  case ResultKind::Copy: {
    Value Sum;
    for (const ViewOf &From : Eff.From)
      if (From.Operand < Ops.size() && Ops[From.Operand].V != Bottom) {
        Value Part = Values[Ops[From.Operand].V];
        if (From.May)
          for (OriginRef &R : Part.Origins)
            R.PathMay = true;
        Sum.merge(Part);
      }
    QualType Made = T.getNonReferenceType();
    bool Handle = Tu.api().isHandle(Made.getUnqualifiedType());
    if (Handle && Sum.Origins.size() > 1)
      Sum.weaken(); // one of them
    if (Handle && Sum.Origins.empty() && !isa<CXXConstructExpr>(Call.Site))
      return WithAttrs({unknownOf(Made), {}});
    return WithAttrs({filter(Values.intern(std::move(Sum)), Made), {}});
  }
  case ResultKind::Slots:
    return slotsResult(Call, Eff, Ops);
  case ResultKind::Slot:
    if (First < Ops.size())
      return WithAttrs(slotOf(Ops[First], Call.operand(First)->getType(), Eff.Slot));
    return WithAttrs({unknownOf(T), {}});
  case ResultKind::Address: {
    Value V;
    for (const ViewOf &From : Eff.From)
      if (From.Operand < Ops.size())
        for (PlaceId P : Ops[From.Operand].Places) {
          MemoryRef R;
          R.Target = P;
          V.add(R);
        }
    return WithAttrs({Values.intern(std::move(V)), {}});
  }
  case ResultKind::Pointer: {
    Value V;
    if (First < Ops.size() && Ops[First].V != Bottom)
      for (const OriginRef &R : Values[Ops[First].V].Origins)
        V.add(R);
    if (First < Ops.size() && Ops[First].V != Bottom) // where the elements lie
      if (const AttrSet *Device = Values[Ops[First].V].Attributes.find(Attr::Device))
        V.Attributes.set(Attr::Device, *Device);
    return WithAttrs({Values.intern(std::move(V)), {}});
  }
  case ResultKind::Memory: {
    if (First >= Ops.size())
      return WithAttrs({unknownOf(T), {}});
    QualType Object = Call.Operands[First]->getType().getNonReferenceType();
    bool View = StdModel::isViewType(Object);
    llvm::SmallVector<PlaceId, 1> Targets;
    for (PlaceId P : Ops[First].Places)
      if (!View)
        Targets.push_back(Places.element(P));
    if (!Targets.empty()) {
      ValueId V = pointerTo(Targets);
      return WithAttrs({V, {}});
    }
    return WithAttrs({View ? Ops[First].V : unknownOf(T), {}});
  }
  case ResultKind::Allocation: {
    PlaceId P = allocate(*Call.Site);
    for (const ViewOf &From : Eff.From)
      if (From.Operand < Ops.size())
        mergeInto(P, Ops[From.Operand].V);
    return WithAttrs({pointerTo({P}), {}});
  }
  }
  return {};
}

} // namespace torchtidy::flow
