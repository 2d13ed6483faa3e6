#include "Paths.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace torchtidy {

using llvm::StringRef;
namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

std::string absoluteIn(StringRef File, StringRef Folder) {
  if (File.empty())
    return {};
  llvm::SmallString<256> Path(File);
  if (!path::is_absolute(Path) && !Folder.empty()) {
    Path = Folder;
    path::append(Path, File);
  }
  fs::make_absolute(Path);
  path::remove_dots(Path, true);
  return std::string(Path);
}

static bool Relative = true;

void showAbsolutePaths() { Relative = false; }

/// The rest of `File` below `Folder`, empty for the folder itself, nothing when it is elsewhere.
static std::optional<StringRef> below(StringRef File, StringRef Folder) {
  if (File == Folder)
    return StringRef();
  if (Folder.empty() || !File.consume_front(Folder) || (Folder != "/" && !File.consume_front("/")))
    return std::nullopt;
  return File;
}

std::string shownPath(StringRef File) {
  if (!Relative)
    return File.str();
  llvm::SmallString<256> Here;
  fs::current_path(Here);
  return below(File, Here).value_or(File).str();
}

static std::string real(StringRef File) {
  llvm::SmallString<256> Out;
  return fs::real_path(File, Out) ? File.str() : std::string(Out);
}

Project::Project(StringRef Folder) : Root(absoluteIn(Folder, "")) {
  for (StringRef Up = Root; !Up.empty(); Up = path::parent_path(Up))
    if (fs::exists(Up + "/.git")) { // a folder, or a file in worktrees and submodules
      Root = Up.str();
      Repository = true;
      break;
    }
  RealRoot = real(Root);
}

const std::string &Project::path(StringRef File) {
  auto [It, New] = Known.try_emplace(File);
  if (New) {
    std::string Resolved = real(File); // itself when it is not on the disk
    std::optional<StringRef> Rest = below(Resolved, RealRoot);
    if (!Rest)
      Rest = below(File, Root);
    It->second = Rest.value_or(Resolved).str();
  }
  return It->second;
}

} // namespace torchtidy
