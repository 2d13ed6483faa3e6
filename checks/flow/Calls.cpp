// Calls: asks who knows the callee (API model, standard library, summary, lambda body) and applies what it says.
#include "flow/FunctionAnalysis.h"
#include "flow/Paths.h"
#include "flow/TuAnalysis.h"
#include <utility>

using namespace clang;

namespace torchtidy::flow {

namespace {

class Reader : public OperandReader {
public:
  Reader(const ValueTable &Values, llvm::ArrayRef<Evaluated> Ops) : Values(Values), Ops(Ops) {}
  const Attrs &attrs(unsigned I) const override {
    static const Attrs None;
    return I < Ops.size() && Ops[I].V != Bottom ? Values[Ops[I].V].Attributes : None;
  }

private:
  const ValueTable &Values;
  llvm::ArrayRef<Evaluated> Ops;
};

} // namespace

/// The function that runs; null for a virtual method whose object may be of a class derived from it.
static const FunctionDecl *targetOf(const CallSite &Call) {
  if (const auto *C = dyn_cast<CXXConstructorDecl>(Call.Callee); C && C->isInheritingConstructor())
    return C->getInheritedConstructor().getConstructor();
  const auto *M = dyn_cast<CXXMethodDecl>(Call.Callee);
  if (!M || !M->isVirtual() || !Call.HasObject)
    return Call.Callee;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call.Site))
    if (const auto *Named = dyn_cast<MemberExpr>(Member->getCallee()->IgnoreParens()); Named && Named->hasQualifier())
      return M; // B::method(): exactly that one
  return M->getDevirtualizedMethod(Call.operand(0)->IgnoreImplicit(), /*IsAppleKext=*/false);
}

/// The assignment that the compiler writes: the object holds afterwards, field by field, what the other one holds.
static Effect memberwise(const FunctionDecl &Callee) {
  Effect E;
  const auto *M = dyn_cast<CXXMethodDecl>(&Callee);
  if (!M || !M->isDefaulted() || M->isDeleted() || !(M->isCopyAssignmentOperator() || M->isMoveAssignmentOperator()))
    return E;
  E.Known = true;
  E.Name = "operator=";
  E.Result = ResultKind::Same;
  E.From.push_back({0, false, true});
  E.operandRef(0).Reads = E.operandRef(1).Reads = false;
  E.Rebinds = 0;
  E.RebindFrom = 1;
  return E;
}

Evaluated FunctionAnalysis::call(const Expr &E) {
  std::optional<CallSite> Site = CallSite::of(E);
  if (!Site) {
    const auto *Call = dyn_cast<CallExpr>(&E);
    return Call ? callThroughPointer(*Call) : Evaluated{unknownOf(E.getType()), {}};
  }
  llvm::SmallVector<Evaluated, 6> Ops;
  for (unsigned I = 0; I < Site->Operands.size(); ++I) {
    const Expr &Operand = *Site->Operands[I];
    Evaluated V = evaluate(Operand);
    if (I == 0 && Site->HasObject && Operand.getType()->isPointerType()) { // p->method()
      V.Places = pointees(Operand);
      if (!V.Places.empty())
        V.V = loadAll(V.Places);
    }
    V.V = attributesOf(Operand, V.V);
    Ops.push_back(std::move(V));
  }
  if (const auto *C = dyn_cast<CXXConstructorDecl>(Site->Callee);
      C && C->isCopyOrMoveConstructor() && !Ops.empty()) {
    return Ops[0];
  }
  if (isa<CXXConstructorDecl>(Site->Callee) && Site->Callee->isDefaulted() && Ops.empty())
    return defaultConstructed(*cast<CXXConstructExpr>(&E));
  Reader R(Values, Ops);
  Effect Eff = Tu.api().effectOf(*Site, R);
  if (!Eff.Known)
    Eff = Tu.stdModel().effectOf(*Site);
  if (!Eff.Known)
    Eff = memberwise(*Site->Callee);
  if (Eff.Known)
    return applyEffect(*Site, Eff, Ops);
  if (const auto *M = dyn_cast<CXXMethodDecl>(Site->Callee); M && M->getParent()->isLambda() && Site->HasObject)
    return {runLambda(*M, llvm::ArrayRef(Ops).drop_front(), /*KeepEffects=*/true), {}};
  bool Pending = false;
  const FunctionDecl *Target = targetOf(*Site);
  if (!Target)
    return applyUnknown(*Site, Ops);
  Site->Callee = Target;
  if (const FunctionAnalysis *Callee = Tu.analyse(*Target, &Pending))
    return applySummary(*Site, Callee->summary(), Ops);
  if (Pending) // recursion, first round: nothing comes back yet
    return {Values.empty(), {}};
  return applyUnknown(*Site, Ops);
}

