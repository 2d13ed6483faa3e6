/// Where findings go: reports into their files, one closing line for people.
#pragma once

#include "Options.h"
#include "reporters/Reporter.h"

namespace torchtidy {

/// Writes the reports that were asked for; false, with a line on standard error, when a file cannot be written.
/// \param Shown false: nothing goes to standard output, something else stands there.
bool writeReports(const Options &Opts, Report R, bool Shown);

/// What the closing line counts beside the findings.
struct RunFacts {
  unsigned Files = 0, StrictOnly = 0, Known = 0;
  double Seconds = 0;
  unsigned Cached = 0; ///< files answered from the cache
};
void closingLine(const std::vector<Finding> &Findings, const RunFacts &Facts);

} // namespace torchtidy
