/// The flow of origins through one function: CFG, worklist, transfer, facts.
#pragma once

#include "clang/Analysis/CFG.h"
#include "flow/Facts.h"
#include "flow/Summary.h"
#include "llvm/ADT/DenseSet.h"
#include <memory>

namespace torchtidy::flow {

class TuAnalysis;
class TryRegions;

/// Value of an expression, and the places that it denotes when it is an lvalue.
struct Evaluated {
  ValueId V = Bottom;
  llvm::SmallVector<PlaceId, 1> Places;
};

class FunctionAnalysis {
public:
  /// With LoopsRun, every loop is taken to run a round at least.
  FunctionAnalysis(TuAnalysis &Tu, const clang::FunctionDecl &Function, bool LoopsRun = false);
  ~FunctionAnalysis();

  /// Runs to the fixed point and records the facts. False when a cap was hit or there is no CFG: nothing may be said then.
  bool run();

  const clang::FunctionDecl &function() const { return Function; }
  const std::vector<BorrowSite> &borrows() const { return Borrows; }
  const std::vector<WriteFact> &writes() const { return Writes; }
  const std::vector<FreeFact> &frees() const { return Frees; }
  const std::vector<std::vector<Event>> &events() const { return Events; }
  const std::vector<CallFact> &calls() const { return NotedCalls; }
  const PlaceTable &places() const { return Places; }
  const ValueTable &values() const { return Values; }
  const Origin &origin(OriginId Id) const { return Origins[Id]; }
  const Summary &summary() const { return Sum; }
  const clang::CFG *cfg() const { return Graph.get(); }
  TuAnalysis &tu() const { return Tu; }
  /// Before run(): remember the values at every line. Costs as many values as the function has lines times places.
  void keepSnapshots() { KeepSnapshots = true; }
  /// Values at the end of the statement that begins on a line: for `explain` and for tests.
  std::vector<std::pair<PlaceId, ValueId>> snapshotAt(unsigned Line) const;
  std::string describe(ValueId Id) const;

private:
  friend class Translator;
  friend class TryRegions;
  /// A lambda body that is being run inside this function.
  struct LambdaFrame {
    const clang::CXXRecordDecl *Closure = nullptr;
    FunctionAnalysis *In = nullptr;
    ValueId Result = Bottom;
    /// The closure's own copy of a variable captured by value; NoPlace for references and everything else.
    PlaceId capture(const clang::ValueDecl &Var) const;
  };

  // Fixpoint.cpp
  std::unique_ptr<clang::CFG> buildGraph(const clang::Decl &Owner, const clang::Stmt &Body);
  bool runGraph(const clang::CFG &Graph, State Entry, State &Exit, bool Nested);
  void runBlock(const clang::CFGBlock &Block);
  void step(const clang::CFGElement &Element);
  void findCrossing(const clang::CFG &G);
  void snapshot(const clang::Stmt &S);

  // Evaluate.cpp
  void visit(const clang::Stmt &S);
  ValueId withHeap(ValueId V);
  void declare(const clang::VarDecl &Var);
  Evaluated evaluate(const clang::Expr &E);
  Evaluated compute(const clang::Expr &E);
  Evaluated computeAssignment(const clang::BinaryOperator &Op);
  Evaluated computeIncrement(const clang::UnaryOperator &Op);
  bool writeTensor(const clang::Expr &Site, const clang::Expr &Target, const Evaluated &Left);
  void writeMemory(const clang::Expr &Site, const clang::Expr &Target, llvm::ArrayRef<PlaceId> Targets);
  PlaceId capturedBy(const clang::ValueDecl &Var) const;
  Evaluated computeLambda(const clang::LambdaExpr &L);
  Evaluated computeInitList(const clang::InitListExpr &L);
  Evaluated defaultConstructed(const clang::CXXConstructExpr &E);
  Evaluated glue(const clang::Expr &E);
  Evaluated declRef(const clang::DeclRefExpr &E);
  Evaluated member(const clang::MemberExpr &E);
  ValueId pointerTo(llvm::ArrayRef<PlaceId> Targets, bool May = false);
  llvm::SmallVector<PlaceId, 1> pointees(const clang::Expr &Pointer);
  void bindMember(PlaceId Object, const clang::FieldDecl &Field, const clang::Expr &Init);
  Evaluated temporary(const clang::Expr &E, ValueId V);

