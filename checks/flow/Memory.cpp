// Reading and writing places.
#include "clang/AST/DeclTemplate.h"
#include "flow/Fault.h"
#include "flow/FunctionAnalysis.h"
#include "flow/Limits.h"
#include "flow/StdModel.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

OriginId FunctionAnalysis::originId(Origin O) {
  auto [It, New] = OriginIndex.try_emplace({static_cast<unsigned>(O.Kind), {O.Borrow, O.Place}}, Origins.size());
  if (New)
    Origins.push_back(O);
  return It->second;
}

ValueId FunctionAnalysis::withOrigin(Origin O) {
  Value V;
  OriginRef R;
  R.Origin = originId(O);
  V.add(R);
  return Values.intern(std::move(V));
}

/// A value of type T about which nothing is known.
ValueId FunctionAnalysis::unknownOf(QualType T) {
  Value V;
  if (Tu.holdsHandle(T)) {
    OriginRef R;
    R.Origin = originId({OriginKind::Unknown});
    V.add(R);
  }
  if (Tu.refersToMemory(T))
    V.add(MemoryRef());
  return Values.intern(std::move(V));
}

/// The numbers that an array, a container, an iterator or a view object of numbers leads to; null for everything else.
static QualType numbersIn(QualType T) {
  if (T.isNull())
    return T;
  if (T->isArithmeticType())
    return T;
  if (const auto *A = T->getAsArrayTypeUnsafe())
    return numbersIn(A->getElementType());
  bool View = StdModel::isViewType(T), Leads = View || StdModel::isContainer(T) || StdModel::isSmartPointer(T);
  const auto *S = Leads ? dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl()) : nullptr;
  if (!S || S->getTemplateArgs().size() == 0 || S->getTemplateArgs()[0].getKind() != TemplateArgument::Type ||
      (S->getTemplateArgs().size() > 1 && S->getName().contains("map")))
    return QualType();
  QualType First = S->getTemplateArgs()[0].getAsType();
  return numbersIn(View && First->isPointerType() ? First->getPointeeType() : First); // a vector's iterator is of `T *`
}

QualType FunctionAnalysis::typeOf(PlaceId P) const {
  if (const ValueDecl *D = Places.decl(P))
    return D->getType().getNonReferenceType();
  if (Places[P].Kind == PlaceKind::Pointee) {
    QualType T = typeOf(Places[P].Parent);
    if (!T.isNull() && T->isPointerType())
      return T->getPointeeType();
    return numbersIn(T);
  }
  if (Places[P].Kind == PlaceKind::Element)
    return numbersIn(typeOf(Places[P].Parent));
  if (Places[P].Kind == PlaceKind::Slot) {
    auto Types = StdModel::slotTypes(typeOf(Places[P].Parent));
    return Places[P].Extra < Types.size() ? Types[Places[P].Extra].getNonReferenceType() : QualType();
  }
  if (const Expr *E = Places.expr(P))
    if (Places[P].Kind == PlaceKind::Temporary)
      return E->getType();
  return QualType();
}

/// What a place held when the function began.
ValueId FunctionAnalysis::initial(PlaceId P) {
  QualType T = typeOf(P);
  bool Typed = !T.isNull();
  Value V;
  if (!Typed || Tu.holdsHandle(T)) {
    Origin O{OriginKind::Param};
    O.Place = P;
    OriginRef R;
    R.Origin = originId(O);
    V.add(R);
  }
  if (!Typed || Tu.refersToMemory(T)) {
    MemoryRef R;
    R.Target = Places.pointee(P);
    V.add(R);
  }
  if (Typed && Tu.api().carriesAttrs(T.getUnqualifiedType())) {
    V.Attributes = settledAttributes(P);
    if (V.empty())
      return Values.unknownAttributes();
  }
  return Values.intern(std::move(V));
}

/// What is known of a variable or field that keeps what it was made with: all that makes it agrees.
Attrs FunctionAnalysis::settledAttributes(PlaceId P) {
  const ValueDecl *D = Places.decl(P);
  std::optional<Attrs> Sum;
  for (const Expr *Init : D ? Tu.settled().initialisers(*D) : llvm::SmallVector<const Expr *, 2>()) {
    ValueId V = attributesOf(*Init, evaluate(*Init).V);
    if (V == Bottom)
      return {};
    if (Sum)
      Sum->join(Values[V].Attributes);
    else
      Sum = Values[V].Attributes;
  }
  return Sum.value_or(Attrs());
}

