/// What nvcc declares for host code and Clang's CUDA mode does not.
#pragma once

namespace torchtidy {

/// Where the driver lays CudaHostText; it comes before the text of every .cu file.
inline constexpr const char *CudaHostHeader = "/torch-tidy-builtin/cuda_host.h";

/// CUDA's headers give host code the overloads of min and max for mixed arithmetic types (crt/math_functions.hpp); Clang's
/// wrapper of them has the device's only, so that `int n = min(blocks, 1024)` would be an error in a host function.
/// Checked on CUDA 13.0 and LLVM 22.
inline constexpr const char *CudaHostText = R"(
#pragma GCC system_header
#ifndef TORCH_TIDY_CUDA_HOST
#define TORCH_TIDY_CUDA_HOST
#ifdef __CUDA__
#define TORCH_TIDY_MIN_MAX(R, A, B) \
  static inline R min(A a, B b) { return static_cast<R>(a) < static_cast<R>(b) ? static_cast<R>(a) : static_cast<R>(b); } \
  static inline R max(A a, B b) { return static_cast<R>(a) > static_cast<R>(b) ? static_cast<R>(a) : static_cast<R>(b); }
#define TORCH_TIDY_MIN_MAX_INTEGERS(S, U) \
  TORCH_TIDY_MIN_MAX(S, S, S) TORCH_TIDY_MIN_MAX(U, U, U) TORCH_TIDY_MIN_MAX(U, S, U) TORCH_TIDY_MIN_MAX(U, U, S)
TORCH_TIDY_MIN_MAX_INTEGERS(int, unsigned)
TORCH_TIDY_MIN_MAX_INTEGERS(long, unsigned long)
TORCH_TIDY_MIN_MAX_INTEGERS(long long, unsigned long long)
TORCH_TIDY_MIN_MAX(float, float, float)
TORCH_TIDY_MIN_MAX(double, double, double)
TORCH_TIDY_MIN_MAX(double, float, double)
TORCH_TIDY_MIN_MAX(double, double, float)
#undef TORCH_TIDY_MIN_MAX_INTEGERS
#undef TORCH_TIDY_MIN_MAX
#endif
#endif
)";

} // namespace torchtidy
