#include "flow/Summary.h"
#include "flow/Fault.h"
#include "flow/FunctionAnalysis.h"
#include "flow/Paths.h"
#include "flow/TuAnalysis.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <tuple>

using namespace clang;

namespace torchtidy::flow {

/// Whether callers can see what happens to the place: it hangs on a reference parameter, `this`, a global, or memory that
/// a parameter points to.
bool FunctionAnalysis::visibleOutside(PlaceId P) const {
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
      return Var->getDeclContext() == &Function && Var->getType()->isReferenceType();
    return !Var->hasLocalStorage();
  }
  default:
    return false;
  }
}

namespace {

/// The blocks where one thing happens: on every way through the callee or lambda that it is in, or where loops run.
struct Blocks {
  llvm::SmallVector<unsigned, 2> Every, UnlessEmpty;

  void add(unsigned Block, OnPaths In) {
    if (In == OnPaths::Every)
      Every.push_back(Block);
    if (In != OnPaths::Some)
      UnlessEmpty.push_back(Block);
  }
  OnPaths paths(const Paths &All, const ValueDecl *Given) const {
    if (All.through(Every, Given) == OnPaths::Every)
      return OnPaths::Every;
    return All.through(UnlessEmpty, Given) == OnPaths::Some ? OnPaths::Some : OnPaths::UnlessEmpty;
  }
};

} // namespace

/// The pointer, a variable or field, that leads to the memory.
static const ValueDecl *leadingTo(const PlaceTable &Places, PlaceId Memory) {
  PlaceId Root = Places.root(Memory);
  return Places[Root].Kind == PlaceKind::Pointee ? Places.decl(Places[Root].Parent) : nullptr;
}

/// One write of a kind to an origin or piece of memory tells callers all there is to tell; more would grow along chains
/// of calls.
void FunctionAnalysis::summariseWrites() {
  if (fault(Fault::SummaryLosesWrites))
    return;
  std::map<std::tuple<ValueId, WriteKind, bool>, std::pair<unsigned, Blocks>> Told;
  for (const WriteFact &W : Writes) {
    auto Tell = [&](Value Target, bool Sure) {
      bool May = W.May || W.Deferred;
      auto [It, New] = Told.try_emplace({Values.intern(std::move(Target)), W.Kind, May}, Sum.Writes.size(), Blocks());
      if (New)
        Sum.Writes.push_back({std::get<0>(It->first), W.Kind, May, OnPaths::Some, W.Inside ? W.Inside : W.Site,
                              W.Inside ? W.InsideName : W.Name});
      if (Sure && !May)
        It->second.second.add(W.Pos.Block, W.Paths);
    };
    Value Under = underlying(W.Value);
    for (const OriginRef &R : Under.Origins)
      if (Origins[R.Origin].Kind == OriginKind::Param) {
        Value One;
        One.add(R);
        Tell(std::move(One), R.must());
      }
    for (const MemoryRef &R : Under.Memory)
      if (R.Target != NoPlace && visibleOutside(R.Target)) {
        Value One;
        One.add(R);
        Tell(std::move(One), !R.May);
      }
  }
  Paths All(*Graph);
  for (const auto &[Key, Where] : Told) {
    const Value &Target = Values[std::get<0>(Key)];
    const ValueDecl *Given = Target.Memory.empty() ? nullptr : leadingTo(Places, Target.Memory.front().Target);
    Sum.Writes[Where.first].Paths = Where.second.paths(All, Given);
  }
  // The body of a lambda that is called here was looked at where it is made, too.
  llvm::erase_if(Sum.Writes, [&](const Summary::OuterWrite &May) {
    return May.May && llvm::any_of(Sum.Writes, [&](const Summary::OuterWrite &W) {
      return W.Target == May.Target && W.Kind == May.Kind && W.Paths != OnPaths::Some;
    });
  });
}

