/// The name of a finding that lives longer than its line number.
#pragma once

#include "Paths.h"
#include "Sources.h"

namespace torchtidy {

/// Gives each finding that has none its fingerprint: a hash of the check, the path in the repository, the enclosing declaration, the
/// tokens of its statement, and a number among those that are equal in all this. Moved lines, other layout and comments do
/// not change it. The findings are in their order.
/// \param PathOf the path that a file is known by, for files that were renamed.
void fingerprint(std::vector<Finding> &Findings, Sources &Text,
                 llvm::function_ref<std::string(llvm::StringRef)> PathOf);

} // namespace torchtidy
