/// What the analysis knows at a line: the answer to "why does it say nothing here?".
#pragma once

#include "clang/AST/ASTContext.h"
#include <string>

namespace torchtidy {

/// Text for `torch-tidy explain FILE:LINE`: tensors with their origins, writes with the reason to speak or to be silent.
std::string explainLine(clang::ASTContext &Context, llvm::StringRef File, unsigned Line);
/// Text for `torch-tidy explain --summaries FILE`: one block per function.
std::string explainSummaries(clang::ASTContext &Context);
/// How many findings level strict would add in this translation unit.
unsigned strictOnlyFindings(clang::ASTContext &Context);
/// Functions analysed, functions given up on: for `--statistics`.
std::string analysisStatistics(clang::ASTContext &Context);

} // namespace torchtidy