  // Memory.cpp: reading and writing places
  ValueId load(PlaceId P);
  ValueId loadIn(const State &S, PlaceId P);
  ValueId loadAll(llvm::ArrayRef<PlaceId> Ps);
  ValueId initial(PlaceId P);
  Attrs settledAttributes(PlaceId P);
  clang::QualType typeOf(PlaceId P) const;
  void store(PlaceId P, ValueId V);
  void assign(llvm::ArrayRef<PlaceId> Targets, ValueId V, const clang::Stmt &Site);
  void mergeInto(PlaceId P, ValueId V);
  void loosen(PlaceId P, ValueId Else);
  ValueId keptAttributesOf(const clang::Expr &E, ValueId V);
  void forgetAttributes(PlaceId P);
  ValueId afterReset(ValueId V, const TensorReset &Reset);
  void resetTensor(const TensorReset &Reset, llvm::ArrayRef<PlaceId> Except);
  void clearChildren(PlaceId P);
  /// Whether a copy of type T is one of parts that stay apart. A tensor has none: where it is an element of a container, its
  /// place is that of all elements, and what it is is the value.
  bool isObject(clang::QualType T, const Evaluated &From) const;
  void copyObject(PlaceId To, PlaceId From);
  void copyParts(PlaceId To, PlaceId From);
  ValueId whole(PlaceId P);
  bool weakPlace(PlaceId P) const;
  PlaceId allocate(const clang::Expr &Site);
  void raise(PlaceId P, PlaceFlag Flag);
  bool raised(PlaceId P, PlaceFlag Flag);
  void escape(ValueId V, const clang::Stmt &Site);
  void release(ValueId V, const clang::Stmt &Site);
  void swapMemory(const CallSite &Call, unsigned Other, llvm::ArrayRef<Evaluated> Ops);
  Value underlying(ValueId V) const;
  void emitUse(const CallSite &Call, const Evaluated &Operand);
  ValueId unknownOf(clang::QualType T);
  ValueId withOrigin(Origin O);
  OriginId originId(Origin O);
  ValueId attributesOf(const clang::Expr &E, ValueId V);

  // Calls.cpp
  Evaluated call(const clang::Expr &E);
  Evaluated applyEffect(const CallSite &Call, const Effect &Eff, llvm::MutableArrayRef<Evaluated> Ops);
  Evaluated resultOf(const CallSite &Call, const Effect &Eff, llvm::ArrayRef<Evaluated> Ops);
  Evaluated viewResult(const Effect &Eff, llvm::ArrayRef<Evaluated> Ops);
  Evaluated borrowResult(const CallSite &Call, const Effect &Eff, llvm::ArrayRef<Evaluated> Ops);
  Evaluated elementResult(const CallSite &Call, const Effect &Eff, llvm::ArrayRef<Evaluated> Ops);
  Evaluated applyUnknown(const CallSite &Call, llvm::MutableArrayRef<Evaluated> Ops);
  Evaluated applySummary(const CallSite &Call, const Summary &S, llvm::MutableArrayRef<Evaluated> Ops);
  void applyOperand(const CallSite &Call, const Effect &Eff, unsigned I, llvm::ArrayRef<Evaluated> Ops);
  llvm::SmallVector<PlaceId, 1> rebindTargets(const clang::Expr &Operand, const Evaluated &E);
  ValueId filter(ValueId V, clang::QualType T);
  void addPointedTo(Value &Sum, const Value &Pointer);
  ValueId contents(llvm::ArrayRef<Evaluated> Ops, unsigned Except);
  // Holders.cpp
  PlaceId slotPlace(PlaceId Holder, clang::QualType T, unsigned Slot);
  void storeSlot(PlaceId Slot, clang::QualType T, const Evaluated &From);
  Evaluated slotsResult(const CallSite &Call, const Effect &Eff, llvm::ArrayRef<Evaluated> Ops);
  Evaluated slotOf(const Evaluated &Holder, clang::QualType T, unsigned Slot);
  bool assignSlots(const CallSite &Call, const Evaluated &To, const Evaluated &From);

