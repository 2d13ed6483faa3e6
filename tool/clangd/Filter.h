/// The filter between clangd and its client: what an editor shows of torch findings, and offers for them. It keeps nothing
/// about documents: what a later request needs travels in the `data` of a diagnostic, which clients send back.
#pragma once

#include "ClangdApi.h"
#include <memory>

namespace torchtidy {

/// The same connection, but for torch findings. Messages that are not about them pass untouched.
std::unique_ptr<clang::clangd::Transport> filtered(std::unique_ptr<clang::clangd::Transport> Inner);

} // namespace torchtidy
