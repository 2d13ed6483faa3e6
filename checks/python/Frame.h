/// One run over one function (or the module): the state, and what each statement and expression does to it.
#pragma once

#include "python/Analysis.h"
#include "python/OpTable.h"
#include "python/PlaceMap.h"
#include <map>

namespace torchtidy::python {

struct State {
  /// A write whose effect somebody may still see.
  struct PendingWrite {
    MemoryId Memory;
    BorrowId Borrow;
    NodeId Site;
    bool operator==(const PendingWrite &O) const {
      return Memory == O.Memory && Borrow == O.Borrow && Site == O.Site;
    }
  };
  bool Dead = false;
  PlaceMap Vars;
  llvm::SmallVector<PendingWrite, 2> Pending;
  bool operator==(const State &O) const { return Dead == O.Dead && Vars == O.Vars && Pending == O.Pending; }
};

struct Argument {
  NodeId Node = 0; ///< the expression
  llvm::StringRef Name;
  ValueId V = 0;
  bool Splat = false;
};

struct CallSite {
  NodeId Node = 0, Callee = 0;
  llvm::SmallVector<Argument, 4> Args;
  bool Splat = false; ///< `*args` or `**kw`: there may be more arguments than are seen

  const Argument *positional(unsigned I) const;
  const Argument *keyword(llvm::StringRef Name) const;
  /// The argument that is given by position or by name.
  const Argument *argument(unsigned I, llvm::StringRef Name) const;
  unsigned positionals() const;
};

class Frame {
public:
  Frame(FileAnalysis &File, NodeId Function);
  /// Runs the body. False: a cap was hit, and nothing may be said.
  bool run();
  ValueId result() const { return Result; }
  const std::vector<Summary::ParamWrite> &paramWrites() const { return ParamWrites; }
  const std::vector<llvm::StringRef> &params() const { return Params; }
  bool varargs() const { return Varargs; }

private:
  // Statements.cpp
  void block(NodeId N);
  void statement(NodeId N);
  void ifStatement(NodeId N);
  void loop(NodeId N, NodeId Target, ValueId Element, NodeId Condition);
  void tryStatement(NodeId N);
  void withStatement(NodeId N);
  void matchStatement(NodeId N);
  void imports(NodeId N);
  void expressionStatement(NodeId N);
  void definition(NodeId N);

  // Assignments.cpp
  void assignment(NodeId N);
  void augmented(NodeId N);
  void assign(NodeId Target, ValueId V, NodeId From);
  void refine(NodeId Condition, bool Holds);
  void refineType(NodeId Name, NodeId Class);

  // Names.cpp
  ValueId lookup(llvm::StringRef Name);
  ValueId attributeDefault(llvm::StringRef Place);
  ValueId place(llvm::StringRef Place);
  void bind(llvm::StringRef Name, ValueId V);
  void keep(ValueId V);
  void setPlace(llvm::StringRef Place, ValueId V);
  void forget(llvm::StringRef Base);
  /// "a.b.c" where N is such a path, else empty.
  llvm::StringRef pathOf(NodeId N);
  void bindParameters();
  ValueId typeOfAnnotation(NodeId Type, ValueId Base);
  ValueId typeOfText(llvm::StringRef Text, ValueId Base, unsigned Nested);
  ValueId element(ValueId Of);
  State join(const State &X, const State &Y);
  /// The state behind a loop, told what its rounds leave.
  State behindLoop(const State &Behind, const State &AfterRound);
  void noteRead(ValueId V, NodeId At);

  // Expressions.cpp
  ValueId eval(NodeId N);
  ValueId evalInner(NodeId N);
  ValueId evalAttribute(NodeId N);
  ValueId evalBinary(NodeId N);
  ValueId evalComprehension(NodeId N);
  ValueId evalCall(NodeId N);
  /// Result of arithmetic on these values.
  ValueId arithmetic(ValueId A, ValueId B, NodeId At, bool Comparison);
  ValueId fresh(NodeId Site, Memory::Kind K, Type T, DType D);
  /// The tensors meet in one operation.
  void meet(ValueId A, ValueId B);
  void putInto(ValueId From, ValueId To);
  void kinOf(ValueId From, Value &Into);

