#include "ResourceFolder.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace torchtidy {

std::string resourceFolder() {
  static int Anchor;
  llvm::SmallString<256> Beside(llvm::sys::path::parent_path(
      llvm::sys::path::parent_path(llvm::sys::fs::getMainExecutable(nullptr, &Anchor))));
  llvm::sys::path::append(Beside, "lib", "clang", llvm::sys::path::filename(TORCH_TIDY_RESOURCE_DIR));
  return llvm::sys::fs::is_directory(Beside) ? std::string(Beside) : TORCH_TIDY_RESOURCE_DIR;
}

} // namespace torchtidy
