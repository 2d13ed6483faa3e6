#include "Output.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Process.h"

namespace torchtidy {

using llvm::StringRef;

static bool wantsColour(const Options &Opts) {
  return Opts.UseColor == "true" || (Opts.UseColor == "auto" && llvm::sys::Process::StandardOutHasColors() &&
                                     !llvm::sys::Process::GetEnv("NO_COLOR"));
}

static bool writeFile(const ReportFormat &Format, const std::string &File, const Report &R) {
  std::error_code Error;
  llvm::raw_fd_ostream OS(File, Error);
  if (!Error) {
    Format.Write(OS, R);
    OS.close();
    Error = OS.error();
    OS.clear_error();
  }
  if (Error)
    llvm::errs() << "torch-tidy: cannot write '" << File << "': " << Error.message() << "\n";
  return !Error;
}

bool writeReports(const Options &Opts, Report R, bool Shown) {
  std::vector<Options::Format> Formats = Opts.Formats;
  if (Formats.empty())
    Formats.push_back({});
  if (!Opts.ExportFixes.empty())
    Formats.push_back({"yaml", Opts.ExportFixes});
  bool Good = true;
  for (const Options::Format &F : Formats) {
    const ReportFormat &Format = *reportFormat(F.Kind);
    R.Colour = F.toStandardOutput() && wantsColour(Opts);
    R.Links = R.Colour && llvm::sys::Process::StandardOutIsDisplayed();
    if (!F.toStandardOutput()) {
      Good &= writeFile(Format, F.File, R);
    } else if (Shown) {
      if (R.Colour)
        llvm::outs().enable_colors(true);
      Format.Write(llvm::outs(), R);
      llvm::outs().flush();
    }
  }
  return Good;
}

void closingLine(const std::vector<Finding> &Findings, const RunFacts &Facts) {
  unsigned Count = 0, Fixable = 0, Suggested = 0;
  llvm::SmallVector<StringRef, 8> Files;
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
  if (Facts.StrictOnly)
    More += (More.empty() ? "" : "; ") + std::to_string(Facts.StrictOnly) + " more with --strict";
  if (Facts.Known)
    More += (More.empty() ? "" : "; ") + std::to_string(Facts.Known) + " known from before";
  if (!More.empty())
    OS << " (" << More << ")";
  OS << ". " << Plural(Facts.Files, "file") << " in " << llvm::formatv("{0:F1}", Facts.Seconds) << " s";
  if (Facts.Cached)
    OS << ", " << Facts.Cached << " from the cache";
  OS << ".\n";
}

} // namespace torchtidy
