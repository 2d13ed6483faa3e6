// torch-tidy: options in, findings out. What is promised to scripts stands in --help.
#include "Fingerprint.h"
#include "Fixes.h"
#include "Merge.h"
#include "Options.h"
#include "Output.h"
#include "Rules.h"
#include "Schedule.h"
#include "clang-tidy/tool/ClangTidyMain.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/TargetSelect.h"
#include <chrono>

using namespace torchtidy;

namespace {

int printRules(const Options &Opts) {
  if (!Opts.Formats.empty() && Opts.Formats.front().Kind == "json") {
    llvm::json::OStream J(llvm::outs(), 1);
    J.array([&] {
      for (const Rule &R : rules())
        J.object([&] {
          J.attribute("check", R.Id);
          J.attribute("level", R.Level);
          J.attribute("fix", R.Fix);
          J.attribute("summary", R.Sentence);
        });
    });
    llvm::outs() << "\n";
    return 0;
  }
  for (const Rule &R : rules())
    llvm::outs() << llvm::formatv("{0,-32} {1,-12} {2,-10} {3}\n", R.Id, R.Level, R.Fix, R.Sentence);
  return 0;
}

int explainCheck(const Options &Opts) {
  for (const std::string &Name : {Opts.ExplainAt, "torch-" + Opts.ExplainAt})
    if (ruleOf(Name)) {
      llvm::outs() << pageOf(Name);
      return 0;
    }
  llvm::StringRef Best;
  unsigned Distance = 8;
  for (const Rule &R : rules())
    if (unsigned D = llvm::StringRef(Opts.ExplainAt).edit_distance(R.Id, true, Distance); D < Distance) {
      Distance = D;
      Best = R.Id;
    }
  llvm::errs() << "torch-tidy: no check '" << Opts.ExplainAt << "'";
  if (!Best.empty())
    llvm::errs() << "; did you mean '" << Best << "'?";
  llvm::errs() << " (see torch-tidy rules, or give FILE:LINE)\n";
  return 2;
}

struct Totals {
  std::vector<Finding> All;
  unsigned StrictOnly = 0; ///< per translation unit: a header counts in each
  std::vector<std::string> Files; ///< analysed
  std::vector<Problem> Problems;  ///< files that were not
  unsigned Broken = 0;
  std::vector<std::string> Statistics;
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
  for (Finding &F : R.Findings)
    F.Sound = !R.CompileErrors;
  T.StrictOnly += R.StrictOnly;
  if (!R.Explanation.empty())
    llvm::outs() << R.Explanation;
  if (Opts.Statistics)
    T.Statistics.push_back(Shown + ": " + R.Statistics + ", " + std::to_string(R.Findings.size() - R.CompileErrors) + " findings");
  mergeRead(T.Read, R.Read);
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

/// From the findings of all files to reports, fixes and the exit status.
int finish(const Options &Opts, Totals &T, std::chrono::steady_clock::time_point Start) {
  llvm::sort(T.All, [](const Finding &A, const Finding &B) {
    return A.key() < B.key() || (A.key() == B.key() && A.Sound && !B.Sound);
  });
  T.All.erase(std::unique(T.All.begin(), T.All.end(), [](const Finding &A, const Finding &B) { return A.key() == B.key(); }),
              T.All.end());
  Sources Text(ownFileSystem());
  Project Where(".");
  fingerprint(T.All, Text, [&](llvm::StringRef File) { return Where.path(File); });
  std::vector<Finding> Known;

  bool Applies = Opts.Fix || Opts.Diff;
  FixPlan Plan;
  if (Applies)
    Plan = planFixes(T.All,
                     {Opts.UnsafeFixes || Opts.FixNotes, Opts.FixErrors,
                      Opts.FormatStyle.empty() ? T.FormatStyle : Opts.FormatStyle},
                     T.Read, *ownFileSystem());
  for (const std::string &File : Plan.Changed)
    llvm::errs() << "torch-tidy: " << shownPath(File) << ": has changed since it was analysed; not fixed, run again\n";
  if (Opts.Diff)
    llvm::outs() << diffOf(Plan);
  bool Written = writeReports(Opts, {T.All, Known, false, T.Files, T.Problems, Text, Where, false}, !Opts.Diff);
  unsigned Unwritten = Opts.Fix ? Plan.Changed.size() : 0, FilesFixed = 0;
  if (Opts.Fix && !Opts.Diff) {
    FilesFixed = writeFixes(Plan, Unwritten);
    if (T.Broken && !Opts.FixErrors)
      llvm::errs() << "torch-tidy: files with compile errors were not fixed; --fix-errors fixes them all the same\n";
  }
  double Seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - Start).count();
  if (Opts.Statistics)
    for (const std::string &Line : T.Statistics)
      llvm::errs() << Line << "\n";
  if (!Opts.Quiet) {
    closingLine(T.All, {static_cast<unsigned>(T.Files.size()), T.StrictOnly, 0, Seconds});
    if (Opts.Fix && !Opts.Diff && FilesFixed)
      llvm::errs() << "Fixed " << Plan.Fixed << " in " << FilesFixed << (FilesFixed == 1 ? " file.\n" : " files.\n");
    if (Plan.Conflicts)
      llvm::errs() << Plan.Conflicts << " not fixed: the edits overlap others; run again.\n";
  }
  if (!T.Problems.empty() || Unwritten || !Written || (T.Broken && Opts.ErrorsFail))
    return 2;
  bool Any = llvm::any_of(T.All, [&](const Finding &F) { return !F.isCompileError() && fails(Opts, F); });
  if (Opts.Fix && Opts.ExitZeroIfFixed && Plan.Fixed == T.All.size())
    return 0;
  return Any ? 1 : 0;
}

int check(const Options &Opts) {
  if (llvm::all_of(Opts.Files, [](const std::string &F) { return llvm::sys::path::is_absolute(F); }))
    showAbsolutePaths();
  auto Start = std::chrono::steady_clock::now();
  CompileCommands Commands(Opts);
  Totals T;
  std::vector<Job> Jobs = Commands.jobs();
  if (Jobs.empty()) {
    llvm::errs() << "torch-tidy: no C, C++ or CUDA file in the given folders\n";
    return 2;
  }
  analyseAll(Opts, Jobs, [&](const Job &J, FileResult R) { take(Opts, J, std::move(R), T); });
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
    llvm::move(R->Files, std::back_inserter(T.Files));
    llvm::move(R->Problems, std::back_inserter(T.Problems));
  }
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
