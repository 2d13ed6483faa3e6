/// On how many of the ways through a body something happens.
#pragma once

#include "clang/Analysis/CFG.h"
#include "flow/Facts.h"
#include <algorithm>

namespace torchtidy::flow {

/// What happens on all ways of two bodies, one inside the other.
inline OnPaths both(OnPaths Outer, OnPaths Inner) { return std::max(Outer, Inner); }

/// The ways from the entry of a graph to where its caller goes on: those that end with an exception or a call that does
/// not return are none. A handler may be reached from the beginning of everything before it.
class Paths {
public:
  explicit Paths(const clang::CFG &Graph);
  /// How many of them pass one of the blocks. `Given` is a pointer, a variable or field, that is not null.
  OnPaths through(llvm::ArrayRef<unsigned> Blocks, const clang::ValueDecl *Given = nullptr) const;

private:
  bool avoid(llvm::ArrayRef<unsigned> Blocks, const clang::ValueDecl *Given, bool LoopsRun) const;
  const clang::CFG &Graph;
};

} // namespace torchtidy::flow
