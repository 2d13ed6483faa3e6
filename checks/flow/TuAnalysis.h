/// One analysis per translation unit, shared by all checks: functions are analysed once, summaries on demand.
#pragma once

#include "flow/FunctionAnalysis.h"
#include "flow/Settled.h"
#include "flow/StdModel.h"
#include "llvm/ADT/StringMap.h"
#include <map>
#include <memory>

namespace torchtidy::flow {

struct Statistics {
  unsigned Functions = 0;
  unsigned GivenUp = 0;
  unsigned long Steps = 0;
  unsigned Known = 0;      ///< tensors read or written, by how sure their origins are
  unsigned May = 0;
  unsigned Unknown = 0;
  llvm::StringMap<unsigned> UnknownFrom; ///< what made tensors that nobody knows, and how often
  unsigned StrictOnly = 0; ///< findings that the checks kept back at the level in force
};

/// A kernel, or a `__device__` function that is not also `__host__`: tensors live on the host, so there is nothing in it
/// to follow, and to its caller it is an unknown function.
bool runsOnDeviceOnly(const clang::FunctionDecl &Function);

class TuAnalysis {
public:
  TuAnalysis(clang::ASTContext &Context, const ApiModel &Api);
  ~TuAnalysis();

  clang::ASTContext &context() const { return Context; }
  const ApiModel &api() const { return Api; }
  const StdModel &stdModel() const { return Std; }
  Settled &settled() { return Kept; }

  /// Analyses every function with a body in user code below the traversal scope, in source order.
  const std::vector<const FunctionAnalysis *> &functions();
  /// Null while the function is being analysed (recursion), when it has no body in user code, or when a cap was hit.
  /// In a recursion it is the analysis of the round before; in the first round there is none, and `Pending` is set.
  const FunctionAnalysis *analyse(const clang::FunctionDecl &Function, bool *Pending = nullptr);
  /// The same function where every loop runs a round at least; null where it has none, or a cap was hit. What is true of the
  /// function only because a loop over layers may run no round is no news to its author.
  const FunctionAnalysis *assumingRounds(const FunctionAnalysis &F);
  bool holdsHandle(clang::QualType T);
  /// Pointers, iterators, spans: values that refer to memory which they do not own.
  bool refersToMemory(clang::QualType T);
  const Statistics &statistics() const { return Stats; }
  void countSteps(unsigned N) { Stats.Steps += N; }
  void countStrictOnly() { ++Stats.StrictOnly; }
  void countUnknown(llvm::StringRef From) { ++Stats.UnknownFrom[From]; }
  void countOperand(bool Known, bool Unknown) { ++(Unknown ? Stats.Unknown : Known ? Stats.Known : Stats.May); }

private:
  clang::ASTContext &Context;
  const ApiModel &Api;
  StdModel Std;
  Settled Kept;
  struct Entry {
    std::unique_ptr<FunctionAnalysis> Analysis;
    std::unique_ptr<FunctionAnalysis> Before; ///< the last round, while a recursion is being solved
    unsigned Level = 0;                       ///< depth of the call chain that it stands on
    bool Recursive = false;                   ///< asked for while in work
    bool Done = false;
    bool Good = false;
  };
  bool solve(Entry &E, const clang::FunctionDecl &Definition);
  std::map<const clang::FunctionDecl *, Entry> Cache;
  std::map<const FunctionAnalysis *, std::unique_ptr<FunctionAnalysis>> Rounds;
  std::vector<const FunctionAnalysis *> Functions;
  bool Collected = false;
  unsigned Depth = 0;
  unsigned Lowest = ~0u; ///< the outermost function in work that was asked for since
  std::vector<std::unique_ptr<FunctionAnalysis>> Retired; ///< callers may still hold them
  llvm::DenseMap<const void *, bool> Holds;
  Statistics Stats;
};

} // namespace torchtidy::flow
