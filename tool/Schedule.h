/// From the files to their results: what the cache knows, and the rest analysed in several processes at once.
#pragma once

#include "Driver.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace torchtidy {

/// The cache of this run; null where it is off or cannot be used, which is said in one line.
std::unique_ptr<Store> openCache(const Options &Opts);
/// Keeps the cache within its size. \returns false when something could not be written: see Store::problem().
bool closeCache(const Options &Opts, Store &Cache);

/// Analyses the jobs, `Opts.Jobs` at a time, and hands each result over in the order of the jobs: what is printed does
/// not depend on how many run at once. `Done` is called in the calling thread.
/// \param View makes the files that are judged, anew for each job.
/// \param Cache null: nothing is known and nothing is kept.
void analyseAll(const Options &Opts, const std::vector<Job> &Jobs,
                llvm::function_ref<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>()> View,
                llvm::function_ref<void(const Job &, FileResult)> Done, Store *Cache);

} // namespace torchtidy
