/// `torch-tidy cache info|clean`.
#pragma once

#include "Options.h"

namespace torchtidy {

/// Says where the cache lies, what is in it and how large it is.
int cacheInfo(const Options &Opts);
/// Removes every entry, and nothing else that may lie in the folder.
int cacheClean(const Options &Opts);

} // namespace torchtidy
