/// Reads back what --format=json wrote.
#pragma once

#include "Finding.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace torchtidy {

/// What one JSON report says. Paths are made absolute from the current folder, as they were when it was written.
struct StoredReport {
  std::vector<Finding> Findings, Silenced;
  std::vector<std::string> Files;
  std::vector<Problem> Problems;
};
/// Takes version 1 of the schema; the error says what is wrong and where.
llvm::Expected<StoredReport> readReport(llvm::StringRef File);

} // namespace torchtidy
