// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// REQUIRES: libtorch2
// Empty braces are options that leave both out; for libtorch 1.13 they are ambiguous.
#include <torch/torch.h>

// speaks: options leave one or both out
torch::Tensor braces() { return torch::zeros({2}, {}); }
// CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'zeros' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor braces() { return torch::zeros({2}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
