/// Makes precompiled headers of libtorch's part of the includes, by the same rule of bodies as every parse.
#pragma once

#include "cache/PchFacts.h"
#include "cache/ReadLog.h"
#include <memory>

namespace clang {
class CompilerInvocation;
}

namespace torchtidy {

/// The virtual header that includes the umbrellas.
struct UmbrellaText {
  std::string Name, Text;
  std::vector<std::string> Umbrellas;
};
UmbrellaText umbrellaText(const std::vector<std::string> &Umbrellas);

struct MadePch {
  PchFacts Facts; ///< without keys
  Dependencies Read;
  llvm::SmallVector<char, 0> Bytes;
};

/// With those macros of the command that the headers mention.
/// \param Command of the file that wants the headers. \param Files with what the command needs besides the disk.
MadePch makePchFor(const clang::CompilerInvocation &Command, const UmbrellaText &Umbrella,
                   llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files);

/// Whether a header that a command includes first is the compiler's or ours. These are in each precompiled header, and a parse
/// with one does not include them again.
bool isBuiltin(llvm::StringRef Include);

/// What is left of a command when everything is taken out that PchFacts looks at: its hash begins the key of an entry.
Hash commandHash(const clang::CompilerInvocation &Command, const std::vector<std::string> &Umbrellas);

} // namespace torchtidy
