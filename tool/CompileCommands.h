/// Which command compiles a file, in one normal form.
#pragma once

#include "Options.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include <memory>

namespace torchtidy {

namespace python {
class ParsedText;
}

/// A file to check and the command for it; `Problem` says why there is none.
struct Job {
  std::string File;
  std::vector<clang::tooling::CompileCommand> Commands;
  std::string Problem;
  bool Skipped = false; ///< --missing-db=skip
  std::vector<std::string> Headers; ///< headers to check that it includes
  bool OnlyHeaders = false;         ///< the file itself is not to be checked
  python::ParsedText *Parsed = nullptr; ///< a Python source that an editor has open
};

class CompileCommands {
public:
  /// \param Files where the sources are looked for.
  CompileCommands(const Options &Opts, llvm::vfs::FileSystem &Files) : Opts(Opts), Files(Files) {}
  /// One job per file, in the order of the names; folders give the files of their compile database below them. A header has
  /// the job of a file that includes it, where there is one.
  std::vector<Job> jobs();
  Job jobFor(const std::string &File);

private:
  const clang::tooling::CompilationDatabase *databaseFor(llvm::StringRef File);
  void addFolder(llvm::StringRef Folder, std::vector<std::string> &Out);
  std::vector<std::string> sourcesAround(const std::string &Header);
  void addHeader(const std::string &Header, std::vector<Job> &Jobs);
  const Options &Opts;
  llvm::vfs::FileSystem &Files;
  std::vector<std::pair<std::string, std::unique_ptr<clang::tooling::CompilationDatabase>>> Loaded;
  std::string LoadError;
};

/// Flags that the user adds and takes away, on the command line and in .clang-tidy.
struct ExtraFlags {
  std::vector<std::string> Before, After, Removed;
};

/// Drops what changes neither the AST nor the findings (code generation, output, foreign precompiled headers, flags that
/// Clang does not know) and says that libtorch's folders are system headers, however they are included.
clang::tooling::ArgumentsAdjuster normalForm(ExtraFlags Extra);

/// Whether a command reads a file as CUDA.
bool isCuda(llvm::StringRef File, llvm::ArrayRef<std::string> Args);

bool isSourceFile(llvm::StringRef File);

/// The folders that some flags of a command name (`-I`, `-isystem`), in its order, as absolute paths.
std::vector<std::string> includeFolders(const clang::tooling::CompileCommand &Command, llvm::ArrayRef<llvm::StringRef> Flags);

} // namespace torchtidy
