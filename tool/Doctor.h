/// `torch-tidy doctor` and `torch-tidy init`: getting started.
#pragma once

#include "Options.h"

namespace torchtidy {

/// Looks at what a check needs, says what is there, and what to do about what is not. \returns 1 when something is missing.
int doctor(const Options &Opts);
/// Writes a configuration, a hook and a workflow where there is none, after a question or with --yes.
int init(const Options &Opts);

} // namespace torchtidy
