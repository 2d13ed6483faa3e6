// Calls of functions whose summary is known: their places, origins and writes in the caller's terms.
#include "flow/FunctionAnalysis.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::flow {

/// Carries places and values of a callee over to its caller.
class Translator {
public:
  Translator(FunctionAnalysis &Caller, const FunctionAnalysis &Callee, const CallSite &Call,
             llvm::ArrayRef<Evaluated> Ops)
      : Caller(Caller), Callee(Callee), Call(Call), Ops(Ops) {}

  int operandOf(const ParmVarDecl &P) const {
    const auto *F = dyn_cast<FunctionDecl>(P.getDeclContext());
    if (!F || F->getCanonicalDecl() != Callee.function().getCanonicalDecl())
      return -1;
    unsigned I = P.getFunctionScopeIndex() + (Call.HasObject ? 1 : 0);
    return I < Ops.size() ? static_cast<int>(I) : -1;
  }

  /// The caller's places; empty when there are none (a by-value copy, a local of the callee) or they are unknown.
  llvm::SmallVector<PlaceId, 1> places(PlaceId P) {
    const Place &Here = Callee.places()[P];
    llvm::SmallVector<PlaceId, 1> Out;
    switch (Here.Kind) {
    case PlaceKind::Variable: {
      const ValueDecl *D = Callee.places().decl(P);
      if (const auto *Parm = dyn_cast<ParmVarDecl>(D)) {
        int I = operandOf(*Parm);
        return I >= 0 ? Ops[I].Places : Out;
      }
      if (const auto *Var = dyn_cast<VarDecl>(D); Var && !Var->hasLocalStorage())
        Out.push_back(Caller.Places.variable(*Var));
      return Out;
    }
    case PlaceKind::This:
      if (Call.HasObject && !Ops.empty())
        return Ops[0].Places;
      if (isa<CXXConstructExpr>(Call.Site))
        Out.push_back(Caller.Places.temporary(*Call.Site));
      return Out;
    case PlaceKind::Return:
      Out.push_back(Caller.Places.temporary(*Call.Site));
      return Out;
    case PlaceKind::Pointee:
      for (const MemoryRef &R : memory(P).Memory) {
        if (R.Target == NoPlace)
          return {};
        Out.push_back(R.Target);
      }
      return Out;
    case PlaceKind::Field:
      for (PlaceId Q : places(Here.Parent))
        Out.push_back(Caller.Places.field(Q, *cast<FieldDecl>(Callee.places().decl(P))));
      return Out;
    case PlaceKind::Element:
      for (PlaceId Q : places(Here.Parent))
        Out.push_back(Caller.Places.element(Q));
      return Out;
    case PlaceKind::Slot:
      for (PlaceId Q : places(Here.Parent))
        Out.push_back(Caller.Places.slot(Q, Here.Extra));
      return Out;
    case PlaceKind::Allocation:
      Out.push_back(Caller.Places.allocation(*Callee.places().expr(P)));
      return Out;
    default:
      return Out;
    }
  }

  /// The memory that a place of the callee is, in the caller: as a pointer to it. Where that was a pointer into a tensor,
  /// it is the tensor.
  Value memory(PlaceId P) {
    const Place &Here = Callee.places()[P];
    Value Out;
    if (Here.Kind == PlaceKind::Pointee) {
      ValueId V = initial(Here.Parent);
      if (V != Bottom) {
        Out.Memory = Caller.Values[V].Memory;
        if (Out.Memory.empty())
          Out.Origins = Caller.Values[V].Origins;
      }
    } else if (isPart(Here.Kind)) {
      Value Whole = memory(Here.Parent);
      Out.Origins = std::move(Whole.Origins);
      for (MemoryRef R : Whole.Memory) {
        if (R.Target != NoPlace)
          R.Target = Here.Kind == PlaceKind::Field     ? Caller.Places.field(R.Target, *cast<FieldDecl>(Callee.places().decl(P)))
                     : Here.Kind == PlaceKind::Element ? Caller.Places.element(R.Target)
                                                       : Caller.Places.slot(R.Target, Here.Extra);
        Out.add(R);
      }
    } else {
      for (PlaceId Q : places(P)) {
        MemoryRef R;
        R.Target = Q;
        Out.add(R);
      }
    }
    if (Out.Memory.empty() && Out.Origins.empty())
      Out.add(MemoryRef());
    if (Out.Memory.size() + Out.Origins.size() > 1) { // one of them
      for (MemoryRef &R : Out.Memory)
        R.May = true;
      for (OriginRef &R : Out.Origins)
        R.PathMay = true;
    }
    return Out;
  }

