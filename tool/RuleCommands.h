/// `torch-tidy rules` and `torch-tidy explain CHECK`.
#pragma once

#include "Options.h"

namespace torchtidy {

int printRules(const Options &Opts);
/// Prints the page of the check; status 2 and the nearest name when there is none.
int explainCheck(const Options &Opts);

} // namespace torchtidy
