/// The front end for Python sources: text in, findings out. Same ids, levels and findings as for C++.
#pragma once

#include "Finding.h"
#include "llvm/ADT/StringRef.h"
#include <functional>
#include <string>
#include <vector>

namespace torchtidy::python {

class ParsedText;

struct PythonOptions {
  bool Strict = false;
  /// Whether a check is on, by its id.
  std::function<bool(llvm::StringRef)> Enabled = [](llvm::StringRef) { return true; };
  /// Whether it was named in full by the user: torch-explicit-options then speaks at any level.
  std::function<bool(llvm::StringRef)> Named = [](llvm::StringRef) { return false; };
  /// Sets the above, from a configuration that most files need not be asked for: nothing in them can be found.
  std::function<void(PythonOptions &)> Configure;
  std::vector<std::string> TensorTypes; ///< classes that annotations name and that behave as tensors
  bool ReportUnused = false;     ///< comments that hide nothing are findings, too
  bool Whole = false;            ///< look at all functions, also at those that cannot matter
  ParsedText *Parsed = nullptr;  ///< has the text that is checked, and its tree: no notebook
  unsigned ExplainLine = 0;      ///< `explain FILE:LINE`
  bool ExplainSummaries = false; ///< `explain --summaries FILE`
};

struct PythonResult {
  std::vector<Finding> Findings;
  std::vector<Finding> Silenced; ///< what comments hide
  unsigned StrictOnly = 0; ///< findings that the level strict would add
  unsigned GivenUp = 0;    ///< functions on which a cap was hit
  size_t Nodes = 0;
  std::string Explanation;
};

/// Whether a file is Python, by its name.
bool isPythonFile(llvm::StringRef File);

/// Whether checks may say anything about a file of this text, told at a glance.
inline bool mayMatter(llvm::StringRef Text) { return Text.contains("torch"); }

/// Checks one file. Never fails: what is no Python is passed over.
PythonResult checkPython(llvm::StringRef File, llvm::StringRef Text, const PythonOptions &Options);

} // namespace torchtidy::python
