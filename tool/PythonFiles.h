/// Python sources in the driver: they need no compile command and no compiler.
#pragma once

#include "Driver.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include <memory>

namespace torchtidy {

/// A source as an editor has it. Of Python, only what an edit touches is parsed again.
class EditedSource {
public:
  EditedSource(llvm::StringRef File, std::string Text);
  ~EditedSource();
  EditedSource(const EditedSource &) = delete;
  EditedSource &operator=(const EditedSource &) = delete;

  llvm::StringRef text() const;
  /// Another text in the place of these bytes.
  void replace(size_t Begin, size_t End, llvm::StringRef With);
  /// Null for a notebook, whose text is not what is parsed.
  python::ParsedText *parsed() const { return Parsed.get(); }

private:
  std::string Text; ///< where nothing is parsed
  std::unique_ptr<python::ParsedText> Parsed;
};

/// Whether the file is Python, and this build checks Python.
bool isPythonSource(llvm::StringRef File);
/// Whether this build checks Python at all.
bool checksPython();
/// Adds what [tool.torch-tidy] of the nearest pyproject.toml says to the options of a Python file.
void addPyProject(llvm::StringRef File, clang::tidy::ClangTidyOptions &Options);
/// The text of that pyproject.toml, empty where there is none.
std::string pyProjectText(llvm::StringRef File);
/// Checks one Python file with the configuration that holds for it.
/// \param Files where its text is.
/// \param Configuration is asked only where something may be found.
void runPython(const Job &J, llvm::vfs::FileSystem &Files, llvm::function_ref<clang::tidy::ClangTidyContext &()> Configuration,
               const Options &Opts, FileResult &Result);

} // namespace torchtidy
