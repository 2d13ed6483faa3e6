/// The comment that silences a finding.
#pragma once

#include "fix/Editing.h"

namespace torchtidy::fix {

/// `// NOLINT(check)` at the end of the line where clang-tidy looks for it. Nothing where that would be no comment: in a
/// string of several lines, before the line break of a macro's definition.
std::optional<clang::FixItHint> silence(clang::SourceLocation At, llvm::StringRef Check, const clang::ASTContext &Context);

} // namespace torchtidy::fix
