/// Several files at once, in threads of one process. Each file has its own compiler, file system and checks.
#pragma once

#include "Driver.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace torchtidy {

/// Analyses the jobs, `Opts.Jobs` at a time, and hands each result over in the order of the jobs: what is printed does
/// not depend on how many run at once. `Done` is called in the calling thread.
/// \param View makes the files that are judged, anew for each job.
void analyseAll(const Options &Opts, const std::vector<Job> &Jobs,
                llvm::function_ref<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>()> View,
                llvm::function_ref<void(const Job &, FileResult)> Done);

} // namespace torchtidy
