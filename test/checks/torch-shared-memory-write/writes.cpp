// RUN: %check_torch_tidy %s torch-shared-memory-write
// RUN-PLAIN
#include <torch/torch.h>

#include <array>
#include <cstdlib>
#include <vector>

// speaks: a constant into the borrow itself

torch::Tensor direct() {
  std::vector<float> samples(6);
  auto t = torch::from_blob(samples.data(), {2, 3}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'zero_' overwrites 'samples', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::zeros({2, 3}, torch::kFloat32);
  return t + 1;
}

torch::Tensor returned() {
  float weights[6];
  return torch::from_blob(weights, {2, 3}, torch::kFloat32).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'zero_' overwrites 'weights', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: return torch::zeros({2, 3}, torch::kFloat32);
}

torch::Tensor withOptions() {
  std::vector<double> v(24);
  auto options = torch::TensorOptions().dtype(torch::kFloat64).device(torch::kCPU);
  return torch::from_blob(v.data(), {2, 3, 4}, options).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: return torch::zeros({2, 3, 4}, options);
}

torch::Tensor atNamespace() {
  std::array<int64_t, 4> v;
  auto t = at::from_blob(v.data(), {4}, at::kLong).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = at::zeros({4}, at::kLong);
  return t;
}

torch::Tensor sizesInAVariable(int64_t n) {
  std::vector<float> v(n);
  std::vector<int64_t> shape{n};
  torch::Tensor t = torch::from_blob(v.data(), shape).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:55: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: torch::Tensor t = torch::zeros(shape, torch::kFloat32);
  return t;
}

// speaks: a constant, or random numbers, through a variable

torch::Tensor variable() {
  std::vector<float> v(6);
  torch::Tensor t = torch::from_blob(v.data(), {2, 3}, torch::kFloat);
  // CHECK-FIXES: torch::Tensor t = torch::zeros({2, 3}, torch::kFloat);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:21: note: 't' borrows the memory of 'v' here
  // CHECK-FIXES-DROPS: t.zero_();
  return t;
}

torch::Tensor chainedOn() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6}).zero_().add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::zeros({6}, torch::kFloat32).add(1);
  return t;
}

torch::Tensor filled() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6}).fill_(7);
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'fill_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::full({6}, 7, torch::kFloat32);
  return t;
}

torch::Tensor filledDouble() {
  std::vector<double> v(6);
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat64).fill_(0.5);
  // CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'fill_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::full({6}, 0.5, torch::kFloat64);
  return t;
}

torch::Tensor uniform() {
  std::vector<float> v(6);
  return torch::from_blob(v.data(), {6}).uniform_();
  // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'uniform_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: return torch::rand({6}, torch::kFloat32);
}

torch::Tensor normal() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-FIXES: auto t = torch::randn({6}, torch::kFloat32);
  t.normal_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'normal_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-FIXES-DROPS: t.normal_();
  return t;
}

torch::Tensor uniformInARange() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6}).uniform_(-1, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'uniform_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto t = torch::empty({6}, torch::kFloat32).uniform_(-1, 1);
  return t;
}

// speaks: a constant into a buffer that lives on

float readAgain() {
  std::vector<float> v(6, 1.f);
  auto t = torch::from_blob(v.data(), {6}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE+4]]:10: note: 'v' is used here and has the new values
  // CHECK-NOTES: :[[@LINE-3]]:44: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-4]]:44: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: auto t = torch::zeros({6}, torch::kFloat32);
  return v[0] + t.sum().item<float>();
}

void callersMemory(float *out, int64_t n) {
  auto t = torch::from_blob(out, {n});
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'out', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'out' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: to change 'out' on purpose, write it directly, for example with 'std::fill'
}

struct Model {
  std::vector<float> bias;
  void reset() { torch::from_blob(bias.data(), {3}).zero_(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'zero_' overwrites 'bias', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:53: note: to change 'bias' on purpose, write it directly, for example with 'std::fill'
};

// speaks: other writes of a constant

void initialised() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {2, 3});
  // CHECK-FIXES: auto t = torch::empty({2, 3}, torch::kFloat32);
  torch::nn::init::zeros_(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'init::zeros_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
}

void timesZero() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto t = torch::zeros({6}, torch::kFloat32);
  t.mul_(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'mul_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED-DROPS: t.mul_(0);
}

void freeFunction() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-FIXES: auto t = torch::empty({6}, torch::kFloat32);
  torch::zero_(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
}

void aView() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {2, 3});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {2, 3}).clone();
  auto row = t[0];
  row.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'zero_' overwrites 'v', whose memory 'row' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-4]]:14: note: 'row' shares it from here on
  // CHECK-NOTES: :[[@LINE-4]]:7: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-5]]:7: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void constantOnAView() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {2, 3});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {2, 3}).clone();
  t[0] = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: '=' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:8: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:8: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  t.index({0, 1}) = 7;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: '=' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-9]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:19: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:19: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

// speaks: any write to memory that is reached through const

void constData(const std::vector<float> &v) {
  auto t = torch::from_blob(const_cast<float *>(v.data()), {6});
  // CHECK-SUGGESTED: auto t = torch::from_blob(const_cast<float *>(v.data()), {6}).clone();
  t.mul_(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'mul_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
}

void constPointer(const float *p, int64_t n) {
  auto t = torch::from_blob((void *)p, {n});
  // CHECK-SUGGESTED: auto t = torch::from_blob((void *)p, {n}).clone();
  t += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '+=' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'p' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
}
