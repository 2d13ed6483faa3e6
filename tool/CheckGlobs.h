/// The rule of the command line's contract for configuration files.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>

namespace torchtidy {

/// Of the globs in a configuration's `Checks` those that are about torch checks, in their order. Where they turn none on,
/// `torch-*` comes first: a `-*` of the project's does not silence torch checks, `-torch-*` does.
std::string torchGlobs(llvm::StringRef Configured);

} // namespace torchtidy
