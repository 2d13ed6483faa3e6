// What a generated program is made with. The analysis reads the same text as the compiler; only AT and OWN, which are for
// the run alone, are nothing to it.
#pragma once

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

using torch::Tensor;
using torch::indexing::None;
using torch::indexing::Slice;

namespace torch {
/// Names a tensor at a point. In namespace torch, where a function that takes tensors by const reference and returns a
/// number is known to change and keep nothing.
int see(int Point, int Number, const Tensor &T);
} // namespace torch

#ifdef TORCH_TIDY_RUN
namespace run {
void own(int Storage, void *Memory, int64_t Bytes, int Kind);
void own(int Storage, const Tensor &T);
void at(int Point);
} // namespace run
#define AT(Point) run::at(Point);
#define OWN(...) run::own(__VA_ARGS__);
#else
#define AT(Point)
#define OWN(...)
#endif

#define SEE(Point, Number, T) torch::see(Point, Number, T);

/// Elements of somebody else's, as a helper gets them.
struct Part {
  float *data = nullptr;
  int64_t size = 0;
};

/// The run-time values that branches and loops ask.
struct Path {
  unsigned Bits = 0;
  bool operator[](unsigned I) const { return (Bits >> I) & 1; }
};
