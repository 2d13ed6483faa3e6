#include "CheckGlobs.h"
#include "llvm/ADT/StringExtras.h"

namespace torchtidy {

std::string torchGlobs(llvm::StringRef Configured) {
  bool Names = false;
  std::string Torch;
  for (llvm::StringRef Glob : llvm::split(Configured, ',')) {
    Glob = Glob.trim();
    llvm::StringRef Bare = Glob;
    bool Negative = Bare.consume_front("-");
    if (!Bare.starts_with("torch"))
      continue;
    Names |= !Negative;
    Torch += "," + Glob.str();
  }
  return Names ? Torch.substr(1) : "torch-*" + Torch;
}

} // namespace torchtidy
