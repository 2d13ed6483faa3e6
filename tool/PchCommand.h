/// `torch-tidy cache pch`: a precompiled header for who runs the checks in stock clang-tidy.
#pragma once

#include "Options.h"

namespace torchtidy {

/// Makes it for the flags after `--` (or those of a file's compile command) and prints the options of clang-tidy that use it,
/// one per line.
/// \returns the exit status.
int cachePch(const Options &Opts);

} // namespace torchtidy