  /// What a place of the callee held at its entry, in the caller's terms.
  ValueId initial(PlaceId P) {
    const Place &Here = Callee.places()[P];
    if (Here.Kind == PlaceKind::Variable)
      if (const auto *Parm = dyn_cast<ParmVarDecl>(Callee.places().decl(P))) {
        int I = operandOf(*Parm);
        return I >= 0 ? Ops[I].V : Bottom;
      }
    auto Ps = places(P);
    if (!Ps.empty())
      return Caller.loadAll(Ps);
    if (isPart(Here.Kind))
      return initial(Here.Parent); // part of a value: some of what the whole holds
    return Bottom;
  }

  void addOrigin(Value &Out, const OriginRef &R) {
    const Origin O = Callee.origin(R.Origin);
    auto Flagged = [&](OriginRef Ref) {
      Ref.add(R);
      Out.add(Ref);
    };
    OriginRef Ref;
    switch (O.Kind) {
    case OriginKind::Param: {
      ValueId V = initial(O.Place);
      if (V == Bottom) {
        Flagged(Ref); // unknown
        return;
      }
      for (const OriginRef &Mine : llvm::SmallVector<OriginRef, 2>(Caller.Values[V].Origins))
        Flagged(Mine);
      return;
    }
    case OriginKind::Borrow:
      Ref.Origin = importBorrow(O.Borrow);
      Flagged(Ref);
      return;
    case OriginKind::Fresh:
      Ref.Origin = Caller.originId({OriginKind::Fresh});
      Flagged(Ref);
      return;
    case OriginKind::Unknown:
      Flagged(Ref);
      return;
    }
  }

  /// The dtype and device of a borrow whose options are parameters of the callee: `wrap(pointer, torch::kFloat32)`.
  void fromArguments(BorrowSite &B) {
    auto IsOpen = [&](Attr Which) {
      const AttrSet *Here = B.Attributes.find(Which);
      return Here && *Here == AttrSet::unknown();
    };
    if (!IsOpen(Attr::Dtype) && !IsOpen(Attr::Device))
      return;
    llvm::SmallVector<const Attrs *, 2> Given;
    llvm::SmallVector<const Stmt *, 16> Work{B.Options};
    while (!Work.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (!S)
        continue;
      Work.append(S->child_begin(), S->child_end());
      const auto *Ref = dyn_cast<DeclRefExpr>(S);
      const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
      int I = P && !isBound(*P) ? operandOf(*P) : -1;
      if (I >= 0 && Ops[I].V != Bottom)
        Given.push_back(&Caller.Values[Ops[I].V].Attributes);
    }
    for (Attr Which : {Attr::Dtype, Attr::Device}) {
      if (!IsOpen(Which))
        continue;
      const AttrSet *Only = nullptr;
      unsigned Sources = 0;
      for (const Attrs *A : Given)
        if (const AttrSet *There = A->find(Which)) {
          ++Sources;
          Only = There;
        }
      if (Sources != 1 || Only->Unknown)
        continue;
      B.Attributes.set(Which, *Only);
      B.GivenByCaller = true;
    }
  }

  /// Whether the callee gives a parameter another value.
  bool isBound(const ParmVarDecl &P) const {
    for (const auto &List : Callee.events())
      for (const Event &E : List)
        if (E.Kind == EventKind::Bind && E.Place != NoPlace && Callee.places().decl(Callee.places().root(E.Place)) == &P)
          return true;
    return false;
  }

