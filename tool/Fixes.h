/// Applies edits: whole files or nothing, never two that overlap.
#pragma once

#include "Finding.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

namespace torchtidy {

/// The new text of each file that changes, and how many findings it takes care of.
struct FixPlan {
  std::vector<std::string> Changed; ///< files that are not what was analysed: left alone
  std::vector<std::string> Outside; ///< files that are not to be written: left alone
  struct File {
    std::string Before, After;
    std::vector<Edit> Edits; ///< sorted, not overlapping
  };
  std::map<std::string, File> Files;
  unsigned Fixed = 0;     ///< findings whose edits are in the plan
  std::vector<Place> Losers; ///< findings left out because their edits overlap those of others
};

/// What the analysis read: a hash of the text of each user file. Different hashes of one file make it 0.
using ReadFiles = std::map<std::string, uint64_t>;
uint64_t textHash(llvm::StringRef Text);
void mergeRead(ReadFiles &Into, const ReadFiles &More);

struct FixChoice {
  bool Unsafe = false;     ///< the first suggestion of findings without a safe fix, too
  bool Sole = false;       ///< the same where there is only one
  bool Errors = false;     ///< also in files that do not compile
  std::string FormatStyle; ///< clang-format's, for the code around the edits; empty: leave it as it is
  std::function<bool(llvm::StringRef File)> MayWrite; ///< empty: every file
};
/// \param Files where the texts to change are.
FixPlan planFixes(const std::vector<Finding> &Findings, const FixChoice &Choice, const ReadFiles &Read,
                  llvm::vfs::FileSystem &Files);
/// Writes each file through a temporary one beside it, keeping its mode. One line per problem goes to standard error.
/// \returns the number of files written; `Failed` counts those that could not be.
unsigned writeFixes(const FixPlan &Plan, unsigned &Failed);
/// The plan as a unified diff that `git apply` takes; paths relative to the current folder.
std::string diffOf(const FixPlan &Plan);

} // namespace torchtidy
