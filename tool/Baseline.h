/// The file of known findings.
#pragma once

#include "Finding.h"
#include "Paths.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

namespace torchtidy {

struct BaselineEntry {
  std::string Fingerprint, Check, Path, Enclosing; ///< all but the first are for people
  auto key() const { return std::tie(Path, Check, Enclosing, Fingerprint); }
};

/// A JSON file with one entry a line, sorted, so that version control can merge it.
class Baseline {
public:
  static llvm::Expected<Baseline> read(llvm::StringRef File);
  llvm::Error write(llvm::StringRef File) const;

  void add(const Finding &F, Project &Where);
  /// Moves the findings that are known to `Known`, and remembers which entries they are.
  void split(std::vector<Finding> &Findings, std::vector<Finding> &Known);
  /// Takes out the entries that matched nothing although `WasSeen` says that their file was looked at, or that it is gone.
  std::vector<BaselineEntry> takeStale(llvm::function_ref<bool(const std::string &Path)> WasSeen);
  /// Keeps what is not of these files.
  void forget(llvm::function_ref<bool(const std::string &Path)> WasSeen);
  size_t size() const { return Entries.size(); }

private:
  struct Known : BaselineEntry {
    bool Matched = false;
  };
  std::vector<Known> Entries;
};

} // namespace torchtidy
