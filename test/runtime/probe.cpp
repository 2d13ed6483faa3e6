#include "probe.h"

#include <c10/core/CPUAllocator.h>
#include <cmath>
#include <cstdio>
#include <new>
#include <sstream>
#include <unistd.h>

// Freed memory of fixtures is never used again: a tensor over it is known to be dead, and reads of it harm nobody.
// libtorch allocates otherwise. The arrays are plain, because they are used while memory is freed.
namespace {

struct Range {
  const char *Begin;
  size_t Bytes;
};
Range Dead[1 << 16];
size_t DeadCount = 0;
bool Recording = false;
size_t Allocations = 0;

void bury(void *P) {
  size_t *Block = reinterpret_cast<size_t *>(P) - 2;
  if (Recording && DeadCount < std::size(Dead)) {
    std::memset(P, 0xDD, Block[0]);
    Dead[DeadCount++] = {static_cast<char *>(P), Block[0]};
    return;
  }
  std::free(Block);
}

void *make(size_t Bytes) {
  auto *Block = static_cast<size_t *>(std::malloc(Bytes + 2 * sizeof(size_t)));
  if (!Block)
    throw std::bad_alloc();
  Block[0] = Bytes;
  return Block + 2;
}

} // namespace

void *operator new(size_t Bytes) { return make(Bytes); }
void *operator new[](size_t Bytes) { return make(Bytes); }
void operator delete(void *P) noexcept {
  if (P)
    bury(P);
}
void operator delete[](void *P) noexcept {
  if (P)
    bury(P);
}
void operator delete(void *P, size_t) noexcept { operator delete(P); }
void operator delete[](void *P, size_t) noexcept { operator delete(P); }

namespace {

/// Counts what tensors allocate.
struct Counting : c10::Allocator {
  c10::Allocator *Real = c10::GetDefaultCPUAllocator();
#if TORCH_VERSION_MAJOR >= 2
  c10::DataPtr allocate(size_t Bytes) override {
    ++Allocations;
    return Real->allocate(Bytes);
  }
  void copy_data(void *To, const void *From, size_t Bytes) const override { Real->copy_data(To, From, Bytes); }
#else
  c10::DataPtr allocate(size_t Bytes) const override {
    ++Allocations;
    return Real->allocate(Bytes);
  }
#endif
  c10::DeleterFnPtr raw_deleter() const override { return Real->raw_deleter(); }
};

struct Watched {
  bool Changed, Constant;
};
std::vector<Watched> WatchedNow;

/// Whether all elements that changed have become the same number.
bool changedToConstant(const char *Now, const std::vector<char> &Before, size_t Element) {
  const char *First = nullptr;
  for (size_t I = 0; I + Element <= Before.size(); I += Element) {
    if (std::memcmp(Now + I, Before.data() + I, Element) == 0)
      continue;
    if (First && std::memcmp(First, Now + I, Element) != 0)
      return false;
    First = Now + I;
  }
  return First != nullptr;
}

std::string quoted(std::string Text) {
  std::string Out = "\"";
  for (char C : Text.substr(0, Text.find('\n')))
    Out += C == '"' || C == '\\' ? std::string("\\") + C : std::string(1, C);
  return Out + "\"";
}

bool isDead(const char *P, const char *Frame) {
  for (size_t I = 0; I < DeadCount; ++I)
    if (P >= Dead[I].Begin && P < Dead[I].Begin + Dead[I].Bytes)
      return true;
  return P < Frame && P > Frame - (1 << 20); // the frames of functions that have returned
}

std::string resultText(const torch::Tensor &T, const probe::Facts &F, const char *Frame) {
  std::ostringstream OS;
  if (!T.defined())
    return "{\"defined\": false}";
  OS << "{\"defined\": true, \"dtype\": " << quoted(c10::toString(T.scalar_type())) << ", \"device\": " << quoted(T.device().str())
     << ", \"shape\": [";
  for (int64_t I = 0; I < T.dim(); ++I)
    OS << (I ? ", " : "") << T.size(I);
  OS << "]";
  if (!T.device().is_cpu())
    return OS.str() + "}";
  const char *P = static_cast<const char *>(T.data_ptr());
  bool DeadMemory = T.numel() && isDead(P, Frame);
  OS << ", \"dead\": " << (DeadMemory ? "true" : "false");
  int Shares = -1;
  bool Reads = true; // the numbers that were written
  for (size_t I = 0; I < F.Given.size(); ++I) {
    const probe::Memory &M = F.Given[I];
    if (P < M.Begin || P >= M.Begin + M.Bytes)
      continue;
    Shares = static_cast<int>(I);
    auto Truth = torch::from_blob(const_cast<char *>(M.Begin), {static_cast<int64_t>(M.Bytes / c10::elementSize(M.Dtype))}, M.Dtype)
                     .to(torch::kFloat64);
    int64_t Offset = (P - M.Begin) / c10::elementSize(M.Dtype), Last = Offset;
    for (int64_t D = 0; D < T.dim(); ++D)
      Last += (T.size(D) - 1) * T.stride(D);
    if ((P - M.Begin) % c10::elementSize(M.Dtype) == 0 && Last < Truth.numel())
      Reads = torch::equal(torch::as_strided(Truth, T.sizes(), T.strides(), Offset), T.to(torch::kFloat64));
  }
  int SharesTensor = -1;
  for (size_t I = 0; I < F.Tensors.size(); ++I)
    if (T.is_alias_of(F.Tensors[I]))
      SharesTensor = static_cast<int>(I);
  OS << ", \"shares\": " << Shares << ", \"shares_tensor\": " << SharesTensor << ", \"reads\": " << (Reads ? "true" : "false");
  if (!DeadMemory && T.numel() <= 64) {
    auto Flat = T.detach().reshape({-1}).to(torch::kFloat64);
    OS << ", \"values\": [";
    for (int64_t I = 0; I < Flat.numel(); ++I) {
      double X = Flat[I].item<double>();
      OS << (I ? ", " : "") << (std::isfinite(X) ? X : 0);
    }
    OS << "]";
  }
  return OS.str() + "}";
}

struct Story {
  std::string Text;
  const char *Name;
  const char *Frame;
};

void tellOne(probe::Facts &F, void *Context) {
  auto &S = *static_cast<Story *>(Context);
  std::ostringstream OS;
  OS << "{\"thrown\": " << quoted(F.Thrown) << ", \"allocations\": " << F.Allocations << ", \"given\": [";
  const char *Sep = "";
  for (const probe::Memory &M : F.Given) {
    bool Changed = std::memcmp(M.Before.data(), M.Begin, M.Bytes) != 0;
    OS << Sep << "{\"const\": " << (M.Const ? "true" : "false") << ", \"changed\": " << (Changed ? "true" : "false")
       << ", \"constant\": " << (Changed && changedToConstant(M.Begin, M.Before, c10::elementSize(M.Dtype)) ? "true" : "false") << "}";
    Sep = ", ";
  }
  OS << "], \"watched\": [";
  Sep = "";
  for (const Watched &W : WatchedNow) {
    OS << Sep << "{\"changed\": " << (W.Changed ? "true" : "false") << ", \"constant\": " << (W.Constant ? "true" : "false") << "}";
    Sep = ", ";
  }
  OS << "], \"tensors\": [";
  Sep = "";
  for (const torch::Tensor &T : F.Tensors) {
    OS << Sep << resultText(T, F, S.Frame);
    Sep = ", ";
  }
  OS << "], \"results\": [";
  Sep = "";
  for (const torch::Tensor &T : F.Results) {
    OS << Sep << resultText(T, F, S.Frame);
    Sep = ", ";
  }
  OS << "]}";
  S.Text = OS.str();
}

} // namespace

