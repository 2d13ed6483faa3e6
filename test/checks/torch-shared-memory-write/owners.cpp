// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

// speaks: a constant into a buffer of whatever kind
torch::Tensor array() {
  float a[6];
  auto t = torch::from_blob(a, {6}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'zero_' overwrites 'a', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::zeros({6}, torch::kFloat32);
  return t + 1;
}

torch::Tensor arrayOfArrays() {
  double a[2][3];
  auto t = torch::from_blob(a, {2, 3}, torch::kFloat64).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'zero_' overwrites 'a', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::zeros({2, 3}, torch::kFloat64);
  return t + 1;
}

torch::Tensor standardArray() {
  std::array<float, 6> a;
  auto t = torch::from_blob(a.data(), {6}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'zero_' overwrites 'a', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::zeros({6}, torch::kFloat32);
  return t + 1;
}

torch::Tensor firstElement() {
  std::vector<float> v(6);
  auto t = torch::from_blob(&v[0], {6}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::zeros({6}, torch::kFloat32);
  return t + 1;
}

torch::Tensor scalar() {
  float x = 1;
  auto t = torch::from_blob(&x, {1}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:38: warning: 'zero_' overwrites 'x', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::zeros({1}, torch::kFloat32);
  return t + 1;
}

torch::Tensor uniquePointer() {
  auto p = std::make_unique<float[]>(6);
  auto t = torch::from_blob(p.get(), {6}).fill_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'fill_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::full({6}, 1, torch::kFloat32);
  return t + 1;
}

static float table[6];
void staticMemory() {
  auto t = torch::from_blob(table, {6}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'zero_' overwrites 'table', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:41: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-3]]:41: note: to change 'table' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: auto t = torch::zeros({6}, torch::kFloat32);
  (void)t.sum();
}

void readInTheNextRound(int rounds) {
  std::vector<float> v(6, 1.f);
  for (int i = 0; i < rounds; ++i) {
    auto t = torch::from_blob(v.data(), {6});
    // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone();
    (void)t.sum();
    t.zero_();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
    // CHECK-NOTES: :[[@LINE-5]]:14: note: 't' borrows the memory of 'v' here
    // CHECK-NOTES: :[[@LINE-3]]:7: note: make a copy: append '.clone()'
    // CHECK-NOTES: :[[@LINE-4]]:7: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  }
}

torch::Tensor usedBefore() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone();
  auto sum = t.sum();
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t + sum;
}

torch::Tensor onOnePathOnly(bool clear) {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone();
  if (clear)
    t.zero_();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
    // CHECK-NOTES: :[[@LINE-5]]:12: note: 't' borrows the memory of 'v' here
    // CHECK-NOTES: :[[@LINE-3]]:7: note: make a copy: append '.clone()'
    // CHECK-NOTES: :[[@LINE-4]]:7: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t + 1;
}

torch::Tensor withStrides() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {2, 3}, {1, 2}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:55: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:55: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-3]]:55: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {2, 3}, {1, 2}).clone().zero_();
  return t + 1;
}

torch::Tensor sideEffect(float *&p) {
  auto t = torch::from_blob(p++, {6}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:39: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-3]]:39: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: auto t = torch::from_blob(p++, {6}).clone().zero_();
  return t + 1;
}

torch::Tensor requiresGrad() {
  std::vector<float> v(6);
  torch::NoGradGuard guard;
  auto t = torch::from_blob(v.data(), {6}, torch::TensorOptions().requires_grad(true)).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:88: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:88: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-3]]:88: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}, torch::TensorOptions().requires_grad(true)).clone().zero_();
  return t + 1;
}

torch::Tensor lvalueReference() {
  std::vector<float> v(6);
  auto &&t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto &&t = torch::from_blob(v.data(), {6}).clone();
  torch::Tensor &r = t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:14: note: 'from_blob' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:24: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:24: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return r + 1;
}

// Memory that nobody else has: clearing it is how it begins.
// silent: fresh memory that nothing has written yet
float *cleared(int64_t n) {
  float *p = new float[n];
  torch::from_blob(p, {n}).zero_();
  return p;
}

// speaks: a deleter that is none

void offsetThatIsAFunction(std::vector<float> &samples, at::IntArrayRef sizes, at::IntArrayRef strides) {
  auto t = torch::from_blob(samples.data(), sizes, strides, 0L, torch::kFloat32);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'samples', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'samples' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: to change 'samples' on purpose, write it directly, for example with 'std::fill'
}

void nullDeleter(std::vector<float> &samples) {
  auto t = torch::from_blob(samples.data(), {6}, nullptr, torch::kFloat32);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'samples', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'samples' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: to change 'samples' on purpose, write it directly, for example with 'std::fill'
}

void emptyFunction(std::vector<float> &samples) {
  auto t = torch::from_blob(samples.data(), {6}, std::function<void(void *)>(), torch::kFloat32);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'samples', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'samples' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: to change 'samples' on purpose, write it directly, for example with 'std::fill'
}

// silent: the tensor owns the memory
void unknownFunction(float *samples, std::function<void(void *)> deleter) {
  auto t = torch::from_blob(samples, {6}, deleter, torch::kFloat32);
  t.zero_();
}

// speaks: a constant into a buffer of whatever kind

float *workspace();

void offsetIsNotTheBuffer(int64_t offset, int64_t more) {
  float *samples = workspace();
  auto t = torch::from_blob(samples + offset + more, {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::zeros({6}, torch::kFloat32);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'samples', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'samples' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'samples' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED-DROPS: t.zero_();
}
