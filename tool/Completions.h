/// `torch-tidy completions SHELL`: what shells offer after `torch-tidy`.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace torchtidy {

struct CompletedOption {
  llvm::StringRef Name, Help;
  bool TakesValue;
};
/// bash, zsh or fish; status 2 and one line for others.
int printCompletions(llvm::StringRef Shell, llvm::ArrayRef<CompletedOption> Options, llvm::ArrayRef<llvm::StringRef> Commands);

} // namespace torchtidy
