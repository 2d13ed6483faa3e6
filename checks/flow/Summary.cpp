#include "flow/Summary.h"
#include "flow/Fault.h"
#include "flow/FunctionAnalysis.h"
#include "flow/TuAnalysis.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace torchtidy::flow {

/// Whether callers can see what happens to the place: it hangs on a reference parameter, `this`, a global, or memory that
/// a parameter points to.
static bool visibleOutside(const PlaceTable &Places, PlaceId P, const FunctionDecl &F) {
  PlaceId Root = Places.root(P);
  switch (Places[Root].Kind) {
  case PlaceKind::This:
  case PlaceKind::Pointee:
  case PlaceKind::Return:
    return true;
  case PlaceKind::Variable: {
    const auto *Var = dyn_cast<VarDecl>(Places.decl(Root));
    if (!Var)
      return false;
    if (isa<ParmVarDecl>(Var))
      return Var->getDeclContext() == &F && Var->getType()->isReferenceType();
    return !Var->hasLocalStorage();
  }
  default:
    return false;
  }
}

void FunctionAnalysis::buildSummary(const State &Exit) {
  Sum.Of = this;
  Sum.Known = true;
  Sum.Result = Returned;
  if (Function.getReturnType()->isReferenceType())
    Sum.ResultPlaces = ReturnedPlaces;
  // One write of a kind to an origin tells callers all there is to tell; more would grow along chains of calls.
  llvm::DenseSet<std::pair<unsigned, unsigned>> Told;
  for (const WriteFact &W : Writes) {
    bool May = W.May || W.Deferred;
    for (const OriginRef &R : Values[W.Value].Origins)
      if (Origins[R.Origin].Kind == OriginKind::Param && !fault(Fault::SummaryLosesWrites) &&
          Told.insert({R.Origin, static_cast<unsigned>(W.Kind) * 8 + (May || !R.must()) * 4 + R.Part * 2 + R.Const}).second)
        Sum.Writes.push_back({R, W.Kind, May, W.Inside ? W.Inside : W.Site, W.Inside ? W.InsideName : W.Name});
  }
  for (PlaceId P = 1; P < Places.size(); ++P) {
    const Place &Here = Places[P];
    ValueId V = Exit.get(P);
    if (V == Bottom)
      continue;
    if (Here.Kind == PlaceKind::Flag) {
      PlaceId Of = Here.Parent;
      if (static_cast<PlaceFlag>(Here.Extra - 1) == PlaceFlag::Escaped)
        if (Places[Of].Kind == PlaceKind::Pointee || visibleOutside(Places, Of, Function))
          Sum.Escapes.push_back(Of);
      continue;
    }
    if (!visibleOutside(Places, P, Function))
      continue;
    const Value &Held = Values[V];
    bool Unchanged = Held.Origins.size() == 1 && Held.Memory.empty() && Origins[Held.Origins[0].Origin].Place == P;
    if (!Unchanged && !fault(Fault::SummaryLosesStores) && !(Held.empty() && Here.Kind != PlaceKind::Variable))
      Sum.Stores.emplace_back(P, V);
  }
}

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
    case PlaceKind::Pointee: {
      ValueId V = initial(Here.Parent);
      if (V != Bottom)
        for (const MemoryRef &R : Caller.Values[V].Memory) {
          if (R.Target == NoPlace)
            return {};
          Out.push_back(R.Target);
        }
      return Out;
    }
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
      Ref.PathMay |= R.PathMay;
      Ref.ViewMay |= R.ViewMay;
      Ref.LayoutMay |= R.LayoutMay;
      Ref.Among |= R.Among;
      Ref.Part |= R.Part;
      Ref.Const |= R.Const;
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
      llvm::SmallVector<PlaceId, 1> Targets;
      if (R.Target != NoPlace)
        Targets = places(R.Target);
      if (Targets.empty())
        Targets.push_back(NoPlace);
      for (PlaceId T : Targets) {
        MemoryRef M = R;
        M.Target = T;
        Out.add(M);
      }
    }
    Out.Attributes = V.Attributes;
    Out.Callables = V.Callables;
    return Out;
  }

  ValueId value(ValueId V) {
    return V == Bottom ? Bottom : Caller.Values.intern(translated(Callee.values()[V]));
  }

private:
  FunctionAnalysis &Caller;
  const FunctionAnalysis &Callee;
  const CallSite &Call;
  llvm::ArrayRef<Evaluated> Ops;
};

