#include "Options.h"
#include "Completions.h"
#include "reporters/Reporter.h"
#include "PythonFiles.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>

namespace torchtidy {

namespace {

using llvm::StringRef;

enum class Takes { Nothing, Value };

struct OptionRow {
  const char *Name;
  Takes Arg;
  const char *Group, *Help;
  std::function<bool(Options &, StringRef)> Set; ///< false: the value is not one of its own
};

template <typename Member> auto text(Member M) {
  return [M](Options &O, StringRef V) {
    O.*M = V.str();
    return true;
  };
}
template <typename Member> auto list(Member M) {
  return [M](Options &O, StringRef V) {
    (O.*M).push_back(V.str());
    return true;
  };
}
template <typename Member> auto flag(Member M) {
  return [M](Options &O, StringRef) {
    O.*M = true;
    return true;
  };
}

template <typename Member> auto number(Member M) {
  return [M](Options &O, StringRef V) { return !V.getAsInteger(10, O.*M) && O.*M > 0; };
}

bool setFormat(Options &O, StringRef V) {
  for (StringRef One : llvm::split(V, ',')) {
    auto [Kind, File] = One.split(':');
    if (!reportFormat(Kind))
      return false;
    O.Formats.push_back({Kind.str(), File.str()});
  }
  return true;
}

bool setLevel(Options &O, StringRef V) {
  O.LevelGiven = true;
  O.Strict = V == "strict";
  return V == "strict" || V == "recommended";
}

bool setFailOn(Options &O, StringRef V) {
  using F = Options::FailOn;
  auto K = llvm::StringSwitch<int>(V).Case("note", 0).Case("warning", 1).Case("error", 2).Case("never", 3).Default(-1);
  if (K >= 0)
    O.Fail = static_cast<F>(K);
  return K >= 0;
}

bool setMissing(Options &O, StringRef V) {
  auto K = llvm::StringSwitch<int>(V).Case("infer", 0).Case("skip", 1).Case("fail", 2).Default(-1);
  if (K >= 0)
    O.Missing = static_cast<Options::MissingDb>(K);
  return K >= 0;
}

bool setShard(Options &O, StringRef V) {
  auto [Index, Count] = V.split('/');
  return !Index.getAsInteger(10, O.Shard) && !Count.getAsInteger(10, O.Shards) && O.Shard > 0 && O.Shard <= O.Shards;
}

const std::vector<OptionRow> &table() {
  using O = Options;
  static const std::vector<OptionRow> Table = {
      {"p", Takes::Value, "Code", "build folder with compile_commands.json", text(&O::BuildPath)},
      {"extra-arg", Takes::Value, "Code", "compiler flag to append", list(&O::ExtraArgs)},
      {"extra-arg-before", Takes::Value, "Code", "compiler flag to prepend", list(&O::ExtraArgsBefore)},
      {"removed-arg", Takes::Value, "Code", "compiler flag to drop", list(&O::RemovedArgs)},
      {"vfsoverlay", Takes::Value, "Code", "overlay of the file system", text(&O::VfsOverlay)},
      {"stdin-filename", Takes::Value, "Code", "standard input is the text of this file, whatever is on the disk",
       [](O &Opts, StringRef V) {
         Opts.StdinFilename = V.str();
         Opts.Files.push_back(V.str());
         return !V.empty();
       }},
      {"missing-db", Takes::Value, "Code", "infer, skip or fail: a file without a compile command", setMissing},
      {"checks", Takes::Value, "Checks", "globs of checks, as clang-tidy reads them", text(&O::Checks)},
      {"level", Takes::Value, "Checks", "recommended (default) or strict", setLevel},
      {"strict", Takes::Nothing, "Checks", "the same as --level=strict",
       [](O &Opts, StringRef) { return setLevel(Opts, "strict"); }},
      {"config", Takes::Value, "Checks", "configuration in place of .clang-tidy", text(&O::Config)},
      {"config-file", Takes::Value, "Checks", "file in place of .clang-tidy", text(&O::ConfigFile)},
      {"isolated", Takes::Nothing, "Checks", "ignore every configuration file", flag(&O::Isolated)},
      {"warnings-as-errors", Takes::Value, "Checks", "globs of checks that become errors", text(&O::WarningsAsErrors)},
      {"header-filter", Takes::Value, "Checks", "headers to report on", text(&O::HeaderFilter)},
      {"exclude-header-filter", Takes::Value, "Checks", "headers not to report on", text(&O::ExcludeHeaderFilter)},
      {"system-headers", Takes::Nothing, "Checks", "report on system headers", flag(&O::SystemHeaders)},
      {"line-filter", Takes::Value, "Checks", "lines to report on, as JSON", text(&O::LineFilter)},
      {"allow-no-checks", Takes::Nothing, "Checks", "no error when no check is on", flag(&O::AllowNoChecks)},
      {"report-unused-suppressions", Takes::Nothing, "Checks", "comments that silence torch checks and hide nothing",
       flag(&O::UnusedSuppressions)},
      {"fix", Takes::Nothing, "Fixes", "write the safe fixes", flag(&O::Fix)},
      {"fix-errors", Takes::Nothing, "Fixes", "the same, also where there are compile errors",
       [](O &Opts, StringRef) { return Opts.Fix = Opts.FixErrors = true; }},
      {"fix-notes", Takes::Nothing, "Fixes", "the same, with a suggestion where it is the only one",
       [](O &Opts, StringRef) { return Opts.Fix = Opts.FixNotes = true; }},
      {"unsafe-fixes", Takes::Nothing, "Fixes", "with --fix or --diff: take the first suggestion too",
       flag(&O::UnsafeFixes)},
      {"diff", Takes::Nothing, "Fixes", "show what --fix would change, write nothing", flag(&O::Diff)},
      {"export-fixes", Takes::Value, "Fixes", "file for the fixes, in clang-tidy's YAML", text(&O::ExportFixes)},
      {"format-style", Takes::Value, "Fixes", "style for the code around fixes", text(&O::FormatStyle)},
      {"exit-zero-if-fixed", Takes::Nothing, "Fixes", "status 0 when everything found was fixed",
       flag(&O::ExitZeroIfFixed)},
      {"since", Takes::Value, "Only what is new", "findings that were not there where HEAD left this commit or branch",
       text(&O::Since)},
      {"staged", Takes::Nothing, "Only what is new", "judge what is in git's index, against HEAD", flag(&O::Staged)},
      {"baseline", Takes::Value, "Only what is new", "file of known findings, which stay silent", text(&O::BaselineFile)},
      {"strict-baseline", Takes::Nothing, "Only what is new", "status 1 when an entry of the baseline matches nothing",
       flag(&O::StrictBaseline)},
      {"format", Takes::Value, "Output", "reports, each FORMAT or FORMAT:FILE; the formats are below", setFormat},
      {"fail-on", Takes::Value, "Output", "note, warning (default), error or never: what makes status 1", setFailOn},
      {"on-error", Takes::Value, "Output", "fail (default) or warn: what compile errors do to the status",
       [](O &Opts, StringRef V) {
         Opts.ErrorsFail = V == "fail";
         return V == "fail" || V == "warn";
       }},
      {"quiet", Takes::Nothing, "Output", "findings only", flag(&O::Quiet)},
      {"use-color", Takes::Value, "Output", "colour, also where the output is no terminal", text(&O::UseColor)},
      {"statistics", Takes::Nothing, "Output", "counts per check and file, time, functions given up on",
       flag(&O::Statistics)},
      {"enable-check-profile", Takes::Nothing, "Output", "time per check", flag(&O::Profile)},
      {"store-check-profile", Takes::Value, "Output", "folder for the time per check, as JSON", text(&O::StoreProfile)},
      {"summaries", Takes::Nothing, "Output", "with explain: what each function does to its callers",
       flag(&O::ExplainSummaries)},
      {"yes", Takes::Nothing, "Output", "with init: write the files without a question", flag(&O::Yes)},
      {"shard", Takes::Value, "Speed", "I/N: the I-th of N parts of the files, the same on every machine", setShard},
      {"full-parse", Takes::Nothing, "Speed", "parse all function bodies, also those of libtorch",
       [](O &Opts, StringRef) { return !(Opts.SkipBodies = false); }},
      {"all-operators", Takes::Nothing, "Speed", "parse libtorch's declarations of operators too that a file does not name",
       [](O &Opts, StringRef) { return !(Opts.LeaveOut = false); }},
      {"no-cache", Takes::Nothing, "Speed", "neither read nor write the cache",
       [](O &Opts, StringRef) { return !(Opts.UseCache = false); }},
      {"cache-dir", Takes::Value, "Speed", "folder of the cache; the default is $XDG_CACHE_HOME/torch-tidy", text(&O::CacheFolder)},
      {"cache-size", Takes::Value, "Speed", "megabytes that the cache may take; the default is 2048", number(&O::CacheMegabytes)},
      {"no-prefilter", Takes::Nothing, "Speed", "parse files too that have no word that a finding needs",
       [](O &Opts, StringRef) { return !(Opts.Prefilter = false); }},
      {"no-header-cache", Takes::Nothing, "Speed", "parse libtorch's headers anew for each file",
       [](O &Opts, StringRef) { return !(Opts.HeaderCache = false); }},
      {"no-result-cache", Takes::Nothing, "Speed", "analyse unchanged files too",
       [](O &Opts, StringRef) { return !(Opts.ResultCache = false); }},
      {"time-limit", Takes::Value, "Speed", "seconds of processor time for one file; the default is many times its parse",
       number(&O::TimeLimit)},
      {"memory-limit", Takes::Value, "Speed", "megabytes for one file; the default is three quarters of the memory",
       number(&O::MemoryLimit)},
      {"j", Takes::Value, "Speed", "number of files at once; the default is all cores",
       [](O &Opts, StringRef V) { return !V.getAsInteger(10, Opts.Jobs) && Opts.Jobs > 0; }},
  };
  return Table;
}

/// Options that clang-tidy itself answers, without analysing anything.
constexpr const char *Delegated[] = {"dump-config", "verify-config", "list-checks", "explain-config"};

constexpr StringRef Commands[] = {"explain", "rules", "baseline", "cache", "merge", "doctor", "init", "lsp", "completions"};

void printHelp() {
  llvm::raw_ostream &OS = llvm::outs();
  OS << "torch-tidy [options] FILE|FOLDER... [-- compiler flags]\n"
        "torch-tidy explain FILE:LINE | explain --summaries FILE | explain CHECK | rules\n"
        "torch-tidy baseline write|prune [--baseline=FILE] FILE|FOLDER...\n"
        "torch-tidy cache info|clean|pch\n"
        "torch-tidy merge REPORT.json... [options]\n"
        "torch-tidy doctor [FILE|FOLDER...] | init [--yes] | lsp | completions bash|zsh|fish\n\n"
        "Checks C++ code that shares memory with PyTorch. One dash or two.\n";
  StringRef Group;
  for (const OptionRow &Row : table()) {
    if (Group != Row.Group)
      OS << "\n" << (Group = Row.Group) << "\n";
    std::string Left = "  --" + std::string(Row.Name) + (Row.Arg == Takes::Value ? "=VALUE" : "");
    OS << Left << std::string(Left.size() < 32 ? 32 - Left.size() : 1, ' ') << Row.Help << "\n";
  }
  OS << "\nFormats\n";
  for (const ReportFormat &F : reportFormats())
    OS << llvm::formatv("  {0,-30}{1}\n", F.Name, F.Help);
  OS << "\nAs clang-tidy answers them\n  --list-checks, --dump-config, --verify-config, --explain-config\n"
        "\nExit status: 0 nothing found, 1 findings, 2 wrong usage or a file that could not be analysed.\n";
}

void unknownOption(StringRef Name) {
  StringRef Best;
  unsigned Distance = 4;
  auto Try = [&](StringRef Known) {
    unsigned D = Name.edit_distance(Known, true, Distance);
    if (D < Distance) {
      Distance = D;
      Best = Known;
    }
  };
  for (const OptionRow &Row : table())
    Try(Row.Name);
  for (StringRef D : Delegated)
    Try(D);
  llvm::errs() << "torch-tidy: unknown option '--" << Name << "'";
  if (!Best.empty())
    llvm::errs() << "; did you mean '--" << Best << "'?";
  llvm::errs() << " (see --help)\n";
}

bool expandResponseFiles(std::vector<std::string> &Args) {
  for (size_t I = 0; I < Args.size() && Args[I] != "--"; ++I) {
    if (Args[I].size() < 2 || Args[I][0] != '@')
      continue;
    auto Buffer = llvm::MemoryBuffer::getFile(Args[I].substr(1));
    if (!Buffer) {
      llvm::errs() << "torch-tidy: cannot read '" << Args[I].substr(1) << "': " << Buffer.getError().message() << "\n";
      return false;
    }
    llvm::SmallVector<StringRef, 16> Words;
    (*Buffer)->getBuffer().split(Words, '\n', -1, false);
    std::vector<std::string> More;
    for (StringRef W : Words)
      if (!W.trim().empty())
        More.push_back(W.trim().str());
    Args.erase(Args.begin() + I);
    Args.insert(Args.begin() + I, More.begin(), More.end());
    I += More.size();
    --I;
  }
  return true;
}

} // namespace

ParsedOptions parseOptions(int Argc, const char *const *Argv) {
  ParsedOptions Out;
  Options &O = Out.Opts;
  std::vector<std::string> Args(Argv + 1, Argv + Argc);
  auto Usage = [&] {
    Out.Next = ParsedOptions::Outcome::Usage;
    return Out;
  };
  if (!expandResponseFiles(Args))
    return Usage();
  bool Delegate = false;
  std::vector<std::string> ForClangTidy{Argv[0]};
  size_t I = 0;
  if (!Args.empty() && Args[0] == "completions") {
    std::vector<CompletedOption> Known;
    for (const OptionRow &Row : table())
      Known.push_back({Row.Name, Row.Help, Row.Arg == Takes::Value});
    int Status = printCompletions(Args.size() == 2 ? Args[1] : "", Known, Commands);
    Out.Next = Status ? ParsedOptions::Outcome::Usage : ParsedOptions::Outcome::Done;
    return Out;
  }
  if (!Args.empty()) {
    O.Run = llvm::StringSwitch<Options::Command>(Args[0])
                .Case("explain", Options::Command::Explain)
                .Case("rules", Options::Command::Rules)
                .Case("merge", Options::Command::Merge)
                .Case("baseline", Options::Command::BaselineWrite)
                .Case("cache", Options::Command::CacheInfo)
                .Case("doctor", Options::Command::Doctor)
                .Case("init", Options::Command::Init)
                .Case("lsp", Options::Command::Lsp)
                .Default(Options::Command::Check);
    I = O.Run != Options::Command::Check;
    if (changesBaseline(O)) {
      if (Args.size() < 2 || (Args[1] != "write" && Args[1] != "prune")) {
        llvm::errs() << "torch-tidy: baseline write or baseline prune?\n";
        return Usage();
      }
      if (Args[1] == "prune")
        O.Run = Options::Command::BaselinePrune;
      ++I;
    }
  }
  if (O.Run == Options::Command::CacheInfo) {
    if (Args.size() < 2 || !llvm::is_contained({"info", "clean", "pch"}, Args[1])) {
      llvm::errs() << "torch-tidy: cache info, cache clean or cache pch?\n";
      return Usage();
    }
    if (Args[1] == "clean")
      O.Run = Options::Command::CacheClean;
    if (Args[1] == "pch")
      O.Run = Options::Command::CachePch;
    ++I;
  }
  for (; I < Args.size(); ++I) {
    StringRef Arg = Args[I];
    if (Arg == "--") {
      O.HasFixedFlags = true;
      O.FixedFlags.assign(Args.begin() + I + 1, Args.end());
      ForClangTidy.insert(ForClangTidy.end(), Args.begin() + I, Args.end());
      break;
    }
    if (!Arg.starts_with("-") || Arg == "-") {
      ForClangTidy.push_back(Arg.str());
      if (O.Run == Options::Command::Explain && O.ExplainAt.empty() && !O.ExplainSummaries)
        O.ExplainAt = Arg.str();
      else
        O.Files.push_back(Arg.str());
      continue;
    }
    StringRef Name = Arg.ltrim('-'), Value;
    bool HasValue = Name.contains('=');
    std::tie(Name, Value) = Name.split('=');
    if (Name == "help" || Name == "h") {
      printHelp();
      Out.Next = ParsedOptions::Outcome::Done;
      return Out;
    }
    if (Name == "version") {
      llvm::outs() << "torch-tidy " TORCH_TIDY_VERSION " (LLVM " TORCH_TIDY_LLVM_VERSION ", JSON schema 1"
                   << (checksPython() ? ")\n" : "; built without Python sources)\n");
      Out.Next = ParsedOptions::Outcome::Done;
      return Out;
    }
    if (llvm::is_contained(Delegated, Name)) {
      Delegate = true;
      Out.ListsChecks |= Name == "list-checks";
      ForClangTidy.push_back(Arg.str());
      continue;
    }
    // `-j4`
    std::string Joined;
    if (!HasValue && Name.size() > 1 && Name[0] == 'j' && llvm::all_of(Name.drop_front(), llvm::isDigit)) {
      Joined = Name.drop_front().str();
      Value = Joined;
      Name = "j";
      HasValue = true;
    }
    const auto Row = llvm::find_if(table(), [&](const OptionRow &R) { return Name == R.Name; });
    if (Row == table().end()) {
      unknownOption(Name);
      return Usage();
    }
    if (Row->Arg == Takes::Value && !HasValue) {
      if (Name == "use-color") {
        Value = "true";
      } else if (I + 1 >= Args.size()) {
        llvm::errs() << "torch-tidy: option '--" << Name << "' needs a value\n";
        return Usage();
      } else {
        Value = Args[++I];
      }
    }
    if (!Row->Set(O, Value)) {
      llvm::errs() << "torch-tidy: '" << Value << "' is no value of '--" << Name << "' (" << Row->Help << ")\n";
      return Usage();
    }
    static constexpr const char *Shared[] = {"p", "checks", "config", "config-file", "header-filter", "line-filter",
                                             "warnings-as-errors", "extra-arg", "extra-arg-before"};
    if (llvm::is_contained(Shared, Name))
      ForClangTidy.push_back(("--" + Name + "=" + Value).str());
  }
  if (Delegate) {
    Out.Next = ParsedOptions::Outcome::ClangTidy;
    Out.ClangTidyArgs = std::move(ForClangTidy);
    return Out;
  }
  if (O.Run == Options::Command::Explain && O.ExplainAt.empty() && O.Files.empty()) {
    llvm::errs() << "torch-tidy: explain what? (FILE:LINE, a check, or --summaries FILE)\n";
    return Usage();
  }
  if (llvm::count_if(O.Formats, [](const Options::Format &F) { return F.toStandardOutput(); }) > 1) {
    llvm::errs() << "torch-tidy: two reports for standard output; give one a file: --format=json:FILE\n";
    return Usage();
  }
  if (O.Run == Options::Command::Merge && (O.Fix || O.Diff || O.Files.empty())) {
    llvm::errs() << (O.Files.empty() ? "torch-tidy: merge which reports? (files that --format=json:FILE wrote)\n"
                                     : "torch-tidy: merge changes no sources; run --fix or --diff on them\n");
    return Usage();
  }
  if (changesBaseline(O) && (O.Staged || !O.Since.empty())) {
    llvm::errs() << "torch-tidy: a baseline is of all findings; leave out --since and --staged\n";
    return Usage();
  }
  if (changesBaseline(O) && O.BaselineFile.empty())
    O.BaselineFile = Options::DefaultBaseline;
  bool FilesFromGit = O.Run == Options::Command::Check && (O.Staged || !O.Since.empty());
  if (!O.StdinFilename.empty() && O.Fix) {
    llvm::errs() << "torch-tidy: --fix cannot write to standard input; --diff prints the change\n";
    return Usage();
  }
  if (O.Run == Options::Command::Doctor && O.Files.empty())
    O.Files.push_back(".");
  bool NeedsFiles = O.Run == Options::Command::Check || O.Run == Options::Command::Merge || changesBaseline(O);
  if (NeedsFiles && O.Files.empty() && !FilesFromGit) {
    llvm::errs() << "torch-tidy: no files; give files or folders (see --help)\n";
    return Usage();
  }
  return Out;
}

} // namespace torchtidy
