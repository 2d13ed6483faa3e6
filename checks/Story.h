/// The story of a write to shared memory, as a list of places: what the notes under a warning say.
#pragma once

#include "flow/Query.h"

namespace torchtidy {

struct StoryNote {
  clang::SourceLocation At;
  std::string Text;
};

/// 'Text'
std::string quoted(llvm::StringRef Text);
/// The variable or field through which an expression reaches a tensor; empty for a chain of calls on a temporary.
std::string handleName(const clang::Expr *Target);

/// Where the memory is borrowed, through which alias it is reached, what writes it in a callee, where the buffer is used
/// again. In the order of the events.
std::vector<StoryNote> storyOf(const flow::FunctionAnalysis &F, const flow::WriteFact &Write, unsigned Borrow);

} // namespace torchtidy