ValueId FunctionAnalysis::loadIn(const State &S, PlaceId P) {
  if (P == NoPlace)
    return Bottom;
  const Place Here = Places[P];
  if (ValueId V = S.get(P); V != Bottom) {
    if (Values[V].Origins.size() < 2 || !weakPlace(P))
      return V;
    Value One = Values[V]; // an element is one of those that the container holds
    One.weaken();
    return Values.intern(std::move(One));
  }
  switch (Here.Kind) {
  case PlaceKind::Flag:
    return Bottom;
  case PlaceKind::Variable: {
    const auto *Var = dyn_cast<VarDecl>(Places.decl(P));
    if (Var && Var->hasLocalStorage() && !isa<ParmVarDecl>(Var) && Var->getDeclContext() == &Function)
      return Bottom; // not declared yet on this path
    return initial(P);
  }
  case PlaceKind::This:
  case PlaceKind::Pointee:
    return initial(P);
  case PlaceKind::Field:
  case PlaceKind::Element:
  case PlaceKind::Slot: {
    // The nearest ancestor that was assigned as a whole holds this part too.
    for (PlaceId Up = Here.Parent; Up != NoPlace; Up = Places[Up].Parent) {
      ValueId V = S.get(Up);
      if (V == Bottom)
        continue;
      Value Part = Values[V];
      bool Several = Part.Origins.size() > 1;
      if (Several)
        Part.weaken();
      Part.Attributes = Several ? Attrs() : Part.Attributes;
      return Values.intern(std::move(Part));
    }
    PlaceId Root = Places.root(P);
    ValueId R = loadIn(S, Root);
    if (R == Bottom || Places[Root].Kind == PlaceKind::Allocation || Places[Root].Kind == PlaceKind::Temporary ||
        Places[Root].Kind == PlaceKind::Return)
      return Values.empty();
    return initial(P);
  }
  default:
    return Bottom;
  }
}

ValueId FunctionAnalysis::load(PlaceId P) { return loadIn(Cur, P); }

/// The value of an object with all that its parts hold.
ValueId FunctionAnalysis::whole(PlaceId P) {
  ValueId Own = load(P);
  Value Sum;
  bool Any = false;
  auto Visit = [&](auto &&Self, PlaceId Q) -> void {
    for (PlaceId C : llvm::SmallVector<PlaceId, 2>(Places[Q].Children)) {
      if (!isPart(Places[C].Kind))
        continue;
      if (ValueId V = Cur.get(C); V != Bottom) {
        Sum.merge(Values[V]);
        Any = true;
      }
      Self(Self, C);
    }
  };
  Visit(Visit, P);
  if (!Any)
    return Own;
  if (Cur.get(P) != Bottom)
    Sum.merge(Values[Own]);
  if (Sum.Origins.size() > 1 && weakPlace(P))
    Sum.weaken();
  return Values.intern(std::move(Sum));
}

ValueId FunctionAnalysis::loadAll(llvm::ArrayRef<PlaceId> Ps) {
  ValueId V = Bottom;
  for (PlaceId P : Ps)
    V = Values.join(V, whole(P));
  return V;
}

/// Places that stand for several objects at once: an assignment adds to them, it does not replace.
bool FunctionAnalysis::weakPlace(PlaceId P) const {
  if (fault(Fault::ElementReplaces))
    return false;
  for (; P != NoPlace; P = Places[P].Parent)
    if (Places[P].Kind == PlaceKind::Element || Places[P].Kind == PlaceKind::Allocation)
      return true;
  return false;
}

void FunctionAnalysis::clearChildren(PlaceId P) {
  for (PlaceId C : llvm::SmallVector<PlaceId, 2>(Places[P].Children)) {
    PlaceKind K = Places[C].Kind;
    if (K == PlaceKind::Flag || K == PlaceKind::Pointee)
      continue;
    if (Cur.get(C) != Bottom)
      Cur.set(C, Bottom);
    clearChildren(C);
  }
}

void FunctionAnalysis::store(PlaceId P, ValueId V) {
  clearChildren(P);
  Cur.set(P, V == Bottom ? Values.empty() : V);
}

void FunctionAnalysis::mergeInto(PlaceId P, ValueId V) {
  if (V == Bottom)
    return;
  ValueId Old = load(P);
  Value Sum = Values[Old];
  Sum.merge(Values[V]);
  if (Sum.Origins.size() > limits::MaxOrigins || Sum.Memory.size() > limits::MaxOrigins)
    GaveUp = true;
  Cur.set(P, Values.intern(std::move(Sum)));
}

