#include "PythonFiles.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#ifdef TORCH_TIDY_PYTHON
#include "python/FrontEnd.h"
#endif

namespace torchtidy {

using llvm::StringRef;

#ifdef TORCH_TIDY_PYTHON

bool checksPython() { return true; }

bool isPythonSource(StringRef File) { return python::isPythonFile(File); }

/// --line-filter: where it names files, only what it names.
static bool passes(const Finding &F, const clang::tidy::ClangTidyGlobalOptions &Global) {
  if (Global.LineFilter.empty())
    return true;
  return llvm::any_of(Global.LineFilter, [&](const clang::tidy::FileFilter &Filter) {
    if (!StringRef(F.At.File).ends_with(Filter.Name))
      return false;
    return Filter.LineRanges.empty() || llvm::any_of(Filter.LineRanges, [&](const auto &Range) {
             return Range.first <= F.At.Line && F.At.Line <= Range.second;
           });
  });
}

void runPython(const Job &J, llvm::vfs::FileSystem &Files, clang::tidy::ClangTidyContext &Context, const Options &Opts,
               FileResult &Result) {
  auto Buffer = Files.getBufferForFile(J.File);
  if (!Buffer)
    return; // it was there when the job was made
  StringRef Text = (*Buffer)->getBuffer();
  Result.Read[J.File] = textHash(Text);
  Result.UserFiles.insert(J.File);
  clang::tidy::ClangTidyOptions Configured = Context.getOptionsForFile(J.File);
  auto Level = Configured.CheckOptions.find("torch-tidy.Level");
  python::PythonOptions Python;
  Python.Strict = Level != Configured.CheckOptions.end() && Level->getValue().Value == "strict";
  Python.Enabled = [&](StringRef Id) { return Context.isCheckEnabled(Id); };
  Python.Named = [&](StringRef Id) {
    llvm::SmallVector<StringRef, 8> Globs;
    StringRef(Configured.Checks.value_or("")).split(Globs, ',');
    return llvm::any_of(Globs, [&](StringRef G) { return G.trim() == Id; });
  };
  if (Opts.Run == Options::Command::Explain) {
    StringRef(Opts.ExplainAt).rsplit(':').second.getAsInteger(10, Python.ExplainLine);
    Python.ExplainSummaries = Opts.ExplainSummaries;
  }
  python::PythonResult Found = python::checkPython(J.File, Text, Python);
  for (Finding &F : Found.Findings) {
    if (!passes(F, Context.getGlobalOptions()))
      continue;
    if (Context.treatAsError(F.Check)) {
      F.Level = Severity::Error;
      F.WarningAsError = true;
    }
    Result.Findings.push_back(std::move(F));
  }
  for (Finding &F : Found.Silenced) {
    F.Notes.clear();
    F.Edits.clear();
    Result.Silenced.push_back(std::move(F));
  }
  Result.Explanation = Found.Explanation;
  Result.StrictOnly = Found.StrictOnly;
  if (Opts.Statistics)
    Result.Statistics = "Python, " + std::to_string(Found.Nodes) + " nodes, " + std::to_string(Found.GivenUp) +
                        " functions given up on";
}

#else

bool checksPython() { return false; }
bool isPythonSource(StringRef) { return false; }
void runPython(const Job &, llvm::vfs::FileSystem &, clang::tidy::ClangTidyContext &, const Options &, FileResult &) {}

#endif

} // namespace torchtidy