/// The part of a value that an object of type T can hold.
ValueId FunctionAnalysis::filter(ValueId V, QualType T) {
  if (V == Bottom || T.isNull())
    return V;
  bool Handle = Tu.holdsHandle(T), Memory = Tu.refersToMemory(T);
  const Value &Old = Values[V];
  if ((Handle || Old.Origins.empty()) && (Memory || Old.Memory.empty()))
    return V;
  Value New = Old;
  if (!Memory) {
    // A container filled from a range holds what the range points to.
    if (Handle)
      for (const MemoryRef &R : Old.Memory)
        if (R.Target != NoPlace)
          if (ValueId C = whole(R.Target); C != Bottom)
            for (const OriginRef &O : llvm::SmallVector<OriginRef, 2>(Values[C].Origins))
              New.add(O);
    New.Memory.clear();
  }
  if (!Handle && !Memory)
    New.Origins.clear();
  return Values.intern(std::move(New));
}

void FunctionAnalysis::addPointedTo(Value &Sum, const Value &Pointer) {
  for (const MemoryRef &R : Pointer.Memory)
    if (R.Target != NoPlace)
      if (ValueId C = whole(R.Target); C != Bottom)
        Sum.merge(Values[C]);
}

/// What the other operands hold or point to: the arguments that a callable may get.
ValueId FunctionAnalysis::contents(llvm::ArrayRef<Evaluated> Ops, unsigned Except) {
  Value Sum;
  for (unsigned I = 0; I < Ops.size(); ++I) {
    if (I == Except || Ops[I].V == Bottom)
      continue;
    Value V = Values[Ops[I].V];
    addPointedTo(Sum, V);
    V.Memory.clear(); // the callable gets what an iterator points to, not the iterator
    Sum.merge(V);
  }
  if (Sum.Origins.size() > 1)
    Sum.weaken();
  return Values.intern(std::move(Sum));
}

void FunctionAnalysis::emitWrite(WriteFact Fact) {
  if (Fact.Value == Bottom)
    return;
  Value Written = Values[Fact.Value];
  if (Written.Origins.empty() && Written.Memory.empty())
    return;
  bool Fresh = false;
  bool Happens = !Fact.Inside || Fact.Paths != OnPaths::Some;
  auto Raise = [&](PlaceId Root) {
    if (Happens)
      raise(Root, PlaceFlag::Written);
  };
  for (const OriginRef &R : Written.Origins) {
    if (Origins[R.Origin].Kind != OriginKind::Borrow)
      continue;
    for (const MemoryRef &M : Borrows[Origins[R.Origin].Borrow].Pointer.Memory) {
      if (M.Target == NoPlace) {
        Fact.Escaped = true;
        continue;
      }
      PlaceId Root = Places.root(M.Target);
      Fact.Escaped |= raised(Root, PlaceFlag::Escaped);
      Fresh |= Places[Root].Kind == PlaceKind::Allocation && !raised(Root, PlaceFlag::Written);
      Raise(Root);
    }
  }
  for (const MemoryRef &M : Written.Memory)
    if (M.Target != NoPlace)
      Raise(Places.root(M.Target));
  Fact.FreshAllocation = Fresh;
  Fact.Deferred = Deferred;
  if (!Recording)
    return;
  Fact.Paths = both(pathsHere(), Fact.Paths);
  Fact.Pos = {CurBlock, CurBlock < Events.size() ? static_cast<unsigned>(Events[CurBlock].size()) : 0};
  Event Ev;
  Ev.Kind = EventKind::Write;
  Ev.Site = Fact.Site;
  Ev.Value = Fact.Value;
  Ev.Write = Writes.size();
  Writes.push_back(std::move(Fact));
  emit(Ev);
}

