// torch-tidy: options in, findings out. What is promised to scripts stands in --help.
#include "BaselineCommand.h"
#include "CacheCommand.h"
#include "Doctor.h"
#include "Fingerprint.h"
#include "Fixes.h"
#include "Merge.h"
#include "Novelty.h"
#include "Options.h"
#include "Output.h"
#include "PchCommand.h"
#include "RuleCommands.h"
#include "Schedule.h"
#include "Shard.h"
#include "PythonFiles.h"
#include "PythonServer.h"
#include "clang-tidy/tool/ClangTidyMain.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include <chrono>

using namespace torchtidy;

namespace {

struct Totals {
  std::vector<Finding> All;
  unsigned StrictOnly = 0; ///< per translation unit: a header counts in each
  std::vector<std::string> Files; ///< analysed
  std::vector<Problem> Problems;  ///< files that were not
  unsigned Broken = 0;
  std::vector<Job> Jobs;
  std::shared_ptr<GitVersion> Now, Old; ///< --staged, and what is compared with
  std::unique_ptr<llvm::MemoryBuffer> Input; ///< --stdin-filename
  std::set<std::string> Changed;        ///< analysed files of which something differs from the old version
  std::set<std::string> Looked;         ///< user files whose findings are all known: no compile errors
  std::set<Hidden> Suppressed;
  std::vector<Finding> Silenced; ///< what comments hide
  std::vector<std::string> Statistics;
  std::map<FileResult::Answer, unsigned> Answers; ///< how many files were answered how
  std::map<std::string, unsigned> Plain;          ///< parsed without the header cache, by reason
  std::map<std::string, unsigned> AllOperators;   ///< and with the operators too that they do not name
  std::unique_ptr<Store> Cache;
  ReadFiles Read;
  std::string FormatStyle;
};

/// Takes in what became of one file, and says on standard error what stood in the way.
void take(const Options &Opts, const Job &J, FileResult R, Totals &T) {
  std::string Shown = shownPath(J.File);
  if (J.Skipped) {
    if (!Opts.Quiet)
      llvm::errs() << "torch-tidy: " << Shown << ": skipped, no compile command\n";
    return;
  }
  auto Fail = [&](const std::string &File, const std::string &Why) {
    llvm::errs() << "torch-tidy: " << (File.empty() ? "" : File + ": ") << Why << "\n";
    T.Problems.push_back({File, Why});
  };
  if (!J.Problem.empty())
    return Fail(Shown, J.Problem);
  T.Files.push_back(J.File);
  if (!R.ConfigError.empty())
    return Fail("", R.ConfigError);
  if (!R.Failure.empty())
    return Fail(Shown, R.Failure);
  if (R.NoChecks)
    return Fail(Shown, "the configuration leaves no check; name one with --checks");
  if (R.CompileErrors) {
    ++T.Broken;
    llvm::StringRef First = R.FirstError;
    llvm::errs() << "torch-tidy: " << Shown << ": " << R.CompileErrors << " compile error"
                 << (R.CompileErrors == 1 ? "" : "s") << " (" << First << "); findings of its sound functions are shown; ";
    if (First.contains("file not found"))
      llvm::errs() << "give the folder of the header with --extra-arg=-I..., or a build folder with -p\n";
    else
      llvm::errs() << "does it compile with these flags?\n";
  }
  if (J.OnlyHeaders && !T.Old) { // else what the header brought counts, wherever it is
    auto Asked = [&](llvm::StringRef File) { return llvm::is_contained(J.Headers, File); };
    auto Elsewhere = [&](const Finding &F) { return !F.isCompileError() && !Asked(F.At.File); };
    llvm::erase_if(R.Findings, Elsewhere);
    llvm::erase_if(R.Silenced, Elsewhere);
    R.UserFiles = {J.Headers.begin(), J.Headers.end()};
  }
  if (T.Cache && !R.CacheProblem.empty())
    T.Cache->note(R.CacheProblem);
  ++T.Answers[R.How];
  if (!R.Why.empty())
    ++T.Plain[R.Why];
  if (!R.WhyAll.empty())
    ++T.AllOperators[R.WhyAll];
  for (Finding &F : R.Findings)
    F.Sound = !R.CompileErrors;
  T.StrictOnly += R.StrictOnly;
  if (!R.Explanation.empty())
    llvm::outs() << R.Explanation;
  if (Opts.Statistics)
    T.Statistics.push_back(Shown + ": " + R.Statistics + ", " + std::to_string(R.Findings.size() - R.CompileErrors) + " findings");
  if (!R.CompileErrors) {
    T.Looked.insert(R.UserFiles.begin(), R.UserFiles.end());
    T.Suppressed.insert(R.Suppressed.begin(), R.Suppressed.end());
  }
  auto Differs = [&](llvm::StringRef File) { return T.Old->differs(File) || (T.Now && T.Now->differs(File)); };
  if (T.Old && (T.Input || T.Old->hasMoreFiles() || Differs(J.File) ||
                llvm::any_of(R.Read, [&](const auto &Entry) { return Differs(Entry.first); })))
    T.Changed.insert(J.File);
  mergeRead(T.Read, R.Read);
  llvm::move(R.Silenced, std::back_inserter(T.Silenced));
  T.FormatStyle = R.FormatStyle;
  llvm::move(R.Findings, std::back_inserter(T.All));
}

bool fails(const Options &Opts, const Finding &F) {
  switch (Opts.Fail) {
  case Options::FailOn::Note:
    return true;
  case Options::FailOn::Warning:
    return F.Level != Severity::Note;
  case Options::FailOn::Error:
    return F.Level == Severity::Error;
  case Options::FailOn::Never:
    return false;
  }
  return true;
}

/// The repository that the run is about: that of the current folder, else that of the first file.
Project projectOf(const Options &Opts) {
  Project Here(".");
  if (Opts.Run == Options::Command::Merge || Opts.Files.empty())
    return Here;
  std::string First = absoluteIn(Opts.Files.front(), "");
  return Here.contains(First) ? std::move(Here) : Project(llvm::sys::path::parent_path(First));
}

/// What is judged: the disk or git's index, and standard input in the place of one file.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> judgedFiles(const Options &Opts, const Totals &T) {
  auto Files = T.Now ? T.Now->files() : ownFileSystem();
  if (!T.Input)
    return Files;
  auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  Memory->addFile(absoluteIn(Opts.StdinFilename, ""), 0, llvm::MemoryBuffer::getMemBuffer(*T.Input));
  auto Both = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(std::move(Files));
  Both->pushOverlay(std::move(Memory));
  return Both;
}

