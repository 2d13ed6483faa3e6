// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>

#include <array>
#include <vector>

// speaks: a constant into a buffer of whatever kind
torch::Tensor chain() {
  std::vector<float> samples(6);
  return torch::from_blob(samples.data(), {2, 3}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'zero_' overwrites 'samples', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: return torch::zeros({2, 3}, torch::kFloat32);
}

double variable() {
  std::vector<double> v(24);
  torch::Tensor t = torch::from_blob(v.data(), {2, 3, 4}, torch::kFloat64);
  // CHECK-FIXES: torch::Tensor t = torch::zeros({2, 3, 4}, torch::kFloat64);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:21: note: 't' borrows the memory of 'v' here
  // CHECK-FIXES-DROPS: t.zero_();
  return t.sum().item<double>();
}

torch::Tensor optionsThroughAVariable(std::int64_t n) {
  std::vector<int> counts(n);
  auto options = torch::TensorOptions().dtype(torch::kInt32).device(torch::kCPU);
  auto histogram = torch::from_blob(counts.data(), {n}, options).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:66: warning: 'zero_' overwrites 'counts', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: auto histogram = torch::zeros({n}, options);
  return histogram + 1;
}

torch::Tensor fill() {
  std::array<float, 4> a{};
  return torch::from_blob(a.data(), {4}).fill_(7);
  // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'fill_' overwrites 'a', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-FIXES: return torch::full({4}, 7, torch::kFloat32);
}
