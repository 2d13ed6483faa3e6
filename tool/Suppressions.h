/// NOLINT comments that name torch checks, and what they hide.
#pragma once

#include "Finding.h"
#include "Sources.h"
#include "llvm/ADT/StringRef.h"
#include <set>

namespace torchtidy {

/// A finding that a comment hid.
struct Hidden {
  std::string Check;
  std::string File;
  unsigned Line = 0;
  auto key() const { return std::tie(File, Line, Check); }
  bool operator<(const Hidden &Other) const { return key() < Other.key(); }
};

/// A finding of UnusedSuppression for each torch check that a comment of these files names and that it does not hide
/// anywhere. A NOLINT without a list may be there for others.
std::vector<Finding> unusedSuppressions(const std::set<std::string> &Files, const std::set<Hidden> &Hides, Sources &Text);

} // namespace torchtidy
