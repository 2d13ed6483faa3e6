/// The one place that knows which LLVM this code is written for. Code that differs between versions goes here, behind a
/// name of its own.
#pragma once

#include "llvm/Config/llvm-config.h"

#if LLVM_VERSION_MAJOR != 22
#error "torch-tidy is written for LLVM 22: apt-get install clang-22 clang-tidy-22 libclang-22-dev llvm-22-dev llvm-22-tools"
#endif