void FunctionAnalysis::emitFree(FreeFact Fact, const Stmt &Site) {
  if (!Recording)
    return;
  Fact.Deferred = Deferred;
  Fact.Paths = both(pathsHere(), Fact.Paths);
  Fact.Pos = {CurBlock, CurBlock < Events.size() ? static_cast<unsigned>(Events[CurBlock].size()) : 0};
  Event Ev;
  Ev.Kind = EventKind::Free;
  Ev.Site = &Site;
  Ev.Place = Fact.Memory;
  Ev.Free = Frees.size();
  Frees.push_back(std::move(Fact));
  emit(Ev);
}

void FunctionAnalysis::emitUse(const CallSite &Call, const Evaluated &Operand) {
  if (Operand.V == Bottom || Values[Operand.V].Origins.empty())
    return;
  if (Recording) {
    const auto &Origins = Values[Operand.V].Origins;
    Tu.countOperand(llvm::all_of(Origins, [](const OriginRef &R) { return R.must(); }),
                    llvm::any_of(Origins, [&](const OriginRef &R) { return this->Origins[R.Origin].Kind == OriginKind::Unknown; }));
  }
  emit(EventKind::Use, Call.Site, Operand.Places.size() == 1 ? Operand.Places.front() : NoPlace, Operand.V);
}

/// A reference that the callee may set without reading it.
static bool isOutParameter(const ParmVarDecl *P) {
  return P && P->getType()->isLValueReferenceType() && !P->getType()->getPointeeType().isConstQualified();
}

void FunctionAnalysis::applyOperand(const CallSite &Call, const Effect &Eff, unsigned I,
                                    llvm::ArrayRef<Evaluated> Ops) {
  const OperandEffect &Op = Eff.operand(I);
  ValueId V = Ops[I].V;
  if (V == Bottom)
    return;
  if (Op.Reads)
    emitUse(Call, Ops[I]);
  if (Op.Writes != WriteKind::None) {
    WriteFact W;
    W.Site = Call.Site;
    W.Target = Call.operand(I);
    W.Name = Eff.Name;
    W.Kind = Op.Writes;
    W.May = Op.MayWriteOnly;
    W.IsOut = !(I == 0);
    W.Value = V;
    emitWrite(std::move(W));
    for (const MemoryRef &R : llvm::SmallVector<MemoryRef, 2>(Values[V].Memory))
      if (R.Target != NoPlace)
        forgetAttributes(R.Target);
  }
  if (Op.Escapes)
    escape(V, *Call.Site);
  if (Op.Callable)
    callOperand(Call, Eff, I, Ops);
}

llvm::SmallVector<PlaceId, 1> FunctionAnalysis::rebindTargets(const Expr &Operand, const Evaluated &E) {
  // Through a pointer, what it points to is bound anew.
  if (!Operand.getType()->isPointerType() || E.V == Bottom)
    return E.Places;
  llvm::SmallVector<PlaceId, 1> Out;
  for (const MemoryRef &R : Values[E.V].Memory)
    if (R.Target != NoPlace)
      Out.push_back(R.Target);
  return Out;
}

