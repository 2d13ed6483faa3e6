/// `torch-tidy lsp`: diagnostics and quick fixes for Python sources in an editor, over the Language Server Protocol on
/// standard input and output. Meant to run beside the editor's own Python server. C++ has torch-clangd.
#pragma once

#include "Options.h"

namespace torchtidy {

/// Serves until the client leaves. The exit status that the protocol wants: 0 after `shutdown`, else 1.
int servePython(const Options &Opts);

} // namespace torchtidy
