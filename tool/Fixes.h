/// Applies edits: whole files or nothing, never two that overlap.
#pragma once

#include "Finding.h"
#include <map>
#include <optional>

namespace torchtidy {

/// The new text of each file that changes, and how many findings it takes care of.
struct FixPlan {
  struct File {
    std::string Before, After;
    std::vector<Edit> Edits; ///< sorted, not overlapping
  };
  std::map<std::string, File> Files;
  unsigned Fixed = 0;     ///< findings whose edits are in the plan
  unsigned Conflicts = 0; ///< findings left out because their edits overlap others or a file cannot be read
};

/// Takes safe fixes, and with `Unsafe` the first suggestion of the other findings.
FixPlan planFixes(const std::vector<Finding> &Findings, bool Unsafe);
/// Writes each file through a temporary one beside it, keeping its mode. One line per problem goes to standard error.
/// \returns the number of files written; `Failed` counts those that could not be.
unsigned writeFixes(const FixPlan &Plan, unsigned &Failed);
/// The plan as a unified diff that `git apply` takes; paths relative to the current folder.
std::string diffOf(const FixPlan &Plan);

} // namespace torchtidy
