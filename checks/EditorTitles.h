/// What the entries of an editor's menu begin with, for what stands between clangd and the editor to know them by.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace torchtidy {

inline constexpr llvm::StringLiteral SafeFixTitle = "fix: ";
inline constexpr llvm::StringLiteral SilenceTitle = "silence with NOLINT(";

} // namespace torchtidy
