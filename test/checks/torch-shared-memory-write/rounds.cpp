// RUN: %check_torch_tidy %s torch-shared-memory-write
// Loops that copy: that a loop may run no round is no reason to speak.
#include <functional>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;

// silent: each round makes a tensor of its own
Tensor layers(std::vector<torch::nn::Linear> &all) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  for (auto &layer : all)
    t = layer->forward(t);
  t.zero_();
  return t;
}
Tensor counted(int n) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  for (int i = 0; i < n; ++i)
    t = t.relu();
  t.zero_();
  return t;
}
Tensor whileBoth(int n, bool more) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  while (n > 0 && more) {
    t = t.relu();
    --n;
  }
  t.zero_();
  return t;
}
Tensor nested(const std::vector<std::vector<int>> &all) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  for (auto &row : all)
    for (int k : row)
      t = t + k;
  t.zero_();
  return t;
}
Tensor inLambda(const std::vector<int> &all) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  [&] {
    for (int k : all)
      t = t + k;
  }();
  t.zero_();
  return t;
}
// speaks: also after a round
Tensor untouched(int n) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  for (int i = 0; i < n; ++i)
    t = t.view({3});
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-6]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t;
}
Tensor sometimes(const std::vector<int> &all) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  for (int k : all)
    if (k > 0)
      t = t + k;
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-7]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t;
}
Tensor leavesEarly(const std::vector<int> &all) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  for (int k : all) {
    if (k > 0)
      break;
    t = t + k;
  }
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-9]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t;
}
// speaks: there is no way back to the loop's begin, or the loop stores
Tensor firstOnly(const std::vector<int> &all) {
  static std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  for (int k : all)
    return t + k;
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-6]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t;
}
Tensor stores(const std::vector<int> &all) {
  Tensor kept = torch::zeros({3});
  for (int k : all) {
    static std::vector<float> v(3);
    kept = torch::from_blob(v.data(), {3}, torch::kFloat32);
    // CHECK-SUGGESTED: kept = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  }
  kept.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'zero_' overwrites 'v', whose memory 'kept' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: 'kept' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:8: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:8: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return kept;
}