void FunctionAnalysis::summariseFrees() {
  std::map<PlaceId, std::pair<unsigned, Blocks>> Told;
  // `v.resize(n)`, `v.clear()`: a function that is called again and again mostly finds the room that it made before.
  llvm::DenseSet<PlaceId> Refilled;
  for (const FreeFact &F : Frees)
    if (F.Refills)
      Refilled.insert(F.Memory);
  for (const FreeFact &F : Frees)
    if (!F.May && !F.Deferred && visibleOutside(F.Memory) && !Refilled.contains(F.Memory)) {
      auto [It, New] = Told.try_emplace(F.Memory, Sum.Frees.size(), Blocks());
      if (New)
        Sum.Frees.push_back({F.Memory, OnPaths::Some, F.Inside});
      It->second.second.add(F.Pos.Block, F.Paths);
    }
  Paths All(*Graph);
  for (const auto &[Memory, Where] : Told)
    Sum.Frees[Where.first].Paths = Where.second.paths(All, leadingTo(Places, Memory));
}

void FunctionAnalysis::buildSummary(const State &Exit) {
  Sum.Of = this;
  Sum.Known = true;
  Sum.Result = Returned;
  if (Function.getReturnType()->isReferenceType())
    Sum.ResultPlaces = ReturnedPlaces;
  summariseWrites();
  summariseFrees();
  for (const TensorReset &R : Resets)
    if (R.Old != Bottom && llvm::any_of(Values[R.Old].Origins, [&](const OriginRef &O) { return Origins[O.Origin].Kind == OriginKind::Param; }) &&
        llvm::none_of(Sum.Resets, [&](const TensorReset &Told) { return Told.Old == R.Old && Told.New == R.New; }))
      Sum.Resets.push_back(R);
  if (Returned != Bottom)
    for (const MemoryRef &R : Values[Returned].Memory)
      if (R.Target != NoPlace && Places[R.Target].Kind == PlaceKind::Allocation)
        Sum.Allocations.emplace_back(R.Target, Exit.get(Places.flag(R.Target, PlaceFlag::Written)) != Bottom);
  for (PlaceId P = 1; P < Places.size(); ++P) {
    const Place &Here = Places[P];
    ValueId V = Exit.get(P);
    if (V == Bottom)
      continue;
    if (Here.Kind == PlaceKind::Flag) {
      PlaceId Of = Here.Parent;
      if (static_cast<PlaceFlag>(Here.Extra - 1) == PlaceFlag::Escaped)
        if (Places[Of].Kind == PlaceKind::Pointee || visibleOutside(Of))
          Sum.Escapes.push_back(Of);
      continue;
    }
    if (!visibleOutside(P))
      continue;
    const Value &Held = Values[V];
    bool Unchanged = Held.Origins.size() == 1 && Held.Memory.empty() && Origins[Held.Origins[0].Origin].Place == P;
    if (!Unchanged && !fault(Fault::SummaryLosesStores) && !(Held.empty() && Here.Kind != PlaceKind::Variable))
      Sum.Stores.emplace_back(P, V);
  }
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
  auto Often = [&](OnPaths P) { OS << (P == OnPaths::Every ? "" : P == OnPaths::Some ? " on some paths" : " in a loop") << "\n"; };
  for (const Summary::OuterWrite &W : S.Writes) {
    const Value &Target = F.values()[W.Target];
    bool Raw = Target.Origins.empty(), Must = Raw ? !Target.Memory[0].May : Target.Origins[0].must();
    PlaceId P = Raw ? Target.Memory[0].Target : F.origin(Target.Origins[0].Origin).Place;
    OS << (W.May || !Must ? "may write " : "writes ") << (Raw ? "memory of " : "") << F.places().name(P) << " by " << W.Name;
    Often(W.May || !Must ? OnPaths::Every : W.Paths);
  }
  for (const Summary::OuterFree &Free : S.Frees) {
    OS << "ends memory of " << F.places().name(Free.Memory);
    Often(Free.Paths);
  }
  for (const TensorReset &R : S.Resets)
    OS << "gives " << F.describe(R.Old) << " the memory of " << F.describe(R.New) << "\n";
  for (const auto &[P, V] : S.Stores)
    OS << "sets " << F.places().name(P) << " to " << F.describe(V) << "\n";
  for (const auto &[P, Written] : S.Allocations)
    OS << "allocates " << (Written ? "and fills\n" : "only\n");
  for (PlaceId P : S.Escapes)
    OS << "keeps " << F.places().name(P) << "\n";
  if (S.Result != Bottom)
    OS << "returns " << F.describe(S.Result) << "\n";
  return Out;
}

} // namespace torchtidy::flow
