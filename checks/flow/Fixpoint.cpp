// The worklist over the CFG, and the pass that records facts once the states are final.
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "flow/Fault.h"
#include "flow/FunctionAnalysis.h"
#include "flow/Limits.h"
#include "flow/Loops.h"
#include "flow/Paths.h"
#include "flow/TuAnalysis.h"
#include <queue>

using namespace clang;

namespace torchtidy::flow {

/// The try blocks of one graph, and the join of the states inside each.
class TryRegions {
public:
  explicit TryRegions(const CFG &G) {
    for (auto It = G.try_blocks_begin(); It != G.try_blocks_end(); ++It) {
      const auto *Try = dyn_cast_or_null<CXXTryStmt>((*It)->getTerminatorStmt());
      if (!Try)
        continue;
      Regions.emplace_back();
      for (const CFGBlock *Handler : (*It)->succs())
        if (Handler)
          Regions.back().Handlers.push_back(Handler);
      llvm::SmallVector<const Stmt *, 16> Work{Try->getTryBlock()};
      while (!Work.empty()) {
        const Stmt *S = Work.pop_back_val();
        if (!S)
          continue;
        Of[S].push_back(Regions.size() - 1);
        Work.append(S->child_begin(), S->child_end());
      }
    }
  }
  bool empty() const { return Regions.empty(); }

  void reached(const Stmt &S, const State &Now, FunctionAnalysis &F) {
    auto It = Of.find(&S);
    if (It == Of.end())
      return;
    for (unsigned I : It->second) {
      Region &R = Regions[I];
      if (!R.Thrown) {
        R.Thrown = Now;
        R.Changed = true;
        continue;
      }
      State Mine = *R.Thrown;
      R.Changed |= R.Thrown->join(Now, F.Values, [&](PlaceId P, bool O) { return F.loadIn(O ? Now : Mine, P); });
    }
  }

  llvm::SmallVector<std::pair<const CFGBlock *, const State *>, 4> changed() {
    llvm::SmallVector<std::pair<const CFGBlock *, const State *>, 4> Out;
    for (Region &R : Regions) {
      if (!R.Changed)
        continue;
      R.Changed = false;
      for (const CFGBlock *H : R.Handlers)
        Out.emplace_back(H, &*R.Thrown);
    }
    return Out;
  }

private:
  struct Region {
    llvm::SmallVector<const CFGBlock *, 2> Handlers;
    std::optional<State> Thrown;
    bool Changed = false;
  };
  std::vector<Region> Regions;
  llvm::DenseMap<const Stmt *, llvm::SmallVector<unsigned, 1>> Of;
};

FunctionAnalysis::FunctionAnalysis(TuAnalysis &Tu, const FunctionDecl &Function, bool LoopsRun)
    : Tu(Tu), Function(Function), LoopsRun(LoopsRun) {
  Origins.push_back({OriginKind::Unknown});
  OriginIndex[{static_cast<unsigned>(OriginKind::Unknown), {0, NoPlace}}] = 0;
}

FunctionAnalysis::~FunctionAnalysis() = default;

std::unique_ptr<CFG> FunctionAnalysis::buildGraph(const Decl &Owner, const Stmt &Body) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddInitializers = true;
  Options.AddCXXDefaultInitExprInCtors = true;
  Options.AddLifetime = true;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.PruneTriviallyFalseEdges = true;
  return CFG::buildCFG(&Owner, const_cast<Stmt *>(&Body), &Tu.context(), Options);
}

/// Expressions whose value is used in another block than the one that evaluates them (arguments around a `?:`).
void FunctionAnalysis::findCrossing(const CFG &G) {
  llvm::DenseMap<const Stmt *, unsigned> BlockOf;
  for (const CFGBlock *B : G)
    for (const CFGElement &E : *B)
      if (auto S = E.getAs<CFGStmt>())
        BlockOf[S->getStmt()] = B->getBlockID();
  for (const CFGBlock *B : G)
    for (const CFGElement &E : *B)
      if (auto S = E.getAs<CFGStmt>()) {
        llvm::SmallVector<const Stmt *, 8> Work(S->getStmt()->child_begin(), S->getStmt()->child_end());
        while (!Work.empty()) {
          const Stmt *C = Work.pop_back_val();
          if (!C || isa<LambdaExpr>(C))
            continue;
          auto It = BlockOf.find(C);
          if (It == BlockOf.end())
            Work.append(C->child_begin(), C->child_end());
          else if (It->second != B->getBlockID())
            Crossing.insert(C);
        }
      }
}

