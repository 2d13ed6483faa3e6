#include "PythonFiles.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#ifdef TORCH_TIDY_PYTHON
#include "python/FrontEnd.h"
#include "python/ParsedText.h"
#include "python/Project.h"
#include <map>
#include <mutex>
#endif

namespace torchtidy {

using llvm::StringRef;

#ifdef TORCH_TIDY_PYTHON

EditedSource::EditedSource(StringRef File, std::string Text) : Text(std::move(Text)) {
  if (isPythonSource(File) && !File.ends_with(".ipynb"))
    Parsed = std::make_unique<python::ParsedText>(std::move(this->Text));
}
EditedSource::~EditedSource() = default;

StringRef EditedSource::text() const { return Parsed ? Parsed->text() : StringRef(Text); }

void EditedSource::replace(size_t Begin, size_t End, StringRef With) {
  if (Parsed)
    Parsed->replace(Begin, End, With);
  else
    Text.replace(Begin, End - Begin, With);
}

bool checksPython() { return true; }

bool isPythonSource(StringRef File) { return python::isPythonFile(File); }

/// What holds in a folder: of the nearest pyproject.toml that has our table. Read once per run.
static std::shared_ptr<const python::Project> projectIn(StringRef Folder) {
  static std::mutex Lock;
  static std::map<std::string, std::shared_ptr<const python::Project>, std::less<>> Known;
  std::lock_guard<std::mutex> Guard(Lock);
  std::vector<StringRef> Below;
  std::shared_ptr<const python::Project> Found;
  for (StringRef At = Folder; !At.empty(); At = llvm::sys::path::parent_path(At)) {
    if (auto It = Known.find(At); It != Known.end()) {
      Found = It->second;
      break;
    }
    Below.push_back(At);
    auto Buffer = llvm::MemoryBuffer::getFile(At + "/pyproject.toml");
    if (Buffer && (*Buffer)->getBuffer().contains("[tool.torch-tidy]")) {
      Found = std::make_shared<python::Project>(python::readProject((*Buffer)->getBuffer(), At));
      break;
    }
  }
  for (StringRef At : Below)
    Known[At.str()] = Found;
  return Found;
}

void addPyProject(StringRef File, clang::tidy::ClangTidyOptions &Options) {
  auto Project = projectIn(llvm::sys::path::parent_path(File));
  if (!Project)
    return;
  if (!Project->Checks.empty())
    Options.Checks = Options.Checks.value_or("") + "," + Project->Checks;
  if (!Project->Level.empty())
    Options.CheckOptions["torch-tidy.Level"] = clang::tidy::ClangTidyOptions::ClangTidyValue(Project->Level, 999);
}

std::string pyProjectText(StringRef File) {
  auto Project = projectIn(llvm::sys::path::parent_path(File));
  if (!Project)
    return "";
  auto Buffer = llvm::MemoryBuffer::getFile(Project->Folder + "/pyproject.toml");
  return Buffer ? (*Buffer)->getBuffer().str() : std::string();
}

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

void runPython(const Job &J, llvm::vfs::FileSystem &Files, llvm::function_ref<clang::tidy::ClangTidyContext &()> Configuration,
               const Options &Opts, FileResult &Result) {
  auto Buffer = Files.getBufferForFile(J.File);
  if (!Buffer)
    return; // it was there when the job was made
  python::PythonOptions Python;
  if (auto Project = Opts.ignoresProject() ? nullptr : projectIn(llvm::sys::path::parent_path(J.File))) {
    if (!Project->Problem.empty()) {
      Result.ConfigError = Project->Folder + "/pyproject.toml: [tool.torch-tidy]: " + Project->Problem;
      return;
    }
    if (Project->excludes(J.File))
      return;
    Python.TensorTypes = Project->TensorTypes;
  }
  StringRef Text = (*Buffer)->getBuffer();
  Result.Read[J.File] = textHash(Text);
  Result.UserFiles.insert(J.File);
  if (Opts.Run == Options::Command::Check && !Opts.Statistics && !python::mayMatter(Text))
    return; // what its configuration says does not matter either
  Python.Configure = [&](python::PythonOptions &To) {
    clang::tidy::ClangTidyContext &Context = Configuration();
    Context.setCurrentFile(J.File);
    const clang::tidy::ClangTidyOptions &Configured = Context.getOptions();
    auto Level = Configured.CheckOptions.find("torch-tidy.Level");
    To.Strict = Level != Configured.CheckOptions.end() && Level->getValue().Value == "strict";
    To.Enabled = [&Context](StringRef Id) { return Context.isCheckEnabled(Id); };
    To.Named = [&Configured](StringRef Id) {
      llvm::SmallVector<StringRef, 8> Globs;
      StringRef(Configured.Checks.value_or("")).split(Globs, ',');
      return llvm::any_of(Globs, [&](StringRef G) { return G.trim() == Id; });
    };
  };
  if (Opts.Run == Options::Command::Explain) {
    StringRef(Opts.ExplainAt).rsplit(':').second.getAsInteger(10, Python.ExplainLine);
    Python.ExplainSummaries = Opts.ExplainSummaries;
  }
  Python.ReportUnused = Opts.UnusedSuppressions;
  Python.Parsed = J.Parsed;
  python::PythonResult Found = python::checkPython(J.File, Text, Python);
  for (Finding &F : Found.Findings) {
    if (!passes(F, Configuration().getGlobalOptions()))
      continue;
    if (Configuration().treatAsError(F.Check)) {
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

} // namespace torchtidy
class torchtidy::python::ParsedText {};
namespace torchtidy {

EditedSource::EditedSource(StringRef, std::string Text) : Text(std::move(Text)) {}
EditedSource::~EditedSource() = default;
StringRef EditedSource::text() const { return Text; }
void EditedSource::replace(size_t Begin, size_t End, StringRef With) { Text.replace(Begin, End - Begin, With); }

void addPyProject(StringRef, clang::tidy::ClangTidyOptions &) {}
std::string pyProjectText(StringRef) { return ""; }
bool checksPython() { return false; }
bool isPythonSource(StringRef) { return false; }
void runPython(const Job &, llvm::vfs::FileSystem &, llvm::function_ref<clang::tidy::ClangTidyContext &()>, const Options &,
               FileResult &) {}

#endif

} // namespace torchtidy