  OriginId importBorrow(unsigned Index) {
    BorrowSite B = Callee.borrows()[Index];
    // Through a recursion the callee's borrow is one of this function's own.
    auto Own = Caller.BorrowIndex.find({B.Call, nullptr});
    if (Own != Caller.BorrowIndex.end()) {
      Origin Same{OriginKind::Borrow};
      Same.Borrow = Own->second;
      return Caller.originId(Same);
    }
    auto [It, New] = Caller.BorrowIndex.try_emplace({B.Call, Call.Site}, Caller.Borrows.size());
    unsigned Mine = It->second;
    fromArguments(B);
    if (New) {
      Caller.Borrows.emplace_back();
      Value Pointer = translated(B.Pointer);
      B.Pointer = std::move(Pointer);
      B.Via = Call.Site;
      Caller.Borrows[Mine] = std::move(B);
    } else {
      ValueId Old = Caller.Values.intern(Caller.Borrows[Mine].Pointer);
      ValueId Joined = Caller.Values.join(Old, Caller.Values.intern(translated(B.Pointer)));
      Caller.Borrows[Mine].Pointer = Caller.Values[Joined];
      Caller.Borrows[Mine].Attributes.join(B.Attributes);
    }
    Origin O{OriginKind::Borrow};
    O.Borrow = Mine;
    return Caller.originId(O);
  }

  Value translated(const Value &V) {
    Value Out;
    for (const OriginRef &R : V.Origins)
      addOrigin(Out, R);
    for (const MemoryRef &R : V.Memory) {
      Value Mine = memory(R.Target);
      for (MemoryRef M : Mine.Memory) {
        M.May |= R.May;
        M.Const |= R.Const;
        Out.add(M);
      }
      for (OriginRef O : Mine.Origins) {
        O.PathMay |= R.May;
        O.Const |= R.Const;
        Out.add(O);
      }
    }
    Out.Attributes = V.Attributes;
    Out.Callables = V.Callables;
    return Out;
  }

  ValueId value(ValueId V) {
    return V == Bottom ? Bottom : Caller.Values.intern(translated(Callee.values()[V]));
  }

  /// What the callee writes; when it binds anew an object that it has `Shared` under two names, perhaps in another tensor.
  void write(const Summary &S, bool Shared) {
    for (const Summary::OuterWrite &W : S.Writes) {
      WriteFact Fact;
      Fact.Site = Call.Site;
      const auto *Method = dyn_cast<CXXMethodDecl>(&Callee.function());
      bool Functor = Method && Method->getOverloadedOperator() == OO_Call;
      Fact.Name = Functor ? Method->getParent()->getNameAsString() : Callee.function().getNameAsString();
      Fact.Kind = W.Kind;
      Fact.May = W.May || Shared;
      Fact.Paths = W.Paths;
      Fact.Value = value(W.Target);
      if (Shared && Fact.Value != Bottom) {
        Value Either = Caller.Values[Fact.Value];
        if (Either.Origins.empty())
          Either.add(MemoryRef());
        else
          Either.add(OriginRef());
        Either.weaken();
        Fact.Value = Caller.Values.intern(std::move(Either));
      }
      Fact.Inside = W.Site;
      Fact.InsideName = W.Name;
      for (unsigned I = 0; I < Ops.size() && !Fact.Target; ++I)
        if (Ops[I].V != Bottom && !Caller.Values[Ops[I].V].Origins.empty())
          Fact.Target = Call.operand(I);
      Caller.emitWrite(std::move(Fact));
    }
  }

private:
  FunctionAnalysis &Caller;
  const FunctionAnalysis &Callee;
  const CallSite &Call;
  llvm::ArrayRef<Evaluated> Ops;
};

