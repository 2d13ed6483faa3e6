/// What git knows: other versions of the files on the disk.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace torchtidy {

/// Runs git and returns what it prints; the error is its last line.
/// \param Outside without the environment of a hook, which is about one repository: for its submodules.
llvm::Expected<std::string> git(llvm::StringRef Folder, llvm::ArrayRef<llvm::StringRef> Arguments, bool Outside = false);

/// The files of a repository and its submodules as they were in a commit, or as they are in the index: the disk, but for
/// the files that differ. Safe to read from several threads.
class GitVersion {
public:
  /// \param Revision a commit; empty for the index. Files that git does not track are there in the index, so that what a
  /// build has made is found, and are not there in a commit.
  static llvm::Expected<std::shared_ptr<GitVersion>> get(llvm::StringRef Folder, llvm::StringRef Revision);

  bool differs(llvm::StringRef File) const;
  /// A file that is here and not on the disk may have hidden another one.
  bool hasMoreFiles() const { return More; }
  /// The name that a file of the disk has in this version, before it was renamed.
  std::string nameHere(llvm::StringRef File) const;
  /// The opposite.
  std::string nameOnDisk(llvm::StringRef File) const;
  /// A view of its own for one thread.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files();

private:
  friend class VersionFiles;
  struct Entry {
    std::string Repository, Path, Blob; ///< no blob: not there
    std::shared_ptr<std::string> Text;  ///< once it was read
  };
  llvm::Error collect(llvm::StringRef Repository, llvm::StringRef Revision, bool Outside);
  llvm::Error hideAll(llvm::StringRef Repository, llvm::ArrayRef<llvm::StringRef> ListFiles);
  void add(const std::string &File, Entry E);
  std::string key(llvm::StringRef File) const; ///< of Entries
  /// Null when the file is not there.
  std::shared_ptr<std::string> text(Entry &E);

  std::map<std::string, Entry> Entries; ///< by absolute path
  std::map<std::string, std::string> OldNames, NewNames;
  std::set<std::string> Folders; ///< of files that are not on the disk
  std::string Root, Shown;       ///< the repository's root as git and as the caller name it
  bool More = false;
  std::mutex Lock;
};

/// The commit from which HEAD and a revision went apart; the error says what to do, also in a shallow clone.
llvm::Expected<std::string> mergeBase(llvm::StringRef Folder, llvm::StringRef Revision);
/// HEAD, or the empty tree before the first commit.
llvm::Expected<std::string> headOrNothing(llvm::StringRef Folder);

/// What the next commit changes or adds, as absolute paths.
llvm::Expected<std::vector<std::string>> stagedFiles(llvm::StringRef Root);

} // namespace torchtidy
