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

/// A part of the file that the parser is not given.
struct Body {
  uint32_t Begin = 0, End = 0;
  bool Gap = false; ///< nothing stands there for it: what a string or a comment says; else a number, for a function's body
};

struct Outline {
  bool Nothing = false;    ///< no word in the file that a finding needs
  std::vector<Body> Plain; ///< what cannot matter, in the order of the file
};

Outline outlineOf(llvm::StringRef Text);

} // namespace torchtidy::python
