/// Whether a file means the same with libtorch's headers in front of it, in a precompiled header, as where it includes them.
///
/// Looked at is what stands before the file has included all of them itself: it must neither change a word of theirs (macros
/// that it defines) nor see anything of theirs that it would not see yet (macros, declarations).
#pragma once

#include "cache/PchFacts.h"
#include <memory>
#include <string>

namespace clang {
class ASTConsumer;
class CompilerInstance;
} // namespace clang

namespace torchtidy {

/// Watches a parse that uses the precompiled header. `Conflict` becomes the first reason why it cannot stand for a plain one,
/// and stays empty without one.
/// \returns a consumer that has to come before those that report.
std::unique_ptr<clang::ASTConsumer> watchOrder(clang::CompilerInstance &CI, std::shared_ptr<const PchFacts> Facts,
                                               std::string &Conflict);

} // namespace torchtidy
