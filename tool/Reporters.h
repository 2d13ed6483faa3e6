/// Findings on paper: text, JSON, clang-tidy's YAML.
#pragma once

#include "Finding.h"
#include "llvm/Support/raw_ostream.h"

namespace torchtidy {

/// Path as people type it: relative to the current folder where it lies below it, unless they typed absolute ones.
std::string shownPath(llvm::StringRef File);
void showAbsolutePaths();

/// What clang-tidy prints for the same findings, to the byte.
void reportText(llvm::raw_ostream &OS, const std::vector<Finding> &Findings, bool Colour);
/// `{"version": 1, "tool": .., "findings": [..]}`: check, severity, place, message, notes with suggestions, fix.
void reportJson(llvm::raw_ostream &OS, const std::vector<Finding> &Findings);
/// What `clang-apply-replacements` reads. Suggestions stand on their notes.
void reportYaml(llvm::raw_ostream &OS, const std::vector<Finding> &Findings);

} // namespace torchtidy
