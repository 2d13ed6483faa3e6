// torch-clangd: clangd with the torch checks linked in.
#include "ClangdApi.h"
#include "ResourceFolder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Threading.h"
#include <algorithm>
#ifdef __GLIBC__
#include <malloc.h>
#endif

extern volatile int TorchTidyModuleAnchorSource;

/// Files are parsed in threads of their own. glibc would give each a heap that grows page by page, with a call of the kernel
/// for each step; the process's own heap grows in larger ones. With many cores threads would wait for each other there.
static void shareTheHeap() {
#ifdef __GLIBC__
  constexpr unsigned CoresPerHeap = 4;
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(1u, llvm::hardware_concurrency().compute_thread_count() / CoresPerHeap)));
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