/// How many findings of each check, the most frequent first.
void countsPerCheck(const std::vector<Finding> &Findings) {
  std::map<llvm::StringRef, unsigned> Counts;
  for (const Finding &F : Findings)
    ++Counts[F.Check];
  std::vector<std::pair<llvm::StringRef, unsigned>> Sorted(Counts.begin(), Counts.end());
  llvm::sort(Sorted, [](const auto &A, const auto &B) { return A.second != B.second ? A.second > B.second : A.first < B.first; });
  for (auto [Check, Count] : Sorted)
    llvm::errs() << Check << ": " << Count << "\n";
}

/// What was answered how, and why not faster.
void answerLines(const Totals &T) {
  static constexpr std::pair<FileResult::Answer, const char *> Names[] = {
      {FileResult::Answer::Cached, "files unchanged since the last run"},
      {FileResult::Answer::Filtered, "files with nothing that a finding needs, not parsed"},
      {FileResult::Answer::WithHeaders, "files parsed with the header cache"},
      {FileResult::Answer::Parsed, "files parsed with their headers"}};
  for (auto [How, Name] : Names)
    if (auto It = T.Answers.find(How); It != T.Answers.end())
      llvm::errs() << Name << ": " << It->second << "\n";
  for (const auto &[Why, Count] : T.Plain)
    llvm::errs() << "  without the header cache: " << Why << ": " << Count << "\n";
  for (const auto &[Why, Count] : T.AllOperators)
    llvm::errs() << "  with operators that they do not name: " << Why << ": " << Count << "\n";
}

