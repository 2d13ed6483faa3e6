/// A part of the files, for machines that work side by side.
#pragma once

#include "CompileCommands.h"

namespace torchtidy {

/// Keeps the part of `Index`, from 1, of `Count`. Big files first, each to the part with the least text so far: the same on
/// every machine that has the same files.
void keepShard(std::vector<Job> &Jobs, unsigned Index, unsigned Count);

} // namespace torchtidy
