/// --baseline, and `torch-tidy baseline write|prune`.
#pragma once

#include "Baseline.h"
#include "Options.h"
#include <set>

namespace torchtidy {

/// What --baseline knows goes from `Findings` to `Known`; entries without a finding are told, or taken out by `prune`.
/// \param Looked the files whose findings are complete.
/// \returns the exit status that this alone would give; 2 after a line on standard error.
int applyBaseline(const Options &Opts, const std::set<std::string> &Looked, Project &Where,
                  std::vector<Finding> &Findings, std::vector<Finding> &Known);

/// The findings become the baseline; entries of other files that still exist stay. False after a line on standard error.
bool writeBaseline(const Options &Opts, const std::vector<Finding> &Findings, const std::set<std::string> &Looked,
                   Project &Where);

} // namespace torchtidy
