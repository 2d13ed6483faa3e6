/// Which places of the source are the user's, and which are somebody's library.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"
#include <optional>
#include <string>

namespace torchtidy::api {

/// User code is the main file and every header that is not a system header. libtorch (found by where its Tensor lies),
/// CUDA, Python and pybind11 are system, however they are included.
class UserCode {
public:
  explicit UserCode(const clang::ASTContext &Context) : Context(Context) {}
  /// False for invalid places. A macro's body counts where it is expanded.
  bool contains(clang::SourceLocation Loc) const;
  /// The include folder of libtorch, "" when the file does not include it.
  llvm::StringRef torchFolder() const;

private:
  bool isUserFile(clang::FileID File, clang::SourceLocation Loc) const;

  const clang::ASTContext &Context;
  mutable llvm::DenseMap<clang::FileID, bool> Files;
  mutable std::optional<std::string> Folder;
};

} // namespace torchtidy::api