void FunctionAnalysis::assign(llvm::ArrayRef<PlaceId> Targets, ValueId V, const Stmt &Site) {
  if (Targets.size() > 1 && V != Bottom && Values[V].Origins.size() > 1) { // each gets one of them
    Value One = Values[V];
    One.weaken();
    V = Values.intern(std::move(One));
  }
  for (PlaceId P : Targets) {
    if (weakPlace(P))
      mergeInto(P, V);
    else if (Targets.size() > 1)
      Cur.set(P, Values.join(load(P), V));
    else
      store(P, V);
    emit(EventKind::Bind, &Site, P, V);
  }
}

/// Copies field by field where the fields are known apart.
bool FunctionAnalysis::isObject(QualType T, const Evaluated &From) const {
  return From.Places.size() == 1 && T->isRecordType() && !Tu.api().isHandle(T.getUnqualifiedType());
}

void FunctionAnalysis::copyObject(PlaceId To, PlaceId From) {
  if (To == From)
    return;
  ValueId Own = load(From);
  // Where a field of an element was stored by itself, what the element held as a whole may be gone.
  if (Own != Bottom && weakPlace(From) && !weakPlace(To) && whole(From) != Own) {
    Value Old = Values[Own];
    Old.weaken();
    Own = Values.intern(std::move(Old));
  }
  store(To, Own);
  copyParts(To, From);
}

void FunctionAnalysis::copyParts(PlaceId To, PlaceId From) {
  auto Visit = [&](auto &&Self, PlaceId Dst, PlaceId Src) -> void {
    for (PlaceId C : llvm::SmallVector<PlaceId, 2>(Places[Src].Children)) {
      if (!isPart(Places[C].Kind))
        continue;
      PlaceId D = Places.counterpart(Dst, C);
      if (D == Dst) { // part and whole are one place
        if (ValueId V = Cur.get(C); V != Bottom)
          mergeInto(Dst, V);
        continue;
      }
      if (ValueId V = Cur.get(C); V != Bottom)
        Cur.set(D, weakPlace(D) ? V : load(C)); // of an element: one of what it may hold
      Self(Self, D, C);
    }
  };
  Visit(Visit, To, From);
}

/// The place, and every part of it, holds what it held or something else.
void FunctionAnalysis::loosen(PlaceId P, ValueId Else) {
  Cur.set(P, Values.join(load(P), Else));
  for (PlaceId C : llvm::SmallVector<PlaceId, 2>(Places[P].Children))
    if (isPart(Places[C].Kind) && Cur.get(C) != Bottom)
      loosen(C, Else);
}

/// What a handle holds after a tensor got other memory: a handle of that tensor, which nobody tells from one of its views,
/// may have it too.
ValueId FunctionAnalysis::afterReset(ValueId V, const TensorReset &Reset) {
  bool Shares = V != Bottom && Reset.Old != Bottom && llvm::any_of(Values[V].Origins, [&](const OriginRef &R) {
    return llvm::any_of(Values[Reset.Old].Origins, [&](const OriginRef &O) { return O.Origin == R.Origin; });
  });
  return Shares ? Values.join(V, Reset.New) : V;
}

/// A tensor has other memory now, and with it all its handles.
void FunctionAnalysis::resetTensor(const TensorReset &Reset, llvm::ArrayRef<PlaceId> Except) {
  if (Recording)
    Resets.push_back(Reset);
  if (Reset.Old == Bottom)
    return;
  // Also where nobody has looked so far: the handles that it came in with.
  llvm::SmallVector<PlaceId, 2> Outer;
  for (const OriginRef &R : Values[Reset.Old].Origins)
    if (Origins[R.Origin].Kind == OriginKind::Param)
      Outer.push_back(Origins[R.Origin].Place);
  for (PlaceId P = 1; P < Places.size(); ++P) {
    ValueId V = Cur.get(P) == Bottom && llvm::is_contained(Outer, P) ? load(P) : Cur.get(P);
    if (ValueId After = afterReset(V, Reset); After != V && !llvm::is_contained(Except, P))
      Cur.set(P, After);
  }
}

