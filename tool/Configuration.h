/// What the configuration says about a file: .clang-tidy, the command line, and the rules that join them.
#pragma once

#include "Options.h"
#include "clang-tidy/ClangTidyOptions.h"
#include <memory>
#include <string>

namespace torchtidy {

/// Null with a line in `Error` when a configuration cannot be read.
std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> configuration(const Options &Opts, std::string &Error);

} // namespace torchtidy
