/// What a run reads: which files with which contents, what it looked for and did not find. From this a later run knows
/// whether it would read the same.
#pragma once

#include "cache/Hash.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace torchtidy {

/// When a file on the disk was last touched: the same stamp is the same content, unless Untrusted.
struct Stamp {
  uint64_t Size = 0, Device = 0, Inode = 0;
  int64_t Modified = 0, Changed = 0; ///< nanoseconds; Changed is ctime, which nobody can set back
  bool operator==(const Stamp &O) const {
    return std::tie(Size, Device, Inode, Modified, Changed) == std::tie(O.Size, O.Device, O.Inode, O.Modified, O.Changed);
  }
  /// Of a file that changed just now, or that is not on the disk: another change might leave the same stamp.
  bool trusted() const { return Changed != 0; }
};
template <class Archive> void fields(Archive &A, Stamp &S) { A(S.Size, S.Device, S.Inode, S.Modified, S.Changed); }

struct Dependencies {
  struct File {
    std::string Path;
    Hash Content;
    Stamp Last;
  };
  std::vector<File> Files;
  std::vector<std::string> Missing;            ///< paths where nothing was
  std::map<std::string, Hash> Folders;         ///< folders that were listed, and the names in them
};
template <class Archive> void fields(Archive &A, Dependencies::File &F) { A(F.Path, F.Content, F.Last); }
template <class Archive> void fields(Archive &A, Dependencies &D) { A(D.Files, D.Missing, D.Folders); }

/// The files of the disk and nothing laid over them: what is asked of the disk need not be asked of the view.
class DiskFiles : public llvm::RTTIExtends<DiskFiles, llvm::vfs::ProxyFileSystem> {
public:
  static const char ID;
  DiskFiles() : RTTIExtends(llvm::vfs::createPhysicalFileSystem()) {}
};

/// A view of files that keeps a copy of each file it hands out: whatever is written meanwhile, one run sees one text, which is
/// the one that its dependencies name.
class ReadLog : public llvm::vfs::ProxyFileSystem {
public:
  explicit ReadLog(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Under) : ProxyFileSystem(std::move(Under)) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &Path, std::error_code &Error) override;
  bool exists(const llvm::Twine &Path) override { return bool(status(Path)); }

  /// This file is passed through, neither copied nor logged.
  void passBy(llvm::StringRef File) { Passed.insert(File.str()); }
  Dependencies dependencies() const;
  /// A file changed between two looks at it, or was none that can be read again: nothing can be kept of the run.
  bool torn() const { return Torn; }

private:
  struct Snapshot {
    llvm::vfs::Status Status;
    std::unique_ptr<llvm::MemoryBuffer> Text;
    Hash Content;
    Stamp Last;
  };
  class SnapshotFile;
  std::string absolute(const llvm::Twine &Path) const;

  std::map<std::string, Snapshot, std::less<>> Files;
  std::map<std::string, uint64_t> Sizes; ///< told before the file was read
  std::set<std::string> Missing, Passed;
  std::map<std::string, Hash> Folders;
  bool Torn = false;
};

/// Looks whether dependencies still hold, each file once.
class DependencyCheck {
public:
  explicit DependencyCheck(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files)
      : Files(std::move(Files)), OnDisk(llvm::isa<DiskFiles>(*this->Files)) {}
  /// \param Refreshed becomes true where a stamp was out of date and the content was not; the stamps are brought up to date.
  bool hold(Dependencies &D, bool &Refreshed);
  llvm::vfs::FileSystem &files() { return *Files; }

private:
  bool holds(Dependencies::File &F, bool &Refreshed);

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files;
  const bool OnDisk;
  struct Known {
    Hash Content;
    Stamp Last;
  };
  llvm::StringMap<Known> Seen;
  llvm::StringMap<bool> Absent;
};

} // namespace torchtidy