/// Whether the callee binds anew what it is given twice: `f(t, t)`. Its summary takes references for different objects.
static bool bindsShared(Translator &T, const CallSite &Call, const Summary &S, llvm::ArrayRef<Evaluated> Ops) {
  llvm::SmallVector<PlaceId, 4> Seen, Twice;
  for (unsigned I = 0; I < Ops.size(); ++I) {
    const ParmVarDecl *P = Call.parameter(I);
    if (P && !P->getType()->isReferenceType())
      continue;
    for (PlaceId Q : Ops[I].Places)
      (llvm::is_contained(Seen, Q) ? Twice : Seen).push_back(Q);
  }
  return !Twice.empty() && llvm::any_of(S.Stores, [&](const auto &Store) {
    return llvm::any_of(T.places(Store.first), [&](PlaceId Q) { return llvm::is_contained(Twice, Q); });
  });
}

Evaluated FunctionAnalysis::applySummary(const CallSite &Call, const Summary &S,
                                         llvm::MutableArrayRef<Evaluated> Ops) {
  const FunctionAnalysis &Callee = *S.Of;
  Translator T(*this, Callee, Call, Ops);
  if (bindsShared(T, Call, S, Ops)) {
    T.write(S, true);
    return applyUnknown(Call, Ops);
  }
  bool Object = llvm::any_of(S.Stores, [&](const auto &Store) {
    return Callee.places()[Callee.places().root(Store.first)].Kind == PlaceKind::Return;
  });
  bool Constructs = isa<CXXConstructExpr>(Call.Site);
  for (unsigned I = 0; I < Ops.size(); ++I)
    if (const ParmVarDecl *P = Call.parameter(I); P && (!P->getType()->isReferenceType() || P->getType()->getPointeeType().isConstQualified()))
      emitUse(Call, Ops[I]);
  if (Constructs || Object)
    store(Places.temporary(*Call.Site), Values.empty());
  T.write(S, false);
  for (const Summary::OuterFree &Free : S.Frees) {
    Value Memory = T.memory(Free.Memory);
    if (Free.Paths == OnPaths::Some || Memory.Memory.size() != 1 || Memory.Memory[0].May || Memory.Memory[0].Target == NoPlace)
      continue;
    FreeFact Fact;
    Fact.Memory = Memory.Memory[0].Target;
    if (Callee.places()[Free.Memory].Kind == PlaceKind::Pointee)
      Fact.Memory = Places.root(Fact.Memory); // freed, not moved by its container
    Fact.Inside = Free.Site;
    Fact.Paths = Free.Paths;
    emitFree(std::move(Fact), *Call.Site);
  }
  for (PlaceId P : S.Escapes)
    for (PlaceId Q : T.places(P)) {
      raise(Places.root(Q), PlaceFlag::Escaped);
      emit(EventKind::Escape, Call.Site, Places.root(Q), pointerTo({Q}));
    }
  for (const auto &[P, Written] : S.Allocations)
    if (PlaceId Mine = allocate(*Callee.places().expr(P)); Written)
      raise(Mine, PlaceFlag::Written);
  Evaluated Result;
  Result.V = T.value(S.Result);
  for (PlaceId P : S.ResultPlaces) {
    auto Qs = T.places(P);
    Result.Places.append(Qs.begin(), Qs.end());
  }
  llvm::SmallVector<std::pair<llvm::SmallVector<PlaceId, 1>, ValueId>, 4> Stores;
  for (const auto &[P, V] : S.Stores)
    Stores.emplace_back(T.places(P), T.value(V));
  for (const TensorReset &R : S.Resets) {
    TensorReset Mine{T.value(R.Old), T.value(R.New)};
    resetTensor(Mine, {});
    Result.V = afterReset(Result.V, Mine);
    for (auto &[Targets, V] : Stores)
      V = afterReset(V, Mine);
  }
  for (auto &[Targets, V] : Stores)
    assign(Targets, V, *Call.Site);
  if (Constructs || Object) {
    PlaceId P = Places.temporary(*Call.Site);
    return {whole(P), {P}};
  }
  QualType Type = Call.Callee->getReturnType();
  if (Result.V == Bottom)
    Result.V = unknownOf(Type.getNonReferenceType());
  if (!Result.Places.empty())
    Result.V = loadAll(Result.Places);
  return Result;
}

} // namespace torchtidy::flow
