// The worklist over the CFG, and the pass that records facts once the states are final.
#include "clang/Analysis/AnalysisDeclContext.h"
#include "clang/Basic/SourceManager.h"
#include "flow/FunctionAnalysis.h"
#include "flow/Limits.h"
#include "flow/TuAnalysis.h"
#include <queue>

using namespace clang;

namespace torchtidy::flow {

FunctionAnalysis::FunctionAnalysis(TuAnalysis &Tu, const FunctionDecl &Function) : Tu(Tu), Function(Function) {
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
  std::vector<std::optional<State>> In(G.getNumBlockIDs());
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
  auto JoinInto = [&](unsigned Id, const State &From) {
    if (!In[Id]) {
      In[Id] = From;
      return true;
    }
    State Mine = *In[Id];
    return In[Id]->join(From, Values, [&](PlaceId P, bool IsOther) { return loadIn(IsOther ? From : Mine, P); });
  };
  In[G.getEntry().getBlockID()] = std::move(Entry);
  Enqueue(G.getEntry().getBlockID());
  State Handlers; // join of all states of the body: a handler may be entered from any of them
  bool AnyHandler = false;
  for (const CFGBlock *B : G)
    if (B->getLabel() && isa<CXXCatchStmt>(B->getLabel()))
      AnyHandler = true;
  bool HaveHandlers = false;
  while (!Queue.empty()) {
    unsigned Id = Queue.top();
    Queue.pop();
    Queued[Id] = false;
    const CFGBlock *B = ById[Id];
    if (++Visits[Id] > limits::MaxBlockVisits || Steps > limits::MaxSteps || GaveUp) {
      GaveUp = true;
      Recording = WasRecording;
      return false;
    }
    Cur = *In[Id];
    runBlock(*B);
    State Out = Cur;
    if (AnyHandler && !(B->getLabel() && isa<CXXCatchStmt>(B->getLabel()))) {
      bool Changed = false;
      for (const State *S : {static_cast<const State *>(&*In[Id]), static_cast<const State *>(&Out)}) {
        if (!HaveHandlers) {
          Handlers = *S;
          HaveHandlers = Changed = true;
        } else {
          State Mine = Handlers;
          Changed |= Handlers.join(*S, Values, [&](PlaceId P, bool O) { return loadIn(O ? *S : Mine, P); });
        }
      }
      if (Changed)
        for (const CFGBlock *H : G)
          if (H->getLabel() && isa<CXXCatchStmt>(H->getLabel()))
            if (JoinInto(H->getBlockID(), Handlers))
              Enqueue(H->getBlockID());
    }
    for (const CFGBlock *Succ : B->succs())
      if (Succ && JoinInto(Succ->getBlockID(), Out))
        Enqueue(Succ->getBlockID());
  }
  if (RecordAfter) {
    Recording = true;
    for (unsigned Id = G.getNumBlockIDs(); Id-- > 0;) {
      if (!In[Id] || !ById[Id])
        continue;
      if (!Nested)
        CurBlock = Id;
      Cur = *In[Id];
      runBlock(*ById[Id]);
    }
  }
  Recording = WasRecording;
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
    step(E);
  }
}

void FunctionAnalysis::step(const CFGElement &Element) {
  if (auto S = Element.getAs<CFGStmt>()) {
    visit(*S->getStmt());
    if (Recording)
      snapshot(*S->getStmt());
    return;
  }
  if (auto I = Element.getAs<CFGInitializer>()) {
    const CXXCtorInitializer *Init = I->getInitializer();
    if (Init->isAnyMemberInitializer() && Init->getAnyMember() && Init->getInit())
      bindMember(Places.thisObject(), *Init->getAnyMember(), *Init->getInit());
    else if (Init->getInit())
      evaluate(*Init->getInit());
    return;
  }
  if (auto L = Element.getAs<CFGLifetimeEnds>()) {
    if (L->getVarDecl()->getType()->isReferenceType())
      return;
    Event Ev;
    Ev.Kind = EventKind::End;
    Ev.Site = L->getTriggerStmt();
    Ev.Place = Places.variable(*L->getVarDecl());
    emit(Ev);
  }
}

void FunctionAnalysis::emit(Event Ev) {
  if (Recording && CurBlock < Events.size())
    Events[CurBlock].push_back(Ev);
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
