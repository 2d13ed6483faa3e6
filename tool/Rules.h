/// What reports and `explain` say about a check, beside its findings.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace torchtidy {

struct Rule {
  llvm::StringRef Id;       ///< "torch-shared-memory-write"
  llvm::StringRef Level;    ///< "recommended", "strict"
  llvm::StringRef Fix;      ///< "safe", "suggested", "none"
  llvm::StringRef Sentence; ///< what it finds
};
/// The torch checks, in the order of Checks.def.
llvm::ArrayRef<Rule> rules();
/// Null for checks that are not ours.
const Rule *ruleOf(llvm::StringRef Check);
/// What it finds, for any check.
std::string sentenceOf(llvm::StringRef Check);
/// Its page of docs/checks, in Markdown; empty for checks that are not ours.
llvm::StringRef pageOf(llvm::StringRef Check);
/// Where a stock check is described; empty for ours and for the compiler's own.
std::string linkOf(llvm::StringRef Check);

/// The address of what terminals may open for a check: that of `linkOf`, or our page where it is installed with the program.
std::string addressOf(llvm::StringRef Check);

/// A weakness of the Common Weakness Enumeration.
struct Weakness {
  unsigned Number = 0;
  llvm::StringRef Name;
};
/// Number 0 when none fits.
Weakness weaknessOf(llvm::StringRef Check);

} // namespace torchtidy
