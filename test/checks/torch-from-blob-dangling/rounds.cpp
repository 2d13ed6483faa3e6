// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Loops that copy: that a loop may run no round is no reason to speak.
#include <functional>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;

// silent: each round makes a tensor of its own
Tensor layers(std::vector<torch::nn::Linear> &all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  for (auto &layer : all)
    t = layer->forward(t);
  return t;
}
Tensor counted(int n) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  for (int i = 0; i < n; ++i)
    t = t.relu();
  return t;
}
Tensor whileBoth(int n, bool more) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  while (n > 0 && more) {
    t = t.relu();
    --n;
  }
  return t;
}
Tensor nested(const std::vector<std::vector<int>> &all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  for (auto &row : all)
    for (int k : row)
      t = t + k;
  return t;
}
Tensor inLambda(const std::vector<int> &all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  [&] {
    for (int k : all)
      t = t + k;
  }();
  return t;
}
// speaks: also after a round
Tensor untouched(int n) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  for (int i = 0; i < n; ++i)
    t = t.view({3});
  return t;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-6]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
Tensor sometimes(const std::vector<int> &all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  for (int k : all)
    if (k > 0)
      t = t + k;
  return t;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-7]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
Tensor leavesEarly(const std::vector<int> &all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  for (int k : all) {
    if (k > 0)
      break;
    t = t + k;
  }
  return t;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-9]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
// speaks: there is no way back to the loop's begin, or the loop stores
Tensor firstOnly(const std::vector<int> &all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  for (int k : all)
    return t + k;
  return t;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-6]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
Tensor stores(const std::vector<int> &all) {
  Tensor kept = torch::zeros({3});
  for (int k : all) {
    std::vector<float> v(3, k);
    kept = torch::from_blob(v.data(), {3}, torch::kFloat32);
    // CHECK-SUGGESTED: kept = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  }
  return kept;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'kept' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
