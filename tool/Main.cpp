// torch-tidy: options in, findings out. What is promised to scripts stands in --help.
#include "Driver.h"
#include "Fixes.h"
#include "Options.h"
#include "PythonFiles.h"
#include "Reporters.h"
#include "clang-tidy/tool/ClangTidyMain.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/TargetSelect.h"
#include <chrono>

using namespace torchtidy;

namespace {

struct Row {
  const char *Id, *Level, *Fix, *Sentence;
};
constexpr Row Rows[] = {
#define TORCH_CHECK(Class, Id, Level, Fix, Sentence) {"torch-" Id, #Level, #Fix, Sentence},
#ifdef TORCH_TIDY_PYTHON
#define TORCH_PYTHON_CHECK(Id, Level, Fix, Sentence) {"torch-" Id, #Level, #Fix, Sentence},
#endif
#include "Checks.def"
};
/// A check for both languages has a row for each; the first counts.
const std::vector<Row> Rules = [] {
  std::vector<Row> Out;
  for (const Row &R : Rows)
    if (llvm::none_of(Out, [&](const Row &O) { return llvm::StringRef(O.Id) == R.Id; }))
      Out.push_back(R);
  return Out;
}();

std::string lower(llvm::StringRef Text) { return Text.substr(Text.rfind(':') + 1).lower(); }

int printRules(const Options &Opts) {
  bool Json = !Opts.Formats.empty() && Opts.Formats.front().Kind == "json";
  if (Json)
    llvm::outs() << "[\n";
  for (size_t I = 0; I < std::size(Rules); ++I) {
    const Row &R = Rules[I];
    if (Json)
      llvm::outs() << llvm::formatv(" {{\"check\": \"{0}\", \"level\": \"{1}\", \"fix\": \"{2}\", \"summary\": \"{3}\"}{4}\n",
                                    R.Id, lower(R.Level), lower(R.Fix), R.Sentence, I + 1 < std::size(Rules) ? "," : "");
    else
      llvm::outs() << llvm::formatv("{0,-32} {1,-12} {2,-10} {3}\n", R.Id, lower(R.Level), lower(R.Fix), R.Sentence);
  }
  if (Json)
    llvm::outs() << "]\n";
  return 0;
}

int explainCheck(const Options &Opts) {
  for (const Row &R : Rules)
    if (Opts.ExplainAt == R.Id || "torch-" + Opts.ExplainAt == R.Id) {
      llvm::outs() << R.Id << "\n\n" << R.Sentence << "\n\nLevel: " << lower(R.Level) << ", best fix: " << lower(R.Fix)
                   << "\nPage: docs/checks/" << llvm::StringRef(R.Id).drop_front(6) << ".md\n";
      return 0;
    }
  llvm::StringRef Best;
  unsigned Distance = 8;
  for (const Row &R : Rules)
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
  unsigned Files = 0, Broken = 0, Failed = 0;
  std::vector<std::string> Statistics;
  ReadFiles Read;
  std::string FormatStyle;
};

void analyse(const Options &Opts, const Job &J, Totals &T) {
  std::string Shown = shownPath(J.File);
  if (J.Skipped) {
    if (!Opts.Quiet)
      llvm::errs() << "torch-tidy: " << Shown << ": skipped, no compile command\n";
    return;
  }
  if (!J.Problem.empty()) {
    llvm::errs() << "torch-tidy: " << Shown << ": " << J.Problem << "\n";
    ++T.Failed;
    return;
  }
  ++T.Files;
  FileResult R = Driver(Opts).run(J);
  if (!R.ConfigError.empty()) {
    llvm::errs() << "torch-tidy: " << R.ConfigError << "\n";
    ++T.Failed;
    return;
  }
  if (R.NoChecks) {
    llvm::errs() << "torch-tidy: " << Shown << ": the configuration leaves no check; name one with --checks\n";
    ++T.Failed;
    return;
  }
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

/// Reports to one format; false when its file cannot be written.
bool report(const Options &Opts, const Options::Format &Format, const std::vector<Finding> &Findings) {
  auto Write = [&](llvm::raw_ostream &OS, bool Colour) {
    if (Format.Kind == "json")
      reportJson(OS, Findings);
    else if (Format.Kind == "yaml")
      reportYaml(OS, Findings);
    else
      reportText(OS, Findings, Colour);
  };
  if (Format.File.empty() || Format.File == "-") {
    bool Colour = Opts.UseColor == "true" || (Opts.UseColor == "auto" && llvm::sys::Process::StandardOutHasColors() &&
                                              !llvm::sys::Process::GetEnv("NO_COLOR"));
    if (Colour)
      llvm::outs().enable_colors(true);
    Write(llvm::outs(), Colour);
    llvm::outs().flush();
    return true;
  }
  std::error_code Error;
  llvm::raw_fd_ostream OS(Format.File, Error);
  if (!Error) {
    Write(OS, false);
    OS.close();
    Error = OS.error();
    OS.clear_error();
  }
  if (Error)
    llvm::errs() << "torch-tidy: cannot write '" << Format.File << "': " << Error.message() << "\n";
  return !Error;
}

void closingLine(const std::vector<Finding> &Findings, const Totals &T, double Seconds) {
  unsigned Count = 0, Fixable = 0, Suggested = 0;
  llvm::SmallVector<llvm::StringRef, 8> Files;
  for (const Finding &F : Findings) {
    if (F.isCompileError())
      continue;
    ++Count;
    if (!F.Edits.empty())
      ++Fixable;
    else if (F.suggestion())
      ++Suggested;
    if (!llvm::is_contained(Files, F.At.File))
      Files.push_back(F.At.File);
  }
  auto Plural = [](unsigned N, const char *Word) { return std::to_string(N) + " " + Word + (N == 1 ? "" : "s"); };
  llvm::raw_ostream &OS = llvm::errs();
  OS << "Found " << Plural(Count, "warning");
  if (Count)
    OS << " in " << Plural(Files.size(), "file");
  std::string More;
  if (Fixable)
    More = std::to_string(Fixable) + " fixable with --fix";
  if (Suggested)
    More += (Fixable ? ", " : "") + std::to_string(Suggested) + (Fixable ? " more" : "") + " with --unsafe-fixes";
  if (T.StrictOnly)
    More += (More.empty() ? "" : "; ") + std::to_string(T.StrictOnly) + " more with --strict";
  if (!More.empty())
    OS << " (" << More << ")";
  OS << ". " << Plural(T.Files, "file") << " in " << llvm::formatv("{0:F1}", Seconds) << " s.\n";
}

int check(const Options &Opts) {
  if (llvm::all_of(Opts.Files, [](const std::string &F) { return llvm::sys::path::is_absolute(F); }))
    showAbsolutePaths();
  auto Start = std::chrono::steady_clock::now();
  CompileCommands Commands(Opts);
  Totals T;
  std::vector<Job> Jobs = Commands.jobs();
  if (Jobs.empty()) {
    llvm::errs() << (checksPython() ? "torch-tidy: no C, C++, CUDA or Python file in the given folders\n"
                                  : "torch-tidy: no C, C++ or CUDA file in the given folders\n");
    return 2;
  }
  for (const Job &J : Jobs)
    analyse(Opts, J, T);
  if (Opts.Run == Options::Command::Explain)
    return T.Failed ? 2 : 0;
  llvm::sort(T.All, [](const Finding &A, const Finding &B) {
    return A.key() < B.key() || (A.key() == B.key() && A.Sound && !B.Sound);
  });
  T.All.erase(std::unique(T.All.begin(), T.All.end(), [](const Finding &A, const Finding &B) { return A.key() == B.key(); }),
              T.All.end());

  bool Applies = Opts.Fix || Opts.Diff;
  FixPlan Plan;
  if (Applies)
    Plan = planFixes(T.All,
                     {Opts.UnsafeFixes || Opts.FixNotes, Opts.FixErrors,
                      Opts.FormatStyle.empty() ? T.FormatStyle : Opts.FormatStyle},
                     T.Read);
  for (const std::string &File : Plan.Changed)
    llvm::errs() << "torch-tidy: " << shownPath(File) << ": has changed since it was analysed; not fixed, run again\n";
  std::vector<Options::Format> Formats = Opts.Formats;
  if (Formats.empty())
    Formats.push_back({});
  bool Written = true;
  if (Opts.Diff)
    llvm::outs() << diffOf(Plan);
  else
    for (const Options::Format &F : Formats)
      Written &= report(Opts, F, T.All);
  if (!Opts.ExportFixes.empty())
    Written &= report(Opts, {"yaml", Opts.ExportFixes}, T.All);
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
    closingLine(T.All, T, Seconds);
    if (Opts.Fix && !Opts.Diff && FilesFixed)
      llvm::errs() << "Fixed " << Plan.Fixed << " in " << FilesFixed << (FilesFixed == 1 ? " file.\n" : " files.\n");
    if (Plan.Conflicts)
      llvm::errs() << Plan.Conflicts << " not fixed: the edits overlap others; run again.\n";
  }
  if (T.Failed || Unwritten || !Written || (T.Broken && Opts.ErrorsFail))
    return 2;
  bool Any = llvm::any_of(T.All, [&](const Finding &F) { return !F.isCompileError() && fails(Opts, F); });
  if (Opts.Fix && Opts.ExitZeroIfFixed && Plan.Fixed == T.All.size())
    return 0;
  return Any ? 1 : 0;
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