bool FunctionAnalysis::run() {
  const Stmt *Body = Function.getBody();
  if (!Body)
    return false;
  Graph = buildGraph(Function, *Body);
  if (!Graph)
    return false;
  findCrossing(*Graph);
  Events.resize(Graph->getNumBlockIDs());
  State Exit;
  bool Good = runGraph(*Graph, State(), Exit, /*Nested=*/false) && !GaveUp;
  Tu.countSteps(Steps);
  if (Good)
    buildSummary(Exit);
  return Good;
}

bool FunctionAnalysis::runGraph(const CFG &G, State Entry, State &Exit, bool Nested) {
  bool RecordAfter = Nested ? Recording : true;
  bool WasRecording = Recording;
  Recording = false;
  LoopConditions Loops(G, LoopsRun);
  std::vector<std::optional<State>> In(G.getNumBlockIDs());
  std::vector<std::optional<State>> ByRound[2]; // what comes to a condition in the first round, and in later ones
  for (auto &Round : ByRound)
    Round.resize(LoopsRun ? G.getNumBlockIDs() : 0);
  std::vector<unsigned> Visits(G.getNumBlockIDs());
  std::vector<bool> Queued(G.getNumBlockIDs());
  // Block ids fall along the flow in Clang's CFG, so the highest queued id first is reverse post-order.
  std::priority_queue<unsigned> Queue;
  std::vector<const CFGBlock *> ById(G.getNumBlockIDs());
  for (const CFGBlock *B : G)
    ById[B->getBlockID()] = B;
  auto Enqueue = [&](unsigned Id) {
    if (!Queued[Id]) {
      Queued[Id] = true;
      Queue.push(Id);
    }
  };
  auto Join = [&](std::optional<State> &Into, const State &From) {
    if (!Into) {
      Into = From;
      return true;
    }
    State Mine = *Into;
    return Into->join(From, Values, [&](PlaceId P, bool IsOther) { return loadIn(IsOther ? From : Mine, P); });
  };
  auto JoinInto = [&](unsigned Id, const State &From) { return Join(In[Id], From); };
  In[G.getEntry().getBlockID()] = std::move(Entry);
  Enqueue(G.getEntry().getBlockID());
  TryRegions Tries(G);
  // A handler has no edge from its try body: it may be entered from any state of it.
  TryRegions *OuterTries = InForce;
  InForce = Tries.empty() ? nullptr : &Tries;
  while (!Queue.empty()) {
    unsigned Id = Queue.top();
    Queue.pop();
    Queued[Id] = false;
    const CFGBlock *B = ById[Id];
    if (++Visits[Id] > limits::MaxBlockVisits || Steps > limits::MaxSteps || GaveUp) {
      GaveUp = true;
      Recording = WasRecording;
      InForce = OuterTries;
      return false;
    }
    auto Go = [&](const State &From, bool Later) {
      Cur = From;
      runBlock(*B);
      State Out = Cur;
      for (auto &[Handler, Thrown] : Tries.changed())
        if (JoinInto(Handler->getBlockID(), *Thrown))
          Enqueue(Handler->getBlockID());
      for (const CFGBlock *Succ : B->succs()) {
        if (!Succ || (!Later && Loops.leaves(*B, *Succ)))
          continue;
        bool Changed = JoinInto(Succ->getBlockID(), Out);
        if (Loops.contains(*Succ))
          Changed |= Join(ByRound[Loops.sameCondition(*B, *Succ) ? Later : Loops.endsRound(*B, *Succ)][Succ->getBlockID()], Out);
        if (Changed && !(fault(Fault::LoopRunsOnce) && Visits[Succ->getBlockID()]))
          Enqueue(Succ->getBlockID());
      }
    };
    if (!Loops.contains(*B))
      Go(State(*In[Id]), true);
    else
      for (bool Later : {false, true})
        if (auto &Round = ByRound[Later][Id])
          Go(State(*Round), Later);
  }
  InForce = nullptr;
  if (RecordAfter) {
    Recording = true;
    for (unsigned Id = G.getNumBlockIDs(); Id-- > 0;) {
      if (!In[Id] || !ById[Id])
        continue;
      if (Nested)
        InLambdas.push_back({&G, Id});
      else
        CurBlock = Id;
      Cur = *In[Id];
      runBlock(*ById[Id]);
      if (Nested)
        InLambdas.pop_back();
    }
  }
  Recording = WasRecording;
  InForce = OuterTries;
  auto &ExitState = In[G.getExit().getBlockID()];
  Exit = ExitState ? *ExitState : State();
  return true;
}

