/// The edit that takes a comment out of a file.
#pragma once

#include "Finding.h"
#include "llvm/ADT/StringRef.h"

namespace torchtidy {

/// The comment and the blanks before it; the whole line when nothing else is there.
inline Edit removalOf(const std::string &File, llvm::StringRef All, unsigned Begin, unsigned Length) {
  llvm::StringRef Before = All.take_front(Begin).rtrim(" \t"), After = All.drop_front(Begin + Length);
  unsigned End = Begin + Length;
  if (Before.empty() || Before.ends_with("\n")) {
    llvm::StringRef Rest = After.ltrim(" \t\r");
    if (Rest.starts_with("\n"))
      End = Rest.begin() + 1 - All.begin();
  }
  unsigned From = Before.size();
  return {File, From, End - From, ""};
}

} // namespace torchtidy
