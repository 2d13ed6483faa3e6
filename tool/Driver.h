/// Runs the clang-tidy engine over one file and returns its findings as plain values.
#pragma once

#include "CompileCommands.h"
#include "Finding.h"
#include "Fixes.h"
#include "Options.h"
#include "Suppressions.h"
#include "cache/HeaderCache.h"
#include "cache/Prefilter.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace torchtidy {

struct FileResult {
  std::vector<Finding> Findings;
  ReadFiles Read;
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
  std::string Failure;     ///< why there is no result: a crash, no end, too much memory
  enum class Answer { Parsed, WithHeaders, Filtered, Cached } How = Answer::Parsed;
  std::string CacheProblem; ///< what could not be written
  std::string Why; ///< it was parsed without the header cache
  std::string WhyAll; ///< and with the operators too that it does not name
};

/// The globs of the checks that run on a file, as the level, the options and its configuration have it.
std::string checksFor(const Options &Opts, llvm::StringRef File);

class Driver {
public:
  /// \param Files the disk, or another version of it, with a current folder of its own. Configuration is always read from
  /// the disk.
  /// \param Cache null: nothing is kept.
  /// \param Filter null: every file is parsed. \param Headers null: headers are parsed with each file.
  Driver(const Options &Opts, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files, Store *Cache = nullptr,
         Prefilter *Filter = nullptr, HeaderCache *Headers = nullptr, HeaderCache::Make How = HeaderCache::Make::No)
      : Opts(Opts), Files(std::move(Files)), Cache(Cache), Filter(Filter), Headers(Headers), How(How) {}
  /// \param Key under which the result is kept.
  FileResult run(const Job &J, std::optional<Hash> Key = std::nullopt);

private:
  struct Parsed {
    FileResult Result;
    bool Keep = false; ///< the result depends on nothing besides the settings and what was read
    Dependencies Read;
    std::vector<Hash> UsedHeaders; ///< of kind::Headers
    bool WithHeaders = false;      ///< the header cache was used
    std::string Conflict;          ///< and should not have been
    std::string WhyPlain;          ///< why it was not
    bool LeftOut = false;          ///< headers of operators were
    std::string MissedOperator;    ///< the name of one that should not have been
  };
  Parsed parse(const Job &J, bool WithHeaders, bool AllOperators);
  static void noteFiltered(Prefilter::Answer &Filtered, ReadLog &Log, Parsed &Out);

  const Options &Opts;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files;
  Store *Cache;
  Prefilter *Filter;
  HeaderCache *Headers;
  HeaderCache::Make How;
};

} // namespace torchtidy