void FunctionAnalysis::runBlock(const CFGBlock &Block) {
  for (const CFGElement &E : Block) {
    if (++Steps > limits::MaxSteps) {
      GaveUp = true;
      return;
    }
    auto S = E.getAs<CFGStmt>();
    if (InForce && S)
      InForce->reached(*S->getStmt(), Cur, *this);
    step(E);
    if (InForce && S)
      InForce->reached(*S->getStmt(), Cur, *this);
  }
}

void FunctionAnalysis::step(const CFGElement &Element) {
  if (auto S = Element.getAs<CFGStmt>()) {
    visit(*S->getStmt());
    if (Recording && KeepSnapshots)
      snapshot(*S->getStmt());
    return;
  }
  if (auto I = Element.getAs<CFGInitializer>()) {
    const CXXCtorInitializer *Init = I->getInitializer();
    if (Init->isAnyMemberInitializer() && Init->getAnyMember() && Init->getInit())
      bindMember(Places.thisObject(), *Init->getAnyMember(), *Init->getInit());
    else if (Init->getInit())
      for (PlaceId P : evaluate(*Init->getInit()).Places) // a base, or the constructor that this one delegates to
        copyParts(Places.thisObject(), P);
    return;
  }
  if (auto L = Element.getAs<CFGLifetimeEnds>()) {
    if (L->getVarDecl()->getType()->isReferenceType())
      return;
    emit(EventKind::End, L->getTriggerStmt(), Places.variable(*L->getVarDecl()));
  }
}

/// On how many of the ways through the bodies of lambdas that are run here the place under way is passed.
OnPaths FunctionAnalysis::pathsHere() {
  OnPaths Sum = OnPaths::Every;
  for (const auto &[Of, Block] : InLambdas) {
    auto [It, New] = PathsOf.try_emplace({Of, Block}, OnPaths::Every);
    if (New)
      It->second = Paths(*Of).through({Block});
    Sum = both(Sum, It->second);
  }
  return Sum;
}

void FunctionAnalysis::emit(Event Ev) {
  if (Recording && CurBlock < Events.size())
    Events[CurBlock].push_back(Ev);
}

void FunctionAnalysis::emit(EventKind Kind, const Stmt *Site, PlaceId Place, ValueId V) {
  Event Ev;
  Ev.Kind = Kind;
  Ev.Site = Site;
  Ev.Place = Place;
  Ev.Value = V;
  emit(Ev);
}

void FunctionAnalysis::snapshot(const Stmt &S) {
  // Only whole statements and declarations are worth a line in `explain`.
  if (!isa<DeclStmt, CallExpr, BinaryOperator, ReturnStmt>(S))
    return;
  unsigned Line = Tu.context().getSourceManager().getExpansionLineNumber(S.getBeginLoc());
  std::vector<std::pair<PlaceId, ValueId>> Now;
  for (PlaceId P = 1; P < Places.size(); ++P)
    if (Places[P].Kind != PlaceKind::Flag && Places[P].Kind != PlaceKind::Temporary)
      if (ValueId V = Cur.get(P); V != Bottom && !Values[V].empty())
        Now.emplace_back(P, V);
  if (!Snapshots.empty() && Snapshots.back().first == Line)
    Snapshots.back().second = std::move(Now);
  else
    Snapshots.emplace_back(Line, std::move(Now));
}

std::vector<std::pair<PlaceId, ValueId>> FunctionAnalysis::snapshotAt(unsigned Line) const {
  std::vector<std::pair<PlaceId, ValueId>> Best;
  unsigned BestLine = 0;
  for (const auto &[At, State] : Snapshots)
    if (At <= Line && At >= BestLine) {
      BestLine = At;
      Best = State;
    }
  return Best;
}

} // namespace torchtidy::flow
