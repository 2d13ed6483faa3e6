/// Precompiled headers of libtorch's part of the includes, kept in the cache, and when they may be used.
#pragma once

#include "cache/PchFacts.h"
#include "cache/ReadLog.h"
#include "cache/Store.h"
#include <memory>
#include <optional>

namespace clang {
class CompilerInvocation;
class FileManager;
} // namespace clang

namespace torchtidy {

class HeaderCache {
public:
  /// Looks at each file once: what changes while it lives is seen by the next run.
  /// \param Files what is judged.
  HeaderCache(Store &Entries, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files)
      : Entries(Entries), Files(std::move(Files)), Check(this->Files) {}

  struct Choice {
    std::shared_ptr<const PchFacts> Facts; ///< null: none fits
    std::string Why;                       ///< why none does; empty where none is worth it
  };
  enum class Make { No, Here, Beside }; ///< Beside: in another process, while this one goes on without
  /// The precompiled header for the main file of a command, made where there is none.
  /// \param Manager of the command. \param Scan with its search folders. \param MainFile absolute.
  Choice choose(const clang::CompilerInvocation &Command, clang::FileManager &Manager, IncludeScan &Scan,
                const std::string &MainFile, Make How);

  /// Where it lies.
  std::string path(const PchFacts &Facts) const { return Entries.rawPath(kind::Pch, Facts.Key); }

private:
  std::vector<std::string> umbrellasOf(const clang::CompilerInvocation &Command, IncludeScan &Scan,
                                       const std::string &MainFile);
  std::shared_ptr<const PchFacts> find(const Hash &Base, const std::map<std::string, std::string> &Macros,
                                       const std::vector<SearchFolder> &Folders);
  std::shared_ptr<const PchFacts> facts(const Hash &Key);
  bool usable(const PchFacts &Facts);
  void make(const clang::CompilerInvocation &Command, clang::FileManager &Manager,
            const std::vector<std::string> &Umbrellas, const Hash &Base);

  Store &Entries;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files;
  DependencyCheck Check;
  std::map<Hash, std::shared_ptr<const PchFacts>> Known;
  std::map<Hash, bool> HeadersHold;
};

} // namespace torchtidy