Evaluated FunctionAnalysis::applyEffect(const CallSite &Call, const Effect &Eff,
                                        llvm::MutableArrayRef<Evaluated> Ops) {
  if (Recording && Eff.Noted) {
    NotedCalls.push_back({Call.Site, {}});
    for (const Evaluated &E : Ops)
      NotedCalls.back().Operands.push_back(E.V);
  }
  if (Eff.Synchronises)
    emit(EventKind::Wait, Call.Site, NoPlace);
  ValueId Outer = std::exchange(CallableResult, Bottom);
  for (unsigned I = 0; I < Ops.size(); ++I)
    applyOperand(Call, Eff, I, Ops);
  Evaluated Result = resultOf(Call, Eff, Ops);
  ValueId Called = std::exchange(CallableResult, Outer);
  if (Eff.StoresInto >= 0 && Eff.StoresInto < static_cast<int>(Ops.size()))
    storeOutput(Call, Eff, Called, Ops);
  if (Called != Bottom && (Eff.CallableInResult || isCallOperator(*Call.Callee)))
    Result = {filter(Called, Call.Site->getType()), {}};
  else if (isCallOperator(*Call.Callee) && Eff.Result == ResultKind::Copy)
    Result = {unknownOf(Call.Site->getType()), {}}; // a function that nobody knows returns what it likes
  if (Eff.SetsObjectAttrs && !Ops.empty()) {
    Value V = Ops[0].V == Bottom ? Value() : Values[Ops[0].V];
    V.Attributes = Eff.ObjectAttrs;
    ValueId New = Values.intern(std::move(V));
    for (PlaceId P : Ops[0].Places)
      Cur.set(P, New);
    Result.V = New;
  }
  if (Eff.Rebinds >= 0 && Eff.Rebinds < static_cast<int>(Ops.size())) {
    ValueId V = Values.empty();
    const Expr &Target = *Call.Operands[Eff.Rebinds];
    bool FromOne = Eff.RebindFrom >= 0 && Eff.RebindFrom < static_cast<int>(Ops.size());
    if (FromOne)
      V = filter(Ops[Eff.RebindFrom].V, Target.getType());
    else if (!Eff.RebindFresh)
      V = unknownOf(Target.getType());
    else if (Tu.api().isHandle(Target.getType().getUnqualifiedType()))
      V = withOrigin({OriginKind::Fresh});
    if (FromOne && Eff.Rebinds == 0 && Eff.RebindFrom == 1 && assignSlots(Call, Ops[0], Ops[1]))
      return Ops[0];
    auto Targets = rebindTargets(Target, Ops[Eff.Rebinds]);
    bool Object = FromOne && isObject(Target.getType(), Ops[Eff.RebindFrom]) && Targets.size() == 1 && !weakPlace(Targets[0]);
    if (Object)
      copyObject(Targets[0], Ops[Eff.RebindFrom].Places[0]);
    else
      assign(Targets, V, *Call.Site);
    if (Eff.RebindsTensor)
      resetTensor({Ops[Eff.Rebinds].V, V}, Targets);
    if (Object) {
      emit(EventKind::Bind, Call.Site, Targets[0], load(Targets[0]));
    }
    if (Eff.Result == ResultKind::Same)
      Result = {V, Targets};
  }
  if (Eff.Swaps >= 0 && Eff.Swaps < static_cast<int>(Ops.size())) {
    ValueId Left = loadAll(Ops[0].Places), Right = loadAll(Ops[Eff.Swaps].Places);
    assign(Ops[0].Places, Right, *Call.Site);
    assign(Ops[Eff.Swaps].Places, Left, *Call.Site);
    swapMemory(Call, Eff.Swaps, Ops);
  }
  if (Eff.Absorbs >= 0 && Eff.Absorbs < static_cast<int>(Ops.size())) {
    QualType Absorber = Call.Operands[Eff.Absorbs]->getType();
    if (Absorber->isPointerType()) // `all->push_back(..)`
      Absorber = Absorber->getPointeeType();
    for (unsigned From : Eff.AbsorbsFrom) {
      if (From >= Ops.size() || Ops[From].V == Bottom)
        continue;
      for (PlaceId P : Ops[Eff.Absorbs].Places) {
        ValueId V = filter(Ops[From].V, Absorber);
        if (V == Bottom || Values[V].empty())
          continue;
        mergeInto(Places.element(P), V);
        emit(EventKind::Bind, Call.Site, Places.element(P), V);
      }
    }
  }
  if (Eff.AllocatesInto >= 0 && Eff.AllocatesInto < static_cast<int>(Ops.size())) {
    const Evaluated &Into = Ops[Eff.AllocatesInto];
    bool Has = Into.V != Bottom && !Values[Into.V].Memory.empty();
    if (!Has || !Eff.AllocatesIfEmpty)
      assign(rebindTargets(*Call.Operands[Eff.AllocatesInto], Into), pointerTo({allocate(*Call.Site)}),
             *Call.Site);
  }
  if (Eff.Initialised)
    raise(Places.allocation(*Call.Site), PlaceFlag::Written);
  if (Eff.Reallocates && !Ops.empty())
    for (PlaceId P : Ops[0].Places) {
      FreeFact Fact;
      Fact.Memory = Places.element(P);
      Fact.Inside = Call.Site;
      Fact.May = Ops[0].Places.size() > 1;
      Fact.Refills = !Eff.Grows;
      emitFree(std::move(Fact), *Call.Site);
    }
  if (Eff.Moves && !Ops.empty())
    for (PlaceId P : Ops[0].Places) {
      emit(EventKind::Move, Call.Site, P);
    }
  if (Eff.Frees >= 0 && Eff.Frees < static_cast<int>(Ops.size()))
    release(Ops[Eff.Frees].V, *Call.Site);
  return Result;
}

