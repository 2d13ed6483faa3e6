/// Which function bodies the checks need; every front door parses without the others.
#pragma once

#include "clang/AST/DeclBase.h"
#include "clang/Basic/SourceManager.h"

namespace torchtidy {

/// Whether the body of a function may be passed by: those outside user code may, but for those through which user
/// templates are instantiated, which are the standard library's templates, and libtorch's functions that take callables.
/// What runs on the device may too: the host pass of nvcc does not look at it either, and some of it compiles in the
/// device pass only (`#ifdef __CUDA_ARCH__`).
bool skipsBody(clang::Decl &D, const clang::SourceManager &SM);

/// Headers of libtorch begin with these, however they are included: `--system-header-prefix`.
inline constexpr const char *TorchHeaderPrefixes[] = {"torch/", "ATen/", "c10/", "caffe2/"};

} // namespace torchtidy
