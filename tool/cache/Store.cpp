#include "cache/Store.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace torchtidy {

using llvm::StringRef;
namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

namespace {

/// Before the payload of every entry.
struct Header {
  char Magic[8] = {'t', 't', 'c', 'a', 'c', 'h', 'e', '1'};
  Hash Program, Key, Content;
  uint64_t Size = 0;
};

/// Entries that are being written.
constexpr const char NewPrefix[] = "new-";
constexpr const char *AllKinds[] = {kind::Result, kind::Headers, kind::Pch, kind::PchFacts, kind::Reach, kind::Umbrella, "lock"};

/// An hour between two marks of use: the order of the last uses need not be finer than that.
constexpr time_t UseSeconds = 3600;
/// Between two looks at the size of all.
constexpr time_t PruneSeconds = 300;

bool isOurs(const struct stat &S) { return S.st_uid == ::geteuid() && !(S.st_mode & (S_IWGRP | S_IWOTH)); }

/// An open file that is ours and plain; -1 else.
int openOurs(const std::string &File, struct stat &S) {
  int Fd = ::open(File.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (Fd >= 0 && (::fstat(Fd, &S) != 0 || !S_ISREG(S.st_mode) || !isOurs(S))) {
    ::close(Fd);
    return -1;
  }
  return Fd;
}

bool readAll(int Fd, char *Out, size_t Size) {
  while (Size > 0) {
    ssize_t Got = ::read(Fd, Out, Size);
    if (Got < 0 && errno == EINTR)
      continue;
    if (Got <= 0)
      return false;
    Out += Got;
    Size -= Got;
  }
  return true;
}

void markUsed(int Fd, const struct stat &S) {
  if (S.st_mtime + UseSeconds < ::time(nullptr) || S.st_mtime > ::time(nullptr))
    ::futimens(Fd, nullptr);
}

constexpr uint64_t LargePart = 1 << 20;

Hash keyHash(StringRef Kind, const Hash &Key) { return hashOf((Kind + Key.hex()).str()); }

} // namespace

const Hash &programIdentity() {
  static const Hash Identity = [] {
    static int Anchor;
    std::string Program = fs::getMainExecutable(nullptr, &Anchor);
    struct stat S = {};
    ::stat(Program.c_str(), &S);
    std::string Text = TORCH_TIDY_VERSION " " TORCH_TIDY_LLVM_VERSION;
    for (uint64_t Number : {uint64_t(S.st_size), uint64_t(S.st_mtim.tv_sec), uint64_t(S.st_mtim.tv_nsec), uint64_t(S.st_ino)})
      Text += " " + std::to_string(Number);
    return hashOf(Text);
  }();
  return Identity;
}

Hash hashOfLarge(StringRef Bytes) {
  std::string Parts;
  for (; !Bytes.empty(); Bytes = Bytes.drop_front(std::min<uint64_t>(Bytes.size(), LargePart)))
    Parts += hashOf(Bytes.take_front(LargePart)).hex();
  return hashOf(Parts);
}

std::string Store::defaultFolder() {
  llvm::SmallString<256> Folder;
  if (std::optional<std::string> Home = llvm::sys::Process::GetEnv("XDG_CACHE_HOME"); Home && path::is_absolute(*Home))
    Folder = *Home;
  else if (std::optional<std::string> Own = llvm::sys::Process::GetEnv("HOME"); Own && path::is_absolute(*Own))
    path::append(Folder, *Own, ".cache");
  if (!Folder.empty())
    path::append(Folder, "torch-tidy");
  return Folder.str().str();
}

std::unique_ptr<Store> Store::open(StringRef Folder, std::string &Why) {
  if (Folder.empty()) {
    Why = "no cache: neither XDG_CACHE_HOME nor HOME is set; --cache-dir names a folder";
    return nullptr;
  }
  llvm::SmallString<256> Absolute(Folder);
  fs::make_absolute(Absolute);
  struct stat S;
  if (::stat(Absolute.c_str(), &S) == 0) {
    if (!S_ISDIR(S.st_mode))
      Why = ("no cache: " + Absolute + " is no folder").str();
    else if (!isOurs(S))
      Why = ("no cache: others can write to " + Absolute + "; --cache-dir names another folder").str();
    if (!Why.empty())
      return nullptr;
  }
  return std::unique_ptr<Store>(new Store(Absolute));
}

std::string Store::path(StringRef Kind, const Hash &Key) const {
  std::string Name = Key.hex();
  return Folder + "/" + Kind.str() + "/" + Name.substr(0, 2) + "/" + Name.substr(2);
}

bool Store::fail(StringRef What, const std::string &File) {
  if (Problem.empty())
    Problem = ("cannot " + What + " " + File + ": " + std::error_code(errno, std::generic_category()).message()).str();
  return false;
}

bool Store::write(const std::string &File, llvm::ArrayRef<StringRef> Parts) {
  if (!Problem.empty())
    return false; // a full disk is not tried again for each file
  std::string Inner = path::parent_path(File).str();
  // The folder of the cache may lie in folders of any mode; it and all below it are for the user alone.
  if (fs::create_directories(path::parent_path(Folder)) || fs::create_directories(Inner, true, fs::owner_all)) {
    if (!fs::is_directory(Inner))
      return fail("make", Inner);
  }
  static unsigned Counter = 0;
  std::string Temporary = Inner + "/" + NewPrefix + std::to_string(::getpid()) + "-" + std::to_string(++Counter) + "-" +
                          std::to_string(llvm::sys::Process::GetRandomNumber());
  int Fd = ::open(Temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (Fd < 0)
    return fail("write", Temporary);
  bool Good = true;
  for (StringRef Part : Parts)
    while (Good && !Part.empty()) {
      ssize_t Put = ::write(Fd, Part.data(), std::min<size_t>(Part.size(), 1 << 30));
      if (Put < 0 && errno == EINTR)
        continue;
      Good = Put > 0;
      Part = Part.drop_front(Good ? Put : 0);
    }
  int Error = Good ? 0 : errno;
  Good &= ::close(Fd) == 0;
  if (Good && ::rename(Temporary.c_str(), File.c_str()) == 0)
    return true;
  errno = Error ? Error : errno;
  fail("write", File);
  ::unlink(Temporary.c_str());
  return false;
}

bool Store::put(StringRef Kind, const Hash &Key, StringRef Payload) {
  Header H;
  H.Program = programIdentity();
  H.Key = keyHash(Kind, Key);
  H.Content = hashOf(Payload);
  H.Size = Payload.size();
  return write(path(Kind, Key), {StringRef(reinterpret_cast<const char *>(&H), sizeof H), Payload});
}

std::optional<std::string> Store::get(StringRef Kind, const Hash &Key) {
  struct stat S;
  int Fd = openOurs(path(Kind, Key), S);
  if (Fd < 0)
    return std::nullopt;
  llvm::scope_exit Close([&] { ::close(Fd); });
  Header H, Ours;
  if (!readAll(Fd, reinterpret_cast<char *>(&H), sizeof H) || std::memcmp(H.Magic, Ours.Magic, sizeof H.Magic) ||
      H.Program != programIdentity() || H.Key != keyHash(Kind, Key) || uint64_t(S.st_size) != sizeof H + H.Size)
    return std::nullopt;
  std::string Payload(H.Size, '\0');
  if (!readAll(Fd, Payload.data(), Payload.size()) || hashOf(Payload) != H.Content)
    return std::nullopt;
  markUsed(Fd, S);
  return Payload;
}

void Store::drop(StringRef Kind, const Hash &Key) { ::unlink(path(Kind, Key).c_str()); }

bool Store::putRaw(StringRef Kind, const Hash &Key, StringRef Bytes) { return write(path(Kind, Key), {Bytes}); }

bool Store::rawHolds(StringRef Kind, const Hash &Key, uint64_t Size, const Hash &Content) {
  std::string File = path(Kind, Key);
  struct stat S;
  int Fd = openOurs(File, S);
  if (Fd < 0)
    return false;
  llvm::scope_exit Close([&] { ::close(Fd); });
  if (uint64_t(S.st_size) != Size)
    return false;
  // Another process may have put another file there since.
  auto &Known = Checked[File];
  if (Known.first == S.st_ino && Known.second == Content)
    return true;
  // Read, not mapped: its pages need not stay in this process.
  std::vector<char> Bytes(std::min<uint64_t>(Size, LargePart));
  std::string Parts;
  for (uint64_t Done = 0; Done < Size; Done += Bytes.size()) {
    Bytes.resize(std::min<uint64_t>(Size - Done, LargePart));
    if (!readAll(Fd, Bytes.data(), Bytes.size()))
      return false;
    Parts += hashOf(StringRef(Bytes.data(), Bytes.size())).hex();
  }
  if (hashOf(Parts) != Content)
    return false;
  Known = {S.st_ino, Content};
  markUsed(Fd, S);
  return true;
}

Store::Lock::~Lock() {
  if (File >= 0)
    ::close(File);
}

std::optional<Store::Lock> Store::lock(const Hash &Key, unsigned Seconds) {
  std::string File = path("lock", Key);
  if (fs::create_directories(path::parent_path(Folder)) ||
      fs::create_directories(path::parent_path(File), true, fs::owner_all))
    return std::nullopt;
  int Fd = ::open(File.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (Fd < 0)
    return std::nullopt;
  Lock Out(Fd);
  for (unsigned Tries = 0;; ++Tries) {
    if (::flock(Fd, LOCK_EX | LOCK_NB) == 0)
      return Out;
    if (errno != EWOULDBLOCK || Tries >= Seconds * 50)
      return std::nullopt;
    ::usleep(20000);
  }
}

namespace {

struct OnDisk {
  std::string File;
  uint64_t Bytes;
  int64_t Used; ///< nanoseconds
};

/// Whether a file in a folder of a kind is one of ours: the folder of the cache may be any that somebody named.
bool isEntry(StringRef Name) {
  return Name.starts_with(NewPrefix) || (Name.size() == 30 && llvm::all_of(Name, llvm::isHexDigit));
}

std::vector<OnDisk> allFiles(const std::string &Folder) {
  std::vector<OnDisk> Out;
  for (const char *Kind : AllKinds) {
    std::error_code Error;
    for (fs::recursive_directory_iterator It(Folder + "/" + Kind, Error, false), End; It != End && !Error;
         It.increment(Error)) {
      struct stat S;
      if (isEntry(path::filename(It->path())) && ::lstat(It->path().c_str(), &S) == 0 && S_ISREG(S.st_mode))
        Out.push_back({It->path(), uint64_t(S.st_size), S.st_mtim.tv_sec * 1000000000LL + S.st_mtim.tv_nsec});
    }
  }
  return Out;
}

} // namespace

std::map<std::string, Store::KindFacts> Store::facts() const {
  std::map<std::string, KindFacts> Out;
  for (const OnDisk &F : allFiles(Folder)) {
    StringRef Kind = StringRef(F.File).drop_front(Folder.size() + 1).split('/').first;
    ++Out[Kind.str()].Entries;
    Out[Kind.str()].Bytes += F.Bytes;
  }
  return Out;
}

uint64_t Store::prune(uint64_t Limit) {
  std::vector<OnDisk> Files = allFiles(Folder);
  uint64_t Total = 0, Removed = 0;
  int64_t Now = ::time(nullptr) * 1000000000LL;
  for (const OnDisk &F : Files) {
    // Left behind by a process that was killed.
    if (path::filename(F.File).starts_with(NewPrefix) && F.Used + UseSeconds * 1000000000LL < Now &&
        ::unlink(F.File.c_str()) == 0)
      Removed += F.Bytes;
    else
      Total += F.Bytes;
  }
  if (Total <= Limit)
    return Removed;
  llvm::sort(Files, [](const OnDisk &A, const OnDisk &B) { return A.Used < B.Used; });
  for (const OnDisk &F : Files) {
    if (Total <= Limit / 10 * 8)
      break;
    if (::unlink(F.File.c_str()) == 0) {
      Total -= std::min(Total, F.Bytes);
      Removed += F.Bytes;
    }
  }
  return Removed;
}

uint64_t Store::clean() {
  uint64_t Removed = prune(0);
  std::error_code Error;
  for (fs::directory_iterator It(recipePath(""), Error, false), End; It != End && !Error; It.increment(Error)) {
    uint64_t Size = 0;
    StringRef Kind = path::extension(It->path());
    if ((Kind == ".pch" || Kind == ".h") && !fs::file_size(It->path(), Size) && ::unlink(It->path().c_str()) == 0)
      Removed += Size;
  }
  return Removed;
}

void Store::pruneNowAndThen(uint64_t Limit) {
  // Its time is that of the last look; workers write too, so that what was written is not known here.
  std::string Mark = Folder + "/pruned";
  struct stat S;
  bool There = ::stat(Mark.c_str(), &S) == 0;
  time_t Now = ::time(nullptr);
  if (!fs::is_directory(Folder) || (There && S.st_mtime <= Now && S.st_mtime + PruneSeconds > Now))
    return;
  int Fd = ::open(Mark.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (Fd < 0)
    return;
  ::futimens(Fd, nullptr);
  ::close(Fd);
  prune(Limit);
}

} // namespace torchtidy
