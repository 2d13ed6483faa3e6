/// The declarations of user code and where they lie.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
}

namespace torchtidy {

class Scopes {
public:
  /// \param Absolute makes the name of a file absolute.
  void collect(clang::ASTContext &Context, llvm::function_ref<std::string(llvm::StringRef)> Absolute);
  /// The qualified name of the innermost function, class or global variable around a place; empty between them.
  llvm::StringRef at(llvm::StringRef File, unsigned Offset) const;

private:
  struct Extent {
    unsigned Begin, End;
    std::string Name;
  };
  std::map<std::string, std::vector<Extent>, std::less<>> ByFile;
};

} // namespace torchtidy
