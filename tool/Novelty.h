/// Which findings a change brought.
#pragma once

#include "CompileCommands.h"
#include "Finding.h"
#include "Git.h"
#include "Paths.h"
#include "cache/Store.h"

namespace torchtidy {

/// Takes out the findings that the old version of the files has too, by fingerprint. Only files with findings are analysed
/// again.
/// \param Cache null: nothing is known.
/// \param Touched says whether a file or anything it includes has changed.
void dropOld(const Options &Opts, Store *Cache, std::vector<Finding> &Findings, const std::vector<Job> &Jobs,
             GitVersion &Old, Project &Where, llvm::function_ref<bool(const std::string &File)> Touched);

/// Order of file, line, column and check, each finding once. A fix that not every translation unit with the finding offers is
/// taken away: it is not safe.
/// \returns where that was so.
std::vector<Place> sortAndUnique(std::vector<Finding> &Findings);

} // namespace torchtidy
