// torch-clangd: clangd with the torch checks linked in.
#include "ClangdApi.h"
#include "ResourceFolder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Threading.h"
#ifdef __GLIBC__
#include <malloc.h>
#endif

extern volatile int TorchTidyModuleAnchorSource;

/// Files are parsed in threads of their own. glibc would give each a heap that grows page by page, with a call of the
/// kernel for each step; a shared one grows in large steps, and takes less in all.
static void shareTheHeap() {
#ifdef __GLIBC__
  constexpr int CoresPerHeap = 4, GrowthBytes = 64 << 20;
  unsigned Heaps = llvm::hardware_concurrency().compute_thread_count() / CoresPerHeap;
  mallopt(M_ARENA_MAX, Heaps ? static_cast<int>(Heaps) : 1);
  mallopt(M_TOP_PAD, GrowthBytes);
#endif
}

int main(int Argc, char *Argv[]) {
  shareTheHeap();
  ++TorchTidyModuleAnchorSource; // keeps the module linked in
  std::vector<char *> Args(Argv, Argv + Argc);
  // clangd looks for Clang's own headers beside itself only.
  std::string Resources = "--resource-dir=" + torchtidy::resourceFolder();
  if (llvm::none_of(Args, [](llvm::StringRef A) { return A.ltrim('-').starts_with("resource-dir"); }))
    Args.insert(Args.begin() + 1, Resources.data());
  Args.push_back(nullptr);
  return clang::clangd::clangdMain(static_cast<int>(Args.size()) - 1, Args.data());
}
