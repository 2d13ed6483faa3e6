#include "cache/ReadLog.h"
#include "Paths.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <sys/stat.h>

namespace torchtidy {

using llvm::StringRef;
namespace vfs = llvm::vfs;

namespace {

/// Two changes within the tick of a clock leave one stamp; file systems with seconds only have long ticks.
constexpr int64_t RacyNanoseconds = 2'500'000'000;

Stamp stampOf(const std::string &File) {
  struct stat S;
  struct timespec Now;
  if (::stat(File.c_str(), &S) != 0 || ::clock_gettime(CLOCK_REALTIME, &Now) != 0)
    return {};
  auto Nanoseconds = [](const timespec &T) { return T.tv_sec * 1'000'000'000LL + T.tv_nsec; };
  Stamp Out{uint64_t(S.st_size), uint64_t(S.st_dev), uint64_t(S.st_ino), Nanoseconds(S.st_mtim), Nanoseconds(S.st_ctim)};
  // Also when the clock was set back.
  if (Out.Changed + RacyNanoseconds > Nanoseconds(Now))
    Out.Changed = 0;
  return Out;
}

/// Whether a view shows the file that is on the disk.
bool isOnDisk(const vfs::Status &Seen, const Stamp &Disk) {
  return Seen.getUniqueID() == llvm::sys::fs::UniqueID(Disk.Device, Disk.Inode) && Seen.getSize() == Disk.Size;
}

Hash listingOf(vfs::FileSystem &Files, const llvm::Twine &Folder) {
  std::vector<std::string> Names;
  std::error_code Error;
  for (vfs::directory_iterator It = Files.dir_begin(Folder, Error), End; It != End && !Error; It.increment(Error))
    Names.push_back(llvm::sys::path::filename(It->path()).str());
  llvm::sort(Names);
  return hashOf(llvm::join(Names, "/"));
}

} // namespace

const char DiskFiles::ID = 0;

/// A file whose text is that of a snapshot.
class ReadLog::SnapshotFile : public vfs::File {
public:
  SnapshotFile(const Snapshot &Of, std::string Name) : Of(Of), Name(std::move(Name)) {}
  llvm::ErrorOr<vfs::Status> status() override { return vfs::Status::copyWithNewName(Of.Status, Name); }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine &As, int64_t, bool, bool) override {
    return llvm::MemoryBuffer::getMemBuffer(Of.Text->getBuffer(), As.str());
  }
  std::error_code close() override { return {}; }

private:
  const Snapshot &Of;
  std::string Name;
};

std::string ReadLog::absolute(const llvm::Twine &Path) const {
  llvm::SmallString<256> Out;
  Path.toVector(Out);
  if (!llvm::sys::path::is_absolute(Out))
    if (auto Folder = getCurrentWorkingDirectory()) {
      llvm::SmallString<256> Joined(*Folder);
      llvm::sys::path::append(Joined, Out);
      Out = Joined;
    }
  return Out.str().str();
}

llvm::ErrorOr<vfs::Status> ReadLog::status(const llvm::Twine &Path) {
  std::string File = absolute(Path);
  if (auto It = Files.find(File); It != Files.end())
    return vfs::Status::copyWithNewName(It->second.Status, Path);
  llvm::ErrorOr<vfs::Status> Out = ProxyFileSystem::status(Path);
  if (!Out)
    Missing.insert(File);
  else if (Out->isRegularFile())
    Sizes.try_emplace(File, Out->getSize());
  return Out;
}

llvm::ErrorOr<std::unique_ptr<vfs::File>> ReadLog::openFileForRead(const llvm::Twine &Path) {
  std::string File = absolute(Path);
  if (Passed.count(File))
    return ProxyFileSystem::openFileForRead(Path);
  auto It = Files.find(File);
  if (It == Files.end()) {
    Stamp Last = stampOf(File); // before it is read: a later change makes another stamp
    auto Open = ProxyFileSystem::openFileForRead(Path);
    if (!Open) {
      Missing.insert(File);
      return Open.getError();
    }
    llvm::ErrorOr<vfs::Status> Status = (*Open)->status();
    if (!Status)
      return Status.getError();
    if (Status->isDirectory())
      return Open;
    // A pipe is read once and never again, so what it said is no ground for a later run.
    bool Plain = Status->isRegularFile();
    Torn |= !Plain;
    // Volatile: read, not mapped, so that nobody changes it under the compiler's hands.
    auto Text = (*Open)->getBuffer(File, Plain ? Status->getSize() : -1, /*RequiresNullTerminator=*/true, /*IsVolatile=*/true);
    if (!Text)
      return Text.getError();
    uint64_t Size = (*Text)->getBufferSize();
    if (auto Told = Sizes.find(File); Told != Sizes.end() && Told->second != Size)
      Torn = true;
    if (!isOnDisk(*Status, Last))
      Last = {};
    vfs::Status Whole(Status->getName(), Status->getUniqueID(), Status->getLastModificationTime(), Status->getUser(),
                      Status->getGroup(), Size, llvm::sys::fs::file_type::regular_file, Status->getPermissions());
    Hash Content = hashOf((*Text)->getBuffer());
    It = Files.try_emplace(File, Snapshot{Whole, std::move(*Text), Content, Last}).first;
  }
  return std::make_unique<SnapshotFile>(It->second, Path.str());
}

vfs::directory_iterator ReadLog::dir_begin(const llvm::Twine &Path, std::error_code &Error) {
  std::string Folder = absolute(Path);
  if (!Folders.count(Folder))
    Folders[Folder] = listingOf(getUnderlyingFS(), Path);
  return ProxyFileSystem::dir_begin(Path, Error);
}

Dependencies ReadLog::dependencies() const {
  Dependencies Out;
  for (const auto &[Path, S] : Files)
    Out.Files.push_back({Path, S.Content, S.Last});
  for (const std::string &Path : Missing)
    if (!Files.count(Path))
      Out.Missing.push_back(Path);
  Out.Folders = Folders;
  return Out;
}

bool DependencyCheck::holds(Dependencies::File &F, bool &Refreshed) {
  auto It = Seen.find(F.Path);
  if (It == Seen.end()) {
    Known K{{}, stampOf(F.Path)};
    bool Trusted = K.Last.trusted();
    if (!OnDisk) {
      llvm::ErrorOr<vfs::Status> Status = Files->status(F.Path);
      if (!Status)
        return false;
      Trusted = Trusted && isOnDisk(*Status, K.Last);
    }
    if (Trusted && K.Last == F.Last) {
      K.Content = F.Content;
    } else {
      auto Text = Files->getBufferForFile(F.Path, -1, /*RequiresNullTerminator=*/false, /*IsVolatile=*/true);
      if (!Text)
        return false;
      K.Content = hashOf((*Text)->getBuffer());
      if (!Trusted)
        K.Last = {};
    }
    It = Seen.try_emplace(F.Path, K).first;
  }
  if (It->second.Content != F.Content)
    return false;
  if (!(It->second.Last == F.Last) && It->second.Last.trusted()) {
    F.Last = It->second.Last;
    Refreshed = true;
  }
  return true;
}

bool DependencyCheck::hold(Dependencies &D, bool &Refreshed) {
  for (Dependencies::File &F : D.Files)
    if (!holds(F, Refreshed))
      return false;
  for (const std::string &Path : D.Missing) {
    auto It = Absent.find(Path);
    if (It == Absent.end())
      It = Absent.try_emplace(Path, !Files->exists(Path)).first;
    if (!It->second)
      return false;
  }
  for (const auto &[Folder, Names] : D.Folders)
    if (listingOf(*Files, Folder) != Names)
      return false;
  return true;
}

} // namespace torchtidy