  // Callables.cpp
  static bool isCallOperator(const clang::FunctionDecl &F);
  Evaluated callThroughPointer(const clang::CallExpr &Call);
  llvm::SmallVector<Evaluated, 8> argumentsFor(const CallSite &Call, const Effect &Eff, unsigned I,
                                               llvm::ArrayRef<Evaluated> Ops);
  void callOperand(const CallSite &Call, const Effect &Eff, unsigned I, llvm::ArrayRef<Evaluated> Ops);
  void storeOutput(const CallSite &Call, const Effect &Eff, ValueId Called, llvm::ArrayRef<Evaluated> Ops);
  ValueId invoke(const clang::Decl &Callable, llvm::ArrayRef<Evaluated> Args, const clang::Expr &Site,
                 const CallSite *As = nullptr);
  ValueId invokeFunction(const clang::FunctionDecl &F, llvm::ArrayRef<Evaluated> Args, const clang::Expr &Site,
                         const CallSite *As);

  // Lambdas.cpp
  ValueId runLambda(const clang::CXXMethodDecl &Operator, llvm::ArrayRef<Evaluated> Args, bool KeepEffects);
  // Summary.cpp
  void buildSummary(const State &Exit);
  void summariseWrites();
  void summariseFrees();
  bool visibleOutside(PlaceId P) const;

  // Fixpoint.cpp
  void emit(Event Ev);
  void emit(EventKind Kind, const clang::Stmt *Site, PlaceId Place, ValueId V = Bottom);
  void emitWrite(WriteFact Fact);
  void emitFree(FreeFact Fact, const clang::Stmt &Site);
  OnPaths pathsHere();

  TuAnalysis &Tu;
  const clang::FunctionDecl &Function;
  bool LoopsRun;
  std::unique_ptr<clang::CFG> Graph;
  llvm::DenseMap<const clang::Stmt *, std::unique_ptr<clang::CFG>> LambdaGraphs;
  PlaceTable Places;
  ValueTable Values;
  std::vector<Origin> Origins;
  llvm::DenseMap<std::pair<unsigned, std::pair<unsigned, PlaceId>>, OriginId> OriginIndex;
  std::vector<BorrowSite> Borrows;
  llvm::DenseMap<std::pair<const clang::Expr *, const clang::Expr *>, unsigned> BorrowIndex;
  std::vector<WriteFact> Writes;
  std::vector<FreeFact> Frees;
  std::vector<TensorReset> Resets;
  std::vector<CallFact> NotedCalls;
  std::vector<std::vector<Event>> Events;
  llvm::DenseMap<const clang::Expr *, Evaluated> Memo;
  llvm::DenseSet<const clang::Stmt *> Crossing;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<PlaceId, 1>> References;
  llvm::DenseMap<const clang::CXXRecordDecl *, const clang::LambdaExpr *> Lambdas;
  State Cur;
  Summary Sum;
  ValueId CallableResult = Bottom; ///< what the callables that the call under way runs return
  ValueId Returned = Bottom;
  llvm::SmallVector<PlaceId, 2> ReturnedPlaces;
  std::vector<std::pair<unsigned, std::vector<std::pair<PlaceId, ValueId>>>> Snapshots;
  std::vector<LambdaFrame *> Frames;
  std::vector<std::pair<const clang::CFG *, unsigned>> InLambdas; ///< the graphs of the lambdas that are run, and the block in each
  llvm::DenseMap<std::pair<const clang::CFG *, unsigned>, OnPaths> PathsOf;
  TryRegions *InForce = nullptr;
  unsigned CurBlock = 0;
  unsigned Steps = 0;
  bool Recording = false;
  bool Deferred = false; ///< a lambda is looked at where it is made
  bool GaveUp = false;
  bool KeepSnapshots = false;
};

} // namespace torchtidy::flow
