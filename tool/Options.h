/// The command line of torch-tidy, as shared with scripts by its contract (see --help).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace torchtidy {

struct Options {
  enum class Command { Check, Explain, Rules, Merge, BaselineWrite, BaselinePrune, Doctor, Init, Lsp, CacheInfo, CacheClean, CachePch };
  static constexpr const char *DefaultBaseline = "torch-tidy-baseline.json";
  Command Run = Command::Check;
  std::vector<std::string> Files;    ///< files and folders
  std::string ExplainAt;             ///< FILE:LINE, or the id of a check
  bool ExplainSummaries = false;
  std::string BuildPath;             ///< -p
  bool HasFixedFlags = false;        ///< `--` was given
  std::vector<std::string> FixedFlags;
  std::string Checks, Config, ConfigFile, WarningsAsErrors, HeaderFilter, ExcludeHeaderFilter, LineFilter;
  std::string ExportFixes, FormatStyle, VfsOverlay, StoreProfile;
  std::vector<std::string> ExtraArgs, ExtraArgsBefore, RemovedArgs;
  bool SystemHeaders = false, Fix = false, FixErrors = false, FixNotes = false, Quiet = false;
  bool UnsafeFixes = false, Diff = false, Strict = false, LevelGiven = false, Statistics = false, Isolated = false;
  bool AllowNoChecks = false, Profile = false, ExitZeroIfFixed = false, SkipBodies = true;
  std::string Since, BaselineFile, StdinFilename;
  unsigned Shard = 0, Shards = 0; ///< from 1; 0: all files
  bool Yes = false;               ///< init asks nothing
  bool Staged = false, StrictBaseline = false, UnusedSuppressions = false;
  unsigned Jobs = 0; ///< files at once; 0: as many as there are cores
  std::string UseColor = "auto";
  struct Format {
    std::string Kind = "text";
    std::string File; ///< empty or "-": standard output
    bool toStandardOutput() const { return File.empty() || File == "-"; }
  };
  std::vector<Format> Formats;
  /// No configuration file of a project counts.
  bool ignoresProject() const { return Isolated || !Config.empty() || !ConfigFile.empty(); }
  enum class FailOn { Note, Warning, Error, Never } Fail = FailOn::Warning;
  bool ErrorsFail = true; ///< --on-error=fail
  enum class MissingDb { Infer, Skip, Fail } Missing = MissingDb::Infer;
  bool LeaveOut = true; ///< headers of operators that a file does not name
  bool Prefilter = true, UseCache = true, HeaderCache = true, ResultCache = true;
  std::string CacheFolder;        ///< empty: the user's
  uint64_t CacheMegabytes = 2048; ///< the cache is pruned to this size
  unsigned TimeLimit = 0;         ///< seconds of processor time for one file; 0: by the time that parsing takes
  uint64_t MemoryLimit = 0;       ///< megabytes for one file; 0: three quarters of the machine's
};

/// Whether the command is about the baseline and not about what it does not know.
inline bool changesBaseline(const Options &O) {
  return O.Run == Options::Command::BaselineWrite || O.Run == Options::Command::BaselinePrune;
}

/// What became of the arguments.
struct ParsedOptions {
  enum class Outcome { Run, Done, Usage, ClangTidy };
  Outcome Next = Outcome::Run; ///< ClangTidy: an option that clang-tidy itself answers (--dump-config, ...)
  Options Opts;
  std::vector<std::string> ClangTidyArgs;
  bool ListsChecks = false; ///< --list-checks is among them
};

/// Errors are printed to standard error, in one line with the nearest option that exists.
ParsedOptions parseOptions(int Argc, const char *const *Argv);

} // namespace torchtidy
