// RUN: %check_torch_tidy %s torch-from-blob-dangling --level=strict
// What strides decide: at this level too.
#include <torch/torch.h>
#include <vector>

// speaks: strides decide whether it is a copy
torch::Tensor permuted() { std::vector<float> v(6); return torch::from_blob(v.data(), {2, 3}, torch::kFloat32).permute({1, 0}).contiguous(); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:60: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:60: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: torch::Tensor permuted() { std::vector<float> v(6); return torch::from_blob(v.data(), {2, 3}, torch::kFloat32).clone().permute({1, 0}).contiguous(); }
torch::Tensor reshaped() { std::vector<float> v(6); return torch::from_blob(v.data(), {2, 3}, torch::kFloat32).t().reshape({6}); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:60: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:60: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: torch::Tensor reshaped() { std::vector<float> v(6); return torch::from_blob(v.data(), {2, 3}, torch::kFloat32).clone().t().reshape({6}); }
// silent: a copy lies between
torch::Tensor cloned() { std::vector<float> v(6); return torch::from_blob(v.data(), {2, 3}, torch::kFloat32).t().clone(); }
