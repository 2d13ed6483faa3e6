/// Which functions of a file can matter to a check: parsing is most of the work, and most functions cannot.
///
/// A function matters where one of the words stands in it that every finding needs: a factory, a borrow, a dropped call
/// of an operator, a write next to an index. What such functions depend on matters too: what they name, what sets the
/// attributes that they read, and what may write or move the tensors that they make. Findings are the same as of the
/// whole file; where the words of a file do not say enough, all of it matters.
#pragma once

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <vector>

namespace torchtidy::python {

/// From the first byte of a function's body to its last.
struct Body {
  uint32_t Begin = 0, End = 0;
};

struct Outline {
  bool Nothing = false;    ///< no word in the file that a finding needs
  std::vector<Body> Plain; ///< bodies that cannot matter, in the order of the file
};

Outline outlineOf(llvm::StringRef Text);

} // namespace torchtidy::python