  // Index.cpp
  ValueId evalSubscript(NodeId N);
  ValueId elementOf(ValueId V);
  ValueId oneOf(ValueId Container);
  void noteIndex(ValueId V);
  bool turns(NodeId Subscript, bool Before) const;
  Indexing indexKind(NodeId Index, ValueId V);
  Indexing indexOf(NodeId Subscript, bool *IsText = nullptr);
  /// A view of the value, of which no more is known than that it shares memory.
  ValueId view(ValueId V, bool May, bool Whole, Type T);

  // Calls.cpp
  CallSite callSite(NodeId N);
  ValueId callPath(const CallSite &C, llvm::StringRef Path);
  ValueId callTorch(const CallSite &C, llvm::StringRef Name);
  ValueId callBuiltin(const CallSite &C, llvm::StringRef Name);
  ValueId callLambda(const CallSite &C, NodeId Lambda);
  ValueId callFunction(const CallSite &C, NodeId Function, ValueId Self);
  void outArgument(const CallSite &C);

  // TorchCalls.cpp
  ValueId borrow(const CallSite &C, llvm::StringRef Maker);
  ValueId factory(const CallSite &C, llvm::StringRef Name, bool NewMethod, ValueId Receiver);
  ValueId legacy(const CallSite &C, llvm::StringRef Name);
  ValueId torchOperator(const CallSite &C, llvm::StringRef Name);
  DType dtypeArgument(const Argument *A);

  // Methods.cpp
  ValueId callMethod(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name);
  ValueId partsOf(llvm::StringRef Op, ValueId Each);
  ValueId tensorMethod(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name);
  ValueId conversion(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name);
  void noteConversion(const CallSite &C, NodeId Object, bool Dtype, bool Device);
  ValueId toNumpy(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name);
  ValueId containerMethod(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name);

  // NumpyCalls.cpp
  ValueId callNumpy(const CallSite &C, llvm::StringRef Name);
  ValueId arrayMethod(const CallSite &C, NodeId Object, ValueId Receiver, llvm::StringRef Name);

  // Writes.cpp
  void write(NodeId Site, llvm::StringRef Name, WriteKind Kind, NodeId Target, ValueId V, NodeId Inside = 0,
             llvm::StringRef InsideName = {});
  void lostWrite(NodeId Site, llvm::StringRef Name, NodeId Target);
  void dropped(NodeId Call);
  bool hangsOnArgument(unsigned Param) const;
  WriteKind kindOfWrite(llvm::StringRef Op, const CallSite &C) const;
  bool isConstant(NodeId N) const;

  FileAnalysis &File;
  const Ast &A;
  Values &Vs;
  Facts &F;
  NodeId Function;
  llvm::StringRef Self; ///< "self", in a method
  State S;
  struct Loop {
    std::vector<State> Breaks, Continues;
  };
  std::vector<Loop> Loops;
  ValueId Result = 0;
  bool HasResult = false;
  std::vector<llvm::StringRef> Params;
  bool Varargs = false;
  std::vector<Summary::ParamWrite> ParamWrites;
  std::map<llvm::StringRef, ValueId> Defaults;
  unsigned Depth = 0;
  llvm::SmallVector<NodeId, 4> Conditions; ///< that decide whether this statement runs
  unsigned Excuses = 0;     ///< `try` with a handler, `raises`, around this statement
  unsigned DeviceBlocks = 0; ///< `with torch.device(..)` around this statement
  unsigned Quiet = 0;       ///< reads are not noted: shapes, targets of stores
  std::map<std::pair<NodeId, MemoryId>, MemoryId> Made; ///< memory by the place that makes it
  size_t Visits = 0, VisitLimit = 0;
  bool GaveUp = false;
  bool InClassBody = false;
  std::map<NodeId, BorrowId> BorrowAt;
};

} // namespace torchtidy::python
