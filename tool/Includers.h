/// Which source file a header is checked through: found by the texts of the files alone.
#pragma once

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <functional>
#include <map>
#include <optional>

namespace torchtidy {

/// A file that is no translation unit of its own, by its name.
bool isHeaderFile(llvm::StringRef File);

/// Follows `#include` from source files to one header. Conditions of the preprocessor are not looked at, so what is found may
/// leave the header out.
class Includers {
public:
  /// \param CommandOf the folders where a source file's includes are looked for come from its command.
  Includers(llvm::vfs::FileSystem &Files, std::string Header,
            std::function<std::optional<clang::tooling::CompileCommand>(const std::string &)> CommandOf)
      : Files(Files), Header(std::move(Header)), CommandOf(std::move(CommandOf)) {}

  /// Whether a source file includes the header, itself or through others.
  bool reach(const std::string &Source);
  /// The nearest of the source files that does: of the same name, else in the same folder, else not far away.
  std::optional<std::string> nearest(std::vector<std::string> Sources);

private:
  bool follow(const std::string &File, const std::vector<std::string> &Folders);

  llvm::vfs::FileSystem &Files;
  std::string Header;
  std::function<std::optional<clang::tooling::CompileCommand>(const std::string &)> CommandOf;
  std::map<std::string, bool> Known; ///< files that were followed
};

} // namespace torchtidy
