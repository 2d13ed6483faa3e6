/// The texts that findings point into, read once.
#pragma once

#include "Finding.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <memory>
#include <optional>

namespace torchtidy {

/// The disk, with a current folder of its own: clang's tools change it, and files are analysed side by side.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> ownFileSystem();

/// A place as editors and SARIF count it: line and column from 1, the column in UTF-16 code units.
struct EditorPlace {
  unsigned Line = 1, Column = 1;
};

class Sources {
public:
  explicit Sources(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) : Files(std::move(Files)) {}

  llvm::vfs::FileSystem &files() { return *Files; }
  /// Nothing for a file that cannot be read.
  std::optional<llvm::StringRef> text(llvm::StringRef File);
  /// Line 0 when the file cannot be read.
  Place place(llvm::StringRef File, unsigned Offset);
  EditorPlace editorPlace(llvm::StringRef File, unsigned Offset);
  /// The end of the name that begins at a place, or of one character.
  unsigned endOfName(const Place &At);

private:
  struct Text {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    std::vector<unsigned> Lines; ///< offset of each line
  };
  Text &get(llvm::StringRef File);
  size_t lineAt(const Text &T, unsigned Offset) const;

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files;
  std::map<std::string, Text, std::less<>> Known;
};

} // namespace torchtidy