Evaluated FunctionAnalysis::applySummary(const CallSite &Call, const Summary &S,
                                         llvm::MutableArrayRef<Evaluated> Ops) {
  const FunctionAnalysis &Callee = *S.Of;
  Translator T(*this, Callee, Call, Ops);
  bool Object = llvm::any_of(S.Stores, [&](const auto &Store) {
    return Callee.places()[Callee.places().root(Store.first)].Kind == PlaceKind::Return;
  });
  bool Constructs = isa<CXXConstructExpr>(Call.Site);
  for (unsigned I = 0; I < Ops.size(); ++I)
    if (const ParmVarDecl *P = Call.parameter(I); P && (!P->getType()->isReferenceType() || P->getType()->getPointeeType().isConstQualified()))
      emitUse(Call, Ops[I]);
  if (Constructs || Object)
    store(Places.temporary(*Call.Site), Values.empty());
  for (const Summary::ParamWrite &W : S.Writes) {
    Value V;
    T.addOrigin(V, W.Target);
    WriteFact Fact;
    Fact.Site = Call.Site;
    const auto *Method = dyn_cast<CXXMethodDecl>(&Callee.function());
    bool Functor = Method && Method->getOverloadedOperator() == OO_Call;
    Fact.Name = Functor ? Method->getParent()->getNameAsString() : Callee.function().getNameAsString();
    Fact.Kind = W.Kind;
    Fact.May = W.May;
    Fact.Value = Values.intern(std::move(V));
    Fact.Inside = W.Site;
    Fact.InsideName = W.Name;
    for (unsigned I = 0; I < Ops.size() && !Fact.Target; ++I)
      if (Ops[I].V != Bottom && !Values[Ops[I].V].Origins.empty())
        Fact.Target = Call.operand(I);
    emitWrite(std::move(Fact));
  }
  for (PlaceId P : S.Escapes)
    for (PlaceId Q : T.places(P))
      raise(Places.root(Q), PlaceFlag::Escaped);
  Evaluated Result;
  Result.V = T.value(S.Result);
  for (PlaceId P : S.ResultPlaces) {
    auto Qs = T.places(P);
    Result.Places.append(Qs.begin(), Qs.end());
  }
  llvm::SmallVector<std::pair<llvm::SmallVector<PlaceId, 1>, ValueId>, 4> Stores;
  for (const auto &[P, V] : S.Stores)
    Stores.emplace_back(T.places(P), T.value(V));
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

std::string FunctionAnalysis::describe(ValueId Id) const {
  if (Id == Bottom)
    return "unreachable";
  const Value &V = Values[Id];
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  const char *Sep = "";
  for (const OriginRef &R : V.Origins) {
    OS << Sep;
    Sep = ", ";
    if (!R.must())
      OS << "may ";
    if (R.Part)
      OS << "part of ";
    const Origin &O = Origins[R.Origin];
    switch (O.Kind) {
    case OriginKind::Borrow: {
      const BorrowSite &B = Borrows[O.Borrow];
      OS << "Borrow(" << B.Name << " at line "
         << Tu.context().getSourceManager().getExpansionLineNumber(B.Call->getExprLoc()) << ")";
      break;
    }
    case OriginKind::Fresh:
      OS << "Fresh";
      break;
    case OriginKind::Param:
      OS << "Param(" << (Places.name(O.Place).empty() ? "this" : Places.name(O.Place)) << ")";
      break;
    case OriginKind::Unknown:
      OS << "Unknown";
      break;
    }
  }
  for (const MemoryRef &R : V.Memory) {
    OS << Sep << (R.May ? "may " : "") << (R.Const ? "const " : "") << "points to ";
    Sep = ", ";
    if (R.Target == NoPlace)
      OS << "unknown memory";
    else if (Places[R.Target].Kind == PlaceKind::Allocation)
      OS << "an allocation";
    else if (Places[R.Target].Kind == PlaceKind::Pointee)
      OS << "*" << Places.name(R.Target);
    else
      OS << Places.name(R.Target);
  }
  if (!V.Callables.empty())
    OS << Sep << "callable";
  return Out;
}

std::string printSummary(const Summary &S) {
  if (!S.Known)
    return "unknown\n";
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  const FunctionAnalysis &F = *S.Of;
  for (const Summary::ParamWrite &W : S.Writes)
    OS << (W.May || !W.Target.must() ? "may write " : "writes ") << F.places().name(F.origin(W.Target.Origin).Place)
       << " by " << W.Name << "\n";
  for (const auto &[P, V] : S.Stores)
    OS << "sets " << F.places().name(P) << " to " << F.describe(V) << "\n";
  for (PlaceId P : S.Escapes)
    OS << "keeps " << F.places().name(P) << "\n";
  if (S.Result != Bottom)
    OS << "returns " << F.describe(S.Result) << "\n";
  return Out;
}

} // namespace torchtidy::flow
