// What the runtime offers to the list of programs of a translation unit.
#pragma once

#include "Program.h"

namespace run {
/// Runs a program on all its paths (2^Bits) and prints what happened.
void program(int Number, void (*Function)(const Path &), unsigned Bits);
/// Runs all programs: the generated text defines it.
void all();
} // namespace run
