// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// The default dtype changes somewhere: what it is cannot be spelled. What does not hang on it still can.
#include <torch/torch.h>

// helpers
void start() { torch::set_default_dtype(caffe2::TypeMeta::Make<double>()); }
// speaks: the default dtype is set somewhere
torch::Tensor zeros() { return torch::zeros({2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'zeros' is given no dtype and device [torch-explicit-options]
torch::Tensor onlyDtype() { return torch::zeros({2}, torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'zeros' is given no device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor onlyDtype() { return torch::zeros({2}, torch::dtype(torch::kFloat64).device(torch::kCPU)); }
torch::Tensor integers() { return torch::arange(3); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'arange' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor integers() { return torch::arange(3, torch::dtype(torch::kInt64).device(torch::kCPU)); }
