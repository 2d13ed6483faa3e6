// RUN: %check_torch_tidy %s torch-explicit-options
// Named in full, it speaks at the default level too.
#include <torch/torch.h>

// speaks: the check is named in full
torch::Tensor zeros() { return torch::zeros({2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'zeros' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor zeros() { return torch::zeros({2, 3}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor borrow(float *p) { return torch::from_blob(p, {2}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'from_blob' is given no device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor borrow(float *p) { return torch::from_blob(p, {2}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
// helpers
torch::Tensor both() { return torch::zeros({2}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
