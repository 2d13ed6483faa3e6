/// One analysis per translation unit, shared by all checks: functions are analysed once, summaries on demand.
#pragma once

#include "flow/FunctionAnalysis.h"
#include "flow/StdModel.h"
#include <map>
#include <memory>

namespace torchtidy::flow {

struct Statistics {
  unsigned Functions = 0;
  unsigned GivenUp = 0;
  unsigned long Steps = 0;
};

class TuAnalysis {
public:
  TuAnalysis(clang::ASTContext &Context, const ApiModel &Api);
  ~TuAnalysis();

  clang::ASTContext &context() const { return Context; }
  const ApiModel &api() const { return Api; }
  const StdModel &stdModel() const { return Std; }

  /// Analyses every function with a body in user code below the traversal scope, in source order.
  const std::vector<const FunctionAnalysis *> &functions();
  /// Null while the function is being analysed (recursion), when it has no body in user code, or when a cap was hit.
  const FunctionAnalysis *analyse(const clang::FunctionDecl &Function);
  bool holdsHandle(clang::QualType T);
  /// Pointers, iterators, spans: values that refer to memory which they do not own.
  bool refersToMemory(clang::QualType T);
  const Statistics &statistics() const { return Stats; }
  void countSteps(unsigned N) { Stats.Steps += N; }

private:
  clang::ASTContext &Context;
  const ApiModel &Api;
  StdModel Std;
  struct Entry {
    std::unique_ptr<FunctionAnalysis> Analysis;
    bool Done = false;
    bool Good = false;
  };
  std::map<const clang::FunctionDecl *, Entry> Cache;
  std::vector<const FunctionAnalysis *> Functions;
  bool Collected = false;
  unsigned Depth = 0;
  llvm::DenseMap<const void *, bool> Holds;
  Statistics Stats;
};

} // namespace torchtidy::flow
