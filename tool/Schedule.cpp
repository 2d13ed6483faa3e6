#include "Schedule.h"
#include "llvm/Support/ThreadPool.h"

namespace torchtidy {

static bool isAnalysed(const Job &J) { return !J.Skipped && J.Problem.empty(); }

void analyseAll(const Options &Opts, const std::vector<Job> &Jobs,
                llvm::function_ref<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>()> View,
                llvm::function_ref<void(const Job &, FileResult)> Done) {
  auto Analyse = [&](const Job &J) {
    return isAnalysed(J) ? Driver(Opts, View()).run(J) : FileResult();
  };
  // Profiles are printed by the engine itself, as files end: one at a time then.
  unsigned Most = std::max<size_t>(Opts.Profile ? 1 : Jobs.size(), 1);
  unsigned AtOnce = std::min(llvm::hardware_concurrency(Opts.Jobs).compute_thread_count(), Most);
  if (AtOnce == 1) {
    for (const Job &J : Jobs)
      Done(J, Analyse(J));
    return;
  }
  llvm::StdThreadPool Pool(llvm::hardware_concurrency(AtOnce));
  std::vector<std::shared_future<FileResult>> Results;
  for (const Job &J : Jobs)
    Results.push_back(Pool.async([&Analyse, &J] { return Analyse(J); }));
  for (size_t I = 0; I < Jobs.size(); ++I) {
    Done(Jobs[I], Results[I].get());
    Results[I] = {}; // its memory goes now
  }
}

} // namespace torchtidy
