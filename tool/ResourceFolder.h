#pragma once

#include <string>

namespace torchtidy {

/// Clang's own headers: beside an installed program, else where they were when it was built.
std::string resourceFolder();

} // namespace torchtidy
