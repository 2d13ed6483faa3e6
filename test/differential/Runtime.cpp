// Runs generated programs and says what happened: for every point and tensor, which storages it shared on all runs and
// on some; for every point, which storages changed since the one before on all runs and on some.
//
// Before a statement runs, every storage is filled with fresh random numbers that no statement writes, so that any write
// shows, however small, and whatever was written before.
#include "Runtime.h"

#include <c10/core/CPUAllocator.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <stdexcept>

namespace {

struct Storage {
  char *Memory = nullptr;
  int64_t Bytes = 0;
  int Kind = 0; ///< of the elements, as a ScalarType
  c10::Storage Keeps; ///< a tensor's memory is watched also after the program dropped it
};

/// What is seen of a tensor at a point, over all runs.
struct Seen {
  unsigned All = ~0u, Any = 0;
  int Dtype = -2; ///< -1: not always the same
  int Contiguous = -2;
  int Device = -2;
  unsigned Runs = 0, Undefined = 0;
};

struct Changed {
  unsigned All = ~0u, Any = 0;
  unsigned Runs = 0;
};

/// Frees the memory of tensors between programs only: a handle over the memory of another tensor may outlive that one.
struct Keeping : c10::Allocator {
  static std::vector<void *> Dropped;
  static void drop(void *Memory) { Dropped.push_back(Memory); }
  c10::DataPtr allocate(size_t Bytes) override {
    void *Memory = std::aligned_alloc(64, Bytes / 64 * 64 + 64);
    return {Memory, Memory, &drop, c10::Device(c10::kCPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &drop; }
  void copy_data(void *To, const void *From, size_t Bytes) const override { default_copy_data(To, From, Bytes); }
  static void clear() {
    for (void *Memory : Dropped)
      std::free(Memory);
    Dropped.clear();
  }
};
std::vector<void *> Keeping::Dropped;

std::vector<Storage> Storages;
std::vector<std::vector<char>> Before;
std::map<std::pair<int, int>, Seen> Tensors;
std::map<int, Changed> Points;
std::minstd_rand Random(1);
int Skip = 0;

/// Floats in [1, 2), integers in [3, 100]: no statement writes such numbers.
template <typename T> void fill(char *Memory, int64_t Bytes) {
  T *Elements = reinterpret_cast<T *>(Memory);
  for (int64_t I = 0; I < Bytes / static_cast<int64_t>(sizeof(T)); ++I)
    Elements[I] = std::is_floating_point_v<T> ? static_cast<T>(1 + (Random() % 4096) / 4096.0)
                                              : static_cast<T>(3 + Random() % 98);
}

void stir() {
  Before.resize(Storages.size());
  for (size_t I = 0; I < Storages.size(); ++I) {
    const Storage &S = Storages[I];
    if (!S.Memory)
      continue;
    switch (static_cast<at::ScalarType>(S.Kind)) {
    case at::kFloat:
      fill<float>(S.Memory, S.Bytes);
      break;
    case at::kDouble:
      fill<double>(S.Memory, S.Bytes);
      break;
    case at::kLong:
      fill<int64_t>(S.Memory, S.Bytes);
      break;
    case at::kInt:
      fill<int32_t>(S.Memory, S.Bytes);
      break;
    default:
      fill<uint8_t>(S.Memory, S.Bytes);
      break;
    }
    Before[I].assign(S.Memory, S.Memory + S.Bytes);
  }
}

template <typename T> void note(T &Field, T Value) { Field = Field == -2 || Field == Value ? Value : -1; }

} // namespace

namespace torch {
int see(int Point, int Number, const Tensor &T) {
  Seen &S = Tensors[{Point, Number}];
  if (!T.defined()) {
    ++S.Undefined;
    return 0;
  }
  if (!T.numel())
    return 0;
  ++S.Runs;
  unsigned Shares = 0;
  const char *Data = static_cast<const char *>(T.data_ptr());
  for (size_t I = 0; I < Storages.size(); ++I)
    if (Storages[I].Memory && Data >= Storages[I].Memory && Data < Storages[I].Memory + Storages[I].Bytes)
      Shares |= 1u << I;
  S.All &= Shares;
  S.Any |= Shares;
  note(S.Dtype, static_cast<int>(T.scalar_type()));
  note(S.Contiguous, static_cast<int>(T.is_contiguous()));
  note(S.Device, static_cast<int>(T.device().type()));
  return 0;
}
} // namespace torch

namespace run {

void own(int Index, void *Memory, int64_t Bytes, int Kind) {
  if (Storages.size() <= static_cast<size_t>(Index))
    Storages.resize(Index + 1);
  Storages[Index] = {static_cast<char *>(Memory), Bytes, Kind, {}};
  stir();
}

void own(int Index, const Tensor &T) {
  own(Index, T.data_ptr(), T.numel() * T.element_size(), static_cast<int>(T.scalar_type()));
  Storages[Index].Keeps = T.storage();
}

void at(int Point) {
  unsigned Mask = 0;
  for (size_t I = 0; I < Storages.size(); ++I)
    if (Storages[I].Memory && std::memcmp(Before[I].data(), Storages[I].Memory, Storages[I].Bytes) != 0)
      Mask |= 1u << I;
  Changed &C = Points[Point];
  ++C.Runs;
  C.All &= Mask;
  C.Any |= Mask;
  stir();
}

void program(int Number, void (*Function)(const Path &), unsigned Bits) {
  if (Skip-- > 0)
    return;
  Tensors.clear();
  Points.clear();
  Keeping::clear();
  unsigned Thrown = 0;
  std::string Why;
  for (unsigned P = 0; P < 1u << Bits; ++P) {
    Storages.clear();
    try {
      Function(Path{P});
    } catch (const std::exception &E) {
      ++Thrown;
      Why = E.what();
    }
  }
  std::printf("program %d %u %u %s\n", Number, 1u << Bits, Thrown, Why.substr(0, Why.find('\n')).c_str());
  for (const auto &[Key, S] : Tensors)
    std::printf("see %d %d %u %u %u %u %d %d %d\n", Key.first, Key.second, S.Runs, S.Undefined, S.All, S.Any, S.Dtype,
                S.Contiguous, S.Device);
  for (const auto &[Point, C] : Points)
    std::printf("at %d %u %u %u\n", Point, C.Runs, C.All, C.Any);
  std::fflush(stdout);
}

} // namespace run

/// An argument is the number of programs to leave out at the beginning: the last of them crashed.
int main(int Count, char **Arguments) {
  Skip = Count > 1 ? std::atoi(Arguments[1]) : 0;
  at::set_num_threads(1);
  c10::SetCPUAllocator(new Keeping, 255);
  run::all();
  return 0;
}
