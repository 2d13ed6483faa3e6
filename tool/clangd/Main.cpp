// torch-clangd: clangd with the torch checks linked in.
#include "ClangdApi.h"
#include "ResourceFolder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/StringSaver.h"

extern volatile int TorchTidyModuleAnchorSource;

int main(int Argc, char *Argv[]) {
  ++TorchTidyModuleAnchorSource; // keeps the module linked in
  std::vector<char *> Args(Argv, Argv + Argc);
  // clangd looks for Clang's own headers beside itself only.
  std::string Resources = "--resource-dir=" + torchtidy::resourceFolder();
  if (llvm::none_of(Args, [](llvm::StringRef A) { return A.ltrim('-').starts_with("resource-dir"); }))
    Args.insert(Args.begin() + 1, Resources.data());
  Args.push_back(nullptr);
  return clang::clangd::clangdMain(static_cast<int>(Args.size()) - 1, Args.data());
}
