/// Of what a borrowed buffer is full.
#pragma once

#include "flow/FunctionAnalysis.h"
#include <string>

namespace torchtidy {

/// The type of the elements, down to those of arrays in arrays. Null where it is not known, where a cast says that another one
/// is meant, and where a borrow inside of a callee is all the callee's own: that one is judged there.
clang::QualType elementsOf(const flow::FunctionAnalysis &F, const flow::BorrowSite &Site);

/// The elements as words of a sentence: "doubles", "'int64_t' elements".
std::string elementsWord(clang::QualType T, const clang::ASTContext &Context);

} // namespace torchtidy
