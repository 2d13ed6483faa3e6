/// Files in which nothing can be found, told from their text alone: they are not parsed.
///
/// A finding needs something of libtorch. A file whose includes do not lead to libtorch has none, and so has one whose own
/// text and whose user headers have none of the words that a finding needs (operators, the rows of the table of what is no
/// operator, the names of tensors). What cannot be read off the text (names of includes or words put together by macros, a
/// header that is not there) is no such file.
#pragma once

#include "cache/IncludeScan.h"
#include "cache/ReadLog.h"
#include "cache/Store.h"
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace torchtidy {

class Prefilter {
public:
  /// Looks at each system header once in its life.
  /// \param Entries null: what is found out about system headers is not kept. \param Files what is judged.
  Prefilter(Store *Entries, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files)
      : Entries(Entries), Files(Files), Check(std::move(Files)) {}

  struct Answer {
    bool Nothing = false;            ///< to be found
    std::set<std::string> UserFiles; ///< the file and the user's headers that it includes, also under a condition
    std::vector<Hash> Headers;       ///< entries of kind::Headers on which that depends, besides what Scan has read
  };
  /// \param Scan with the search folders of the command. \param MainFile absolute.
  Answer ask(const clang::CompilerInvocation &Command, IncludeScan &Scan, const std::string &MainFile);

private:
  struct Reach {
    bool Libtorch = false; ///< or not known
    bool Computed = false; ///< a macro names what one of them includes: a header of the same library, or one of the user
    Hash Headers;
  };
  template <class Archive> friend void fields(Archive &A, Reach &R) { A(R.Libtorch, R.Computed, R.Headers); }
  const Reach &reachOf(const std::string &Header, IncludeScan &Scan);
  std::optional<Reach> stored(const Hash &Key);

  Store *Entries;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files;
  DependencyCheck Check;
  std::map<Hash, Reach> Known;
};

} // namespace torchtidy
