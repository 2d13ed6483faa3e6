/// Where the pages of the checks lie.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>

namespace torchtidy {

/// The address of a check's page: beside an installed program, else where it was when the program was built. Empty where
/// it is in neither place.
std::string pageUri(llvm::StringRef Check);

} // namespace torchtidy