/// From the findings of all files to reports, fixes and the exit status.
int finish(const Options &Opts, Totals &T, std::chrono::steady_clock::time_point Start) {
  Sources Text(judgedFiles(Opts, T));
  Project Where = projectOf(Opts);
  if (Opts.UnusedSuppressions)
    llvm::move(unusedSuppressions(T.Looked, T.Suppressed, Text), std::back_inserter(T.All));
  std::vector<Place> Disputed = sortAndUnique(T.All);
  sortAndUnique(T.Silenced);
  if (T.Old)
    T.Silenced.clear(); // what a change brings is what speaks
  // Numbered behind those that speak, whose fingerprints a new comment must not change.
  size_t Speaking = T.All.size();
  llvm::move(T.Silenced, std::back_inserter(T.All));
  fingerprint(T.All, Text, [&](llvm::StringRef File) { return Where.path(File); });
  T.Silenced.assign(std::move_iterator(T.All.begin() + Speaking), std::move_iterator(T.All.end()));
  T.All.resize(Speaking);
  if (Opts.Run == Options::Command::BaselineWrite)
    return writeBaseline(Opts, T.All, T.Looked, Where) && T.Problems.empty() && !(T.Broken && Opts.ErrorsFail) ? 0 : 2;
  std::vector<Finding> Known;
  int Status = Opts.BaselineFile.empty() ? 0 : applyBaseline(Opts, T.Looked, Where, T.All, Known);
  if (Status == 2 || Opts.Run == Options::Command::BaselinePrune)
    return Status;
  if (T.Old)
    dropOld(Opts, T.Cache.get(), T.All, T.Jobs, *T.Old, Where, [&](const std::string &File) { return T.Changed.count(File) != 0; });
  bool Compared = T.Old || !Opts.BaselineFile.empty();

  bool Applies = Opts.Fix || Opts.Diff;
  FixPlan Plan;
  if (Applies)
    Plan = planFixes(T.All,
                     {Opts.UnsafeFixes, Opts.FixNotes, Opts.FixErrors,
                      Opts.FormatStyle.empty() ? T.FormatStyle : Opts.FormatStyle,
                      [&](llvm::StringRef File) { return !Where.isRepository() || Where.contains(File); }},
                     T.Read, Opts.Diff ? Text.files() : *ownFileSystem());
  for (const std::string &File : Plan.Changed)
    llvm::errs() << "torch-tidy: " << shownPath(File)
                 << (Opts.Staged ? ": has changes that are not staged; not fixed\n"
                                 : ": has changed since it was analysed; not fixed, run again\n");
  if (Opts.Diff)
    llvm::outs() << diffOf(Plan);
  bool Written = writeReports(Opts, {T.All, Known, T.Silenced, Compared, T.Files, T.Problems, Text, Where, false, false}, !Opts.Diff);
  for (const std::string &File : Plan.Outside)
    llvm::errs() << "torch-tidy: " << shownPath(File) << ": is outside the repository; not fixed\n";
  unsigned Unwritten = Opts.Fix ? Plan.Changed.size() + Plan.Outside.size() : 0, FilesFixed = 0;
  if (Opts.Fix && !Opts.Diff) {
    FilesFixed = writeFixes(Plan, Unwritten);
    if (T.Broken && !Opts.FixErrors)
      llvm::errs() << "torch-tidy: files with compile errors were not fixed; --fix-errors fixes them all the same\n";
  }
  double Seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - Start).count();
  if (Opts.Statistics) {
    for (const std::string &Line : T.Statistics)
      llvm::errs() << Line << "\n";
    countsPerCheck(T.All);
    answerLines(T);
  }
  unsigned Cached = T.Answers.count(FileResult::Answer::Cached) ? T.Answers.at(FileResult::Answer::Cached) : 0;
  if (T.Cache && !closeCache(Opts, *T.Cache) && !Opts.Quiet)
    llvm::errs() << "torch-tidy: cache: " << T.Cache->problem() << "\n";
  if (!Opts.Quiet) {
    closingLine(T.All, {static_cast<unsigned>(T.Files.size()), T.StrictOnly, static_cast<unsigned>(Known.size()), Seconds, Cached});
    if (Opts.Fix && !Opts.Diff && FilesFixed)
      llvm::errs() << "Fixed " << Plan.Fixed << " in " << FilesFixed << (FilesFixed == 1 ? " file.\n" : " files.\n");
    for (const Place &At : Plan.Losers)
      llvm::errs() << shownPath(At.File) << ":" << At.Line << ":" << At.Column
                   << ": not fixed: its edits overlap those of another finding; run again.\n";
    if (Opts.Fix && !Opts.Diff)
      for (const Place &At : Disputed)
        llvm::errs() << shownPath(At.File) << ":" << At.Line << ":" << At.Column
                     << ": not fixed: the files that include it ask for different edits.\n";
  }
  if (!T.Problems.empty() || Unwritten || !Written || (T.Broken && Opts.ErrorsFail))
    return 2;
  bool Any = llvm::any_of(T.All, [&](const Finding &F) { return !F.isCompileError() && fails(Opts, F); });
  if (Opts.Fix && Opts.ExitZeroIfFixed && Plan.Fixed == T.All.size())
    return Status;
  // A commit stops on a file that was changed, whatever --fail-on says of the finding.
  return Any || (FilesFixed && !Opts.ExitZeroIfFixed && Opts.Fail != Options::FailOn::Never) ? 1 : Status;
}

