// What the fixtures are written with: libtorch, the standard library, and three things of the probe.
#pragma once

#include <torch/torch.h>
#include <torch/version.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// An outer container: what fixtures keep longer than they run.
inline std::vector<torch::Tensor> kept;

/// An image as cameras and decoders hand it over.
struct Image {
  int height = 2, width = 4, channels = 3;
  std::vector<uint8_t> data = std::vector<uint8_t>(24);
};

#ifdef TORCH_TIDY_RUN
namespace probe {
/// Compares a local buffer at the end of its scope with what it was.
class Watch {
public:
  Watch(void *Memory, size_t Bytes);
  ~Watch();

private:
  char *Memory;
  std::vector<char> Before;
};
template <typename T> Watch watch(T &Container) { return Watch(std::data(Container), std::size(Container) * sizeof(*std::data(Container))); }
} // namespace probe
/// Whether a local buffer changes from here to the end of its scope.
#define WATCH(Container) auto watched_##Container = probe::watch(Container);
#define WATCH_POINTER(Pointer, Count) probe::Watch watched_##Pointer(Pointer, (Count) * sizeof(*(Pointer)));
#else
#define WATCH(Container)
#define WATCH_POINTER(Pointer, Count)
#endif