/// Somebody may have changed the constants in the place and its parts: dtype, device.
void FunctionAnalysis::forgetAttributes(PlaceId P) {
  if (ValueId V = load(P); V != Bottom && !Values[V].Attributes.empty()) {
    Value Else = Values[V];
    Else.Attributes = Attrs();
    Cur.set(P, Else.empty() ? Values.unknownAttributes() : Values.intern(std::move(Else)));
  }
  for (PlaceId C : llvm::SmallVector<PlaceId, 2>(Places[P].Children))
    if (isPart(Places[C].Kind) && Cur.get(C) != Bottom)
      forgetAttributes(C);
}

/// New memory, also in the next round of a loop: nothing has written it.
PlaceId FunctionAnalysis::allocate(const Expr &Site) {
  PlaceId P = Places.allocation(Site);
  Cur.set(Places.flag(P, PlaceFlag::Written), Bottom);
  return P;
}

void FunctionAnalysis::raise(PlaceId P, PlaceFlag Flag) {
  if (P != NoPlace)
    Cur.set(Places.flag(P, Flag), Values.empty());
}

bool FunctionAnalysis::raised(PlaceId P, PlaceFlag Flag) {
  for (; P != NoPlace; P = Places[P].Parent)
    if (Cur.get(Places.flag(P, Flag)) != Bottom)
      return true;
  return false;
}

/// The memory that the value points to ends here.
void FunctionAnalysis::release(ValueId V, const Stmt &Site) {
  if (V == Bottom)
    return;
  const Value &Pointer = Values[V];
  for (const MemoryRef &R : llvm::SmallVector<MemoryRef, 2>(Pointer.Memory)) {
    if (R.Target == NoPlace)
      continue;
    FreeFact Fact;
    Fact.Memory = Places.root(R.Target);
    Fact.Inside = &Site;
    Fact.May = R.May || Pointer.Memory.size() > 1;
    emitFree(std::move(Fact), Site);
  }
}

/// What two owners hold lives on in the other one; what a temporary gets (`std::vector<float>().swap(v)`) ends with it.
void FunctionAnalysis::swapMemory(const CallSite &Call, unsigned Other, llvm::ArrayRef<Evaluated> Ops) {
  QualType T = Call.Operands[Other]->getType();
  if (!StdModel::isGrowing(T) && !StdModel::isUniquePointer(T))
    return;
  auto IsTemporary = [&](PlaceId P) { return Places[Places.root(P)].Kind == PlaceKind::Temporary; };
  bool Ends = !Ops[0].Places.empty() && llvm::all_of(Ops[0].Places, IsTemporary);
  for (PlaceId P : Ops[Other].Places) {
    if (!Ends) {
      emit(EventKind::Move, Call.Site, P);
      continue;
    }
    FreeFact Fact;
    Fact.Memory = Places.element(P);
    Fact.Inside = Call.Site;
    Fact.May = Ops[Other].Places.size() > 1;
    emitFree(std::move(Fact), *Call.Site);
  }
  if (!Ends)
    for (PlaceId P : Ops[0].Places)
      emit(EventKind::Move, Call.Site, P);
}

/// The value with the memory and tensors that its borrows share in the place of the borrows.
Value FunctionAnalysis::underlying(ValueId V) const {
  Value Out;
  llvm::SmallDenseSet<unsigned, 4> Seen; // in a loop a borrow may lie over itself
  auto Add = [&](auto &&Self, const Value &Of, const OriginRef &Through, bool IsPointer) -> void {
    bool Several = IsPointer && Of.Origins.size() + Of.Memory.size() > 1;
    for (OriginRef R : Of.Origins) {
      R.add(Through);
      R.PathMay |= Several;
      if (const Origin &O = Origins[R.Origin]; O.Kind != OriginKind::Borrow)
        Out.add(R);
      else if (Seen.insert(O.Borrow).second)
        Self(Self, Borrows[O.Borrow].Pointer, R, true);
    }
    for (MemoryRef R : Of.Memory) {
      R.May |= !Through.must() || Several;
      R.Const |= Through.Const;
      Out.add(R);
    }
  };
  Add(Add, Values[V], OriginRef(), false);
  return Out;
}

/// The value goes where nobody watches: its memory may be read, written and kept from now on.
void FunctionAnalysis::escape(ValueId V, const Stmt &Site) {
  for (const MemoryRef &R : llvm::SmallVector<MemoryRef, 2>(Values[V].Memory)) {
    if (R.Target == NoPlace)
      continue;
    PlaceId Root = Places.root(R.Target);
    raise(Root, PlaceFlag::Escaped);
    raise(Root, PlaceFlag::Written);
    emit(EventKind::Escape, &Site, Root, V);
  }
}

} // namespace torchtidy::flow
