/// `torch-tidy rules` and `torch-tidy explain CHECK`.
#pragma once

#include "Options.h"

namespace torchtidy {

int printRules(const Options &Opts);
/// Prints the page of the check; status 2 and the nearest name when there is none.
int explainCheck(const Options &Opts);

/// A line on standard error for each torch check that --checks names and that there is not.
void unknownChecks(const Options &Opts);

} // namespace torchtidy