namespace probe {

Watch::Watch(void *Memory, size_t Bytes)
    : Memory(static_cast<char *>(Memory)), Before(static_cast<char *>(Memory), static_cast<char *>(Memory) + Bytes) {}
Watch::~Watch() {
  bool Changed = std::memcmp(Before.data(), Memory, Before.size()) != 0;
  WatchedNow.push_back({Changed, Changed && changedToConstant(Memory, Before, 4)});
}

void begin(Facts &F) {
  kept.clear();
  WatchedNow.clear();
  DeadCount = 0;
  for (Memory &M : F.Given)
    M.Before.assign(M.Begin, M.Begin + M.Bytes);
  Allocations = 0;
  Recording = true;
}

void end(Facts &F) {
  Recording = false;
  F.Allocations = Allocations;
}

void report(const char *Name, void (*Run)(void (*)(Facts &, void *), void *)) {
  Story First{"", Name, static_cast<const char *>(__builtin_frame_address(0))}, Second = First;
  torch::manual_seed(1);
  Run(tellOne, &First);
  torch::set_default_dtype(caffe2::TypeMeta::Make<double>());
  torch::manual_seed(1);
  Run(tellOne, &Second);
  torch::set_default_dtype(caffe2::TypeMeta::Make<float>());
  kept.clear();
  std::printf("{\"name\": \"%s\", \"facts\": %s, \"with_default_double\": %s}\n", Name, First.Text.c_str(), Second.Text.c_str());
  std::fflush(stdout);
}

} // namespace probe

void fixtures();

int main() {
  at::set_num_threads(1);
  c10::SetCPUAllocator(new Counting, 255);
  fixtures();
  std::fflush(stdout);
  _exit(0); // what was buried stays buried
}
