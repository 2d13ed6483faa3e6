/// What a function does to its callers: which arguments it writes, keeps or rebinds, and what it returns.
#pragma once

#include "flow/Facts.h"

namespace torchtidy::flow {

class FunctionAnalysis;

/// In terms of the callee's own places and origins (`Of`); a call translates them into the caller's.
struct Summary {
  const FunctionAnalysis *Of = nullptr;
  bool Known = false;
  struct OuterWrite {
    ValueId Target = Bottom; ///< one origin of kind Param, or one piece of memory that callers see
    WriteKind Kind = WriteKind::Data;
    bool May = false;        ///< the operation itself writes only sometimes
    OnPaths Paths = OnPaths::Every;
    const clang::Expr *Site = nullptr;
    std::string Name;
  };
  llvm::SmallVector<OuterWrite, 2> Writes;
  struct OuterFree {
    PlaceId Memory = NoPlace;
    OnPaths Paths = OnPaths::Every;
    const clang::Stmt *Site = nullptr;
  };
  llvm::SmallVector<OuterFree, 1> Frees;
  llvm::SmallVector<TensorReset, 1> Resets; ///< of tensors that callers hold
  llvm::SmallVector<std::pair<PlaceId, ValueId>, 2> Stores; ///< places of parameters, `this`, globals -> value at the end
  llvm::SmallVector<PlaceId, 2> Escapes;
  /// Allocations that the result points to, and whether something was written there.
  llvm::SmallVector<std::pair<PlaceId, bool>, 1> Allocations;
  ValueId Result = Bottom;
  llvm::SmallVector<PlaceId, 2> ResultPlaces; ///< for functions that return a reference
};

/// One line per effect, in the user's words: what `explain` and the tests print.
std::string printSummary(const Summary &S);

} // namespace torchtidy::flow