/// A callee that nobody knows: it may keep addresses and rebind what it gets by reference. No warning comes from that alone.
Evaluated FunctionAnalysis::applyUnknown(const CallSite &Call, llvm::MutableArrayRef<Evaluated> Ops) {
  QualType T = Call.Site->getType();
  Value Held;
  for (unsigned I = 0; I < Ops.size(); ++I) {
    const ParmVarDecl *P = Call.parameter(I);
    if (!isOutParameter(P))
      emitUse(Call, Ops[I]);
    escape(Ops[I].V, *Call.Site);
    if (Ops[I].V != Bottom)
      Held.merge(Values[Ops[I].V]);
    bool MutableRef = isOutParameter(P);
    const auto *M = dyn_cast<CXXMethodDecl>(Call.Callee);
    bool MutableObject = Call.HasObject && I == 0 && M && !M->isConst();
    auto Targets = rebindTargets(*Call.Operands[I], Ops[I]);
    bool MutablePointer = P && P->getType()->isPointerType() && !P->getType()->getPointeeType().isConstQualified();
    if (MutableRef || MutableObject || MutablePointer)
      for (PlaceId Q : Targets) {
        QualType Of = MutablePointer ? P->getType()->getPointeeType() : Call.Operands[I]->getType();
        if (Tu.holdsHandle(Of) || Tu.refersToMemory(Of))
          loosen(Q, unknownOf(Of));
        if (!Tu.api().isHandle(Of.getNonReferenceType().getUnqualifiedType()))
          forgetAttributes(Q);
      }
    // By reference, an owner's own address is out of sight.
    if (P && P->getType()->isReferenceType())
      for (PlaceId Q : Ops[I].Places)
        if (!Tu.holdsHandle(Call.Operands[I]->getType())) {
          raise(Places.root(Q), PlaceFlag::Escaped);
          emit(EventKind::Escape, Call.Site, Places.root(Q), pointerTo({Q}));
        }
    if (Ops[I].V != Bottom)
      for (const Decl *C : llvm::SmallVector<const Decl *, 1>(Values[Ops[I].V].Callables))
        invoke(*C, {}, *Call.Site);
  }
  if (isa<CXXConstructorDecl>(Call.Callee)) {
    Held.weaken();
    ValueId V = filter(Values.intern(std::move(Held)), T);
    return {V, {}};
  }
  // `object.data()` of a class that is not the standard library's: memory of the object, as the name says.
  if (Call.HasObject && T->isPointerType() && Call.Callee->getDeclName().isIdentifier()) {
    static constexpr llvm::StringLiteral Accessors[] = {"data", "ptr", "begin", "Data", "get", "c_str", "mutable_data", "raw"};
    if (llvm::is_contained(Accessors, Call.Callee->getName())) {
      llvm::SmallVector<PlaceId, 1> Elements;
      for (PlaceId Q : Ops[0].Places)
        Elements.push_back(Places.element(Q));
      if (!Elements.empty())
        return {pointerTo(Elements), {}};
    }
  }
  if (Recording && Tu.holdsHandle(T))
    Tu.countUnknown(Call.Callee->getQualifiedNameAsString());
  return {unknownOf(T), {}};
}

} // namespace torchtidy::flow