/// The versions of the files that --staged and --since are about.
llvm::Error findVersions(const Options &Opts, const Project &Where, Totals &T) {
  if (!Opts.Staged && Opts.Since.empty())
    return llvm::Error::success();
  llvm::Expected<std::string> Base = Opts.Since.empty() ? headOrNothing(Where.root()) : mergeBase(Where.root(), Opts.Since);
  if (!Base)
    return Base.takeError();
  auto Get = [&](llvm::StringRef Revision, std::shared_ptr<GitVersion> &Out) -> llvm::Error {
    auto Version = GitVersion::get(Where.root(), Revision);
    if (Version)
      Out = std::move(*Version);
    return Version.takeError();
  };
  if (Opts.Staged)
    if (llvm::Error Error = Get("", T.Now))
      return Error;
  return Get(*Base, T.Old);
}

int check(Options Opts) {
  auto Start = std::chrono::steady_clock::now();
  Project Where = projectOf(Opts);
  Totals T;
  if (llvm::Error Error = findVersions(Opts, Where, T)) {
    llvm::errs() << "torch-tidy: " << llvm::toString(std::move(Error)) << "\n";
    return 2;
  }
  bool FilesGiven = !Opts.Files.empty();
  if (!FilesGiven && Opts.Staged) {
    llvm::Expected<std::vector<std::string>> Names = stagedFiles(Where.root());
    if (!Names) {
      llvm::errs() << "torch-tidy: " << llvm::toString(Names.takeError()) << "\n";
      return 2;
    }
    llvm::copy_if(*Names, std::back_inserter(Opts.Files),
                  [](const std::string &Name) { return isSourceFile(Name) || isPythonSource(Name); });
  } else if (!FilesGiven) {
    Opts.Files.push_back(".");
  } else if (llvm::all_of(Opts.Files, [](const std::string &F) { return llvm::sys::path::is_absolute(F); })) {
    showAbsolutePaths();
  }
  if (!Opts.StdinFilename.empty()) {
    auto Input = llvm::MemoryBuffer::getSTDIN();
    if (!Input) {
      llvm::errs() << "torch-tidy: cannot read standard input: " << Input.getError().message() << "\n";
      return 2;
    }
    T.Input = std::move(*Input);
  }
  auto View = [&] { return judgedFiles(Opts, T); };
  auto Files = View();
  CompileCommands Commands(Opts, *Files);
  T.Jobs = Commands.jobs();
  if (T.Jobs.empty() && (FilesGiven || !Opts.Staged)) {
    llvm::errs() << (checksPython() ? "torch-tidy: no C, C++, CUDA or Python file in the given folders\n"
                                    : "torch-tidy: no C, C++ or CUDA file in the given folders\n");
    return 2;
  }
  if (Opts.Shards)
    keepShard(T.Jobs, Opts.Shard, Opts.Shards);
  unknownChecks(Opts);
  T.Cache = openCache(Opts);
  std::vector<Job> Alone; // headers that the file leaves out, or that are not to suffer from its errors
  analyseAll(Opts, T.Jobs, View, [&](const Job &J, FileResult R) {
    auto Included = [&](const std::string &Header) { return R.UserFiles.count(Header) != 0; };
    bool Useful = !J.OnlyHeaders || (!R.CompileErrors && llvm::any_of(J.Headers, Included));
    for (const std::string &Header : J.Headers)
      if (!Useful || !Included(Header))
        Alone.push_back(Commands.jobFor(Header));
    if (Useful)
      take(Opts, J, std::move(R), T);
  }, T.Cache.get());
  analyseAll(Opts, Alone, View, [&](const Job &J, FileResult R) { take(Opts, J, std::move(R), T); },
             T.Cache.get());
  llvm::move(Alone, std::back_inserter(T.Jobs));
  if (Opts.Run == Options::Command::Explain)
    return T.Problems.empty() ? 0 : 2;
  return finish(Opts, T, Start);
}

