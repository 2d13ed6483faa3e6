/// What sources include, read from their directives alone: quickly, and without deciding any condition.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <string>
#include <vector>

namespace clang {
class CompilerInvocation;
class FileManager;
} // namespace clang

namespace torchtidy {

/// A path by which files of two runs are the same: absolute, without dots; what is relative lies in Folder.
std::string pathKey(llvm::StringRef Path, llvm::StringRef Folder);
/// The same for a folder that is looked into: `..` stays, for it may follow a link.
std::string folderKey(llvm::StringRef Path, llvm::StringRef Folder);

/// A folder in which headers are looked for, in the order of the search.
struct SearchFolder {
  std::string Path; ///< absolute
  int Kind = 0;          ///< clang's characteristic: user, system, system of C
  bool QuotedOnly = false;
  bool operator==(const SearchFolder &O) const { return Path == O.Path && Kind == O.Kind && QuotedOnly == O.QuotedOnly; }
};
template <class Archive> void fields(Archive &A, SearchFolder &F) { A(F.Path, F.Kind, F.QuotedOnly); }

std::vector<SearchFolder> searchFolders(const clang::CompilerInvocation &Invocation, clang::FileManager &Files);

/// Whether an include names a header of libtorch.
bool isLibtorchHeader(llvm::StringRef Name);

/// Whether an include names a header of the standard library of C++ or C.
bool isStandardHeader(llvm::StringRef Name);

class IncludeScan {
public:
  struct Include {
    std::string Name;
    bool Angled = false;
  };
  struct Text {
    bool Readable = false;
    bool Odd = false; ///< an include whose name is not written out, an import, or a text that cannot be read
    std::vector<Include> Includes;
    llvm::StringRef All; ///< lives as long as this scan
  };

  IncludeScan(llvm::vfs::FileSystem &Files, std::vector<SearchFolder> Folders) : Files(Files), Folders(std::move(Folders)) {}

  const std::vector<SearchFolder> &folders() const { return Folders; }
  const Text &text(const std::string &File);
  /// The file that an include means, and whether it lies in a folder of system headers; empty when there is none.
  std::pair<std::string, bool> resolve(const Include &I, llvm::StringRef From);
  /// Whether an include means a header of the standard library, by its name and by the folder in which it was found.
  bool isStandard(const Include &I, const std::string &File);
  /// How many headers of libtorch one of them includes, itself and directly or not.
  const std::vector<std::string> &libtorchClosure(const std::string &Name);

private:
  llvm::vfs::FileSystem &Files;
  std::vector<SearchFolder> Folders;
  struct Read {
    Text Facts;
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
  };
  std::map<std::string, Read> Texts;
  std::map<std::string, std::pair<std::string, bool>> Resolved; ///< of the search folders only
  std::map<std::string, std::vector<std::string>> Closures;
  std::map<std::string, bool> StandardFolders;
};

/// A file, the headers that its command includes in front of it, and the user's headers in all of them.
std::vector<std::string> userFiles(IncludeScan &Scan, const std::string &MainFile, const std::vector<std::string> &Forced);
/// The headers of libtorch that a file and the user's headers in it include, by the names in the directives, each once.
std::vector<std::string> libtorchIncludes(IncludeScan &Scan, const std::string &MainFile,
                                          const std::vector<std::string> &Forced);
/// The system headers that a file includes before the first of libtorch's, itself or in the user's headers, but for those of the
/// standard library.
std::vector<std::string> systemIncludesBefore(IncludeScan &Scan, const std::string &MainFile);
/// Those headers of libtorch that bring in much and that no other of them brings in: worth a precompiled header. The heaviest
/// first.
std::vector<std::string> umbrellas(IncludeScan &Scan, std::vector<std::string> Names);

} // namespace torchtidy
