/// Runs the clang-tidy engine over one file and returns its findings as plain values.
#pragma once

#include "CompileCommands.h"
#include "Finding.h"
#include "Fixes.h"
#include "Options.h"
#include "Scopes.h"
#include "Suppressions.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace torchtidy {

struct FileResult {
  std::vector<Finding> Findings;
  ReadFiles Read;
  Scopes Declarations;
  std::set<std::string> UserFiles; ///< the file and its headers, but for those of the system and of libtorch
  std::vector<Hidden> Suppressed;
  std::vector<Finding> Silenced; ///< the same, as findings without notes and fixes
  unsigned CompileErrors = 0;
  std::string FirstError;
  unsigned StrictOnly = 0; ///< findings that --strict would add
  std::string Statistics;
  std::string Explanation;
  bool NoChecks = false;
  std::string ConfigError;
  std::string FormatStyle; ///< of .clang-tidy
};

/// The globs of the checks that run on a file, as the level, the options and its configuration have it.
std::string checksFor(const Options &Opts, llvm::StringRef File);

class Driver {
public:
  /// \param Files the disk, or another version of it, with a current folder of its own. Configuration is always read from
  /// the disk.
  Driver(const Options &Opts, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files)
      : Opts(Opts), Files(std::move(Files)) {}
  FileResult run(const Job &J);

private:
  const Options &Opts;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files;
};

} // namespace torchtidy
