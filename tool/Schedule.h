/// Several files at once, in threads of one process. Each file has its own compiler, file system and checks.
#pragma once

#include "Driver.h"
#include "Git.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace torchtidy {

/// Analyses the jobs, `Opts.Jobs` at a time, and hands each result over in the order of the jobs: what is printed does
/// not depend on how many run at once. `Done` is called in the calling thread.
/// \param Version which version of the files; null: the disk.
void analyseAll(const Options &Opts, const std::vector<Job> &Jobs, GitVersion *Version,
                llvm::function_ref<void(const Job &, FileResult)> Done);

} // namespace torchtidy