/// One report from those of several runs.
int merge(const Options &Opts) {
  auto Start = std::chrono::steady_clock::now();
  Totals T;
  for (const std::string &File : Opts.Files) {
    llvm::Expected<StoredReport> R = readReport(File);
    if (!R) {
      llvm::errs() << "torch-tidy: " << File << " is no report: " << llvm::toString(R.takeError()) << "\n";
      return 2;
    }
    T.Broken += llvm::any_of(R->Findings, [](const Finding &F) { return F.isCompileError(); });
    llvm::move(R->Findings, std::back_inserter(T.All));
    llvm::move(R->Silenced, std::back_inserter(T.Silenced));
    T.Looked.insert(R->Files.begin(), R->Files.end());
    llvm::move(R->Files, std::back_inserter(T.Files));
    llvm::move(R->Problems, std::back_inserter(T.Problems));
  }
  if (T.Broken)
    T.Looked.clear(); // which file is broken is not told: no entry of a baseline is called stale
  return finish(Opts, T, Start);
}

} // namespace

int main(int Argc, const char **Argv) {
  llvm::InitLLVM Init(Argc, Argv);
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  if (llvm::sys::path::filename(Argv[0]).starts_with("clang-tidy"))
    return clang::tidy::clangTidyMain(Argc, Argv);
  ParsedOptions Parsed = parseOptions(Argc, Argv);
  const Options &Opts = Parsed.Opts;
  switch (Parsed.Next) {
  case ParsedOptions::Outcome::Done:
    return 0;
  case ParsedOptions::Outcome::Usage:
    return 2;
  case ParsedOptions::Outcome::ClangTidy: {
    if (Parsed.ListsChecks) { // those that would run
      llvm::erase_if(Parsed.ClangTidyArgs, [](llvm::StringRef A) { return A.starts_with("--checks="); });
      std::string File = absoluteIn(Opts.Files.empty() ? "dummy" : Opts.Files.front(), "");
      Parsed.ClangTidyArgs.insert(Parsed.ClangTidyArgs.begin() + 1, "--checks=" + checksFor(Opts, File));
    }
    std::vector<const char *> Args;
    for (const std::string &A : Parsed.ClangTidyArgs)
      Args.push_back(A.c_str());
    Args.push_back(nullptr);
    return clang::tidy::clangTidyMain(static_cast<int>(Args.size()) - 1, Args.data());
  }
  case ParsedOptions::Outcome::Run:
    break;
  }
  if (Opts.Run == Options::Command::Rules)
    return printRules(Opts);
  if (Opts.Run == Options::Command::Merge)
    return merge(Opts);
  if (Opts.Run == Options::Command::CacheInfo)
    return cacheInfo(Opts);
  if (Opts.Run == Options::Command::CacheClean)
    return cacheClean(Opts);
  if (Opts.Run == Options::Command::CachePch)
    return cachePch(Opts);
  if (Opts.Run == Options::Command::Doctor)
    return doctor(Opts);
  if (Opts.Run == Options::Command::Init)
    return init(Opts);
  if (Opts.Run == Options::Command::Lsp) {
    if (checksPython())
      return servePython(Opts);
    llvm::errs() << "torch-tidy: built without Python sources; for C++ there is torch-clangd\n";
    return 2;
  }
  if (Opts.Run == Options::Command::Explain) {
    auto [File, Line] = llvm::StringRef(Opts.ExplainAt).rsplit(':');
    unsigned Number = 0;
    if (!Opts.ExplainSummaries && (Line.getAsInteger(10, Number) || !Number))
      return explainCheck(Opts);
    Options One = Opts;
    One.Quiet = true;
    if (!Opts.ExplainSummaries)
      One.Files = {File.str()};
    return check(One);
  }
  return check(Opts);
}
