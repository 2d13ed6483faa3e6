/// The cache on the disk: entries by kind and key, shared by all runs and processes of one user.
///
/// An entry is one file, written beside and renamed, with a checksum over all of it: what was cut off, damaged, swapped or
/// written by another version is not there. docs/speed.md says why it is not LLVM's own on-disk CAS.
#pragma once

#include "cache/Hash.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace torchtidy {

/// The kinds of entries.
namespace kind {
inline constexpr const char Result[] = "result";     ///< findings of one file
inline constexpr const char Headers[] = "headers";   ///< what a precompiled header was made from
inline constexpr const char Pch[] = "pch";           ///< the precompiled header itself, without header of ours
inline constexpr const char PchFacts[] = "pchfacts"; ///< when it may be used
inline constexpr const char Reach[] = "reach";       ///< whether a system header leads to libtorch
inline constexpr const char Umbrella[] = "umbrella"; ///< which includes are worth a precompiled header
} // namespace kind

/// Of a file that is too large to be held at once; not the same as hashOf().
Hash hashOfLarge(llvm::StringRef Bytes);

class Store {
public:
  /// `$XDG_CACHE_HOME/torch-tidy`, `~/.cache/torch-tidy`; empty where there is no home.
  static std::string defaultFolder();
  /// Null when the folder cannot be used; `Why` is one line about that. The folder itself is made by the first put().
  static std::unique_ptr<Store> open(llvm::StringRef Folder, std::string &Why);

  /// The payload of an entry; nothing for one that is not there, not whole or not ours.
  std::optional<std::string> get(llvm::StringRef Kind, const Hash &Key);
  /// Failing is no error of the run: problem() says what happened.
  bool put(llvm::StringRef Kind, const Hash &Key, llvm::StringRef Payload);
  void drop(llvm::StringRef Kind, const Hash &Key);

  /// A file without header, for what is mapped by others (precompiled headers). Whoever uses it checks size and hash.
  std::string rawPath(llvm::StringRef Kind, const Hash &Key) const { return path(Kind, Key); }
  bool putRaw(llvm::StringRef Kind, const Hash &Key, llvm::StringRef Bytes);
  /// A file for other programs, which stays until clean().
  std::string recipePath(llvm::StringRef Name) const { return Folder + "/" + Recipes + "/" + Name.str(); }
  bool putRecipe(llvm::StringRef Name, llvm::StringRef Bytes) { return write(recipePath(Name), {Bytes}); }
  /// Whether such a file is ours and holds exactly these bytes; what was looked at once in this process is not read again.
  bool rawHolds(llvm::StringRef Kind, const Hash &Key, uint64_t Size, const Hash &Content);

  /// Held until destroyed, also by the death of the process.
  class Lock {
  public:
    explicit Lock(int File) : File(File) {}
    Lock(Lock &&Other) : File(Other.File) { Other.File = -1; }
    ~Lock();

  private:
    int File;
  };
  /// Waits for another process that makes the same entry, at most `Seconds`; nothing when that was not enough or locks do not
  /// work here.
  std::optional<Lock> lock(const Hash &Key, unsigned Seconds);

  struct KindFacts {
    unsigned Entries = 0;
    uint64_t Bytes = 0;
  };
  std::map<std::string, KindFacts> facts() const;
  /// Removes the entries that were not used for longest until the rest is well below `Limit` bytes. \returns bytes removed.
  uint64_t prune(uint64_t Limit);
  /// Removes everything. \returns bytes removed.
  uint64_t clean();
  /// As prune(), not more than once in some minutes.
  void pruneNowAndThen(uint64_t Limit);
  const std::string &folder() const { return Folder; }
  /// Why entries could not be written, once; empty when all is well.
  const std::string &problem() const { return Problem; }
  /// What another process of this run says about its entries.
  void note(llvm::StringRef What) { Problem = What.str(); }

private:
  explicit Store(llvm::StringRef Folder) : Folder(Folder) {}
  std::string path(llvm::StringRef Kind, const Hash &Key) const;
  bool write(const std::string &File, llvm::ArrayRef<llvm::StringRef> Parts);
  bool fail(llvm::StringRef What, const std::string &File);

  static constexpr const char Recipes[] = "recipe";
  std::string Folder, Problem;
  std::map<std::string, std::pair<uint64_t, Hash>> Checked; ///< raw files, by path
};

/// Of this build of the program: what another build has written is not used.
const Hash &programIdentity();

} // namespace torchtidy
