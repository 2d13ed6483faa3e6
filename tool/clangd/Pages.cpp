#include "Pages.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace torchtidy {

static std::string pagesFolder() {
  static int Anchor;
  llvm::SmallString<256> Beside(
      llvm::sys::path::parent_path(llvm::sys::fs::getMainExecutable(nullptr, &Anchor)));
  llvm::sys::path::append(Beside, TORCH_TIDY_INSTALLED_PAGES);
  llvm::sys::path::remove_dots(Beside, /*remove_dot_dot=*/true);
  return llvm::sys::fs::is_directory(Beside) ? std::string(Beside) : TORCH_TIDY_PAGES_DIR;
}

std::string pageUri(llvm::StringRef Check) {
  static const std::string Folder = pagesFolder();
  if (!Check.consume_front("torch-"))
    return {};
  std::string File = Folder + "/" + Check.str() + ".md";
  if (!llvm::sys::fs::exists(File))
    return {};
  std::string Uri = "file://";
  for (char C : File)
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~").contains(C))
      Uri += C;
    else
      Uri += "%" + llvm::toHex(llvm::StringRef(&C, 1));
  return Uri;
}

} // namespace torchtidy
