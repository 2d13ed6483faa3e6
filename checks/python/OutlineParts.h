/// The parts of a file as its words show them, and which of them matter because others do.
#pragma once

#include "python/Outline.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/xxhash.h"

namespace torchtidy::python {

using Hash = uint64_t; ///< of a name; two names with one hash make more matter than has to
inline Hash hashOf(llvm::StringRef Name) { return llvm::xxh3_64bits(Name); }

/// A function, or a line that stands outside of functions: those are always parsed, but what they name matters only
/// where they do.
struct Part {
  Body Of;
  bool Line = false;
  unsigned Indent = 0;
  unsigned Class = 0;        ///< of whose methods it is one; 0: none
  Hash Name = 0, Self = 0;   ///< Self: its first parameter
  bool Matters = false;
  bool Shares = false;       ///< memory that is borrowed may come from it
  bool Globals = false;      ///< sets names of the module
  std::vector<Hash> Names;   ///< what it names
  std::vector<Hash> Own;     ///< the attributes of Self that it names
  std::vector<Hash> Dotted;  ///< other attributes that it names
  std::vector<Hash> Stores;  ///< the attributes of Self that it sets; the names that a line binds
  std::vector<Hash> Keeps;   ///< attributes and globals that may hold a tensor that it made
};

/// Makes what the parts that matter depend on matter too.
/// \param Classes their names, by number.
/// \returns false: it takes too long to say.
bool closeOver(std::vector<Part> &Parts, llvm::ArrayRef<Hash> Classes);

} // namespace torchtidy::python
