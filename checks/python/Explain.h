/// `torch-tidy explain` for Python: what the analysis knows, and why it is silent.
#pragma once

#include "python/Analysis.h"
#include <string>

namespace torchtidy::python {

/// For each name on the line: its type and memory; for each write: what it reaches. The analysis must have been told of
/// the line before it ran (FileAnalysis::ExplainLine).
std::string explainLine(FileAnalysis &Analysis, unsigned Line);
/// What each function does to its callers.
std::string explainSummaries(FileAnalysis &Analysis);

} // namespace torchtidy::python
