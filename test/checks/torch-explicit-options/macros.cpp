// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// Macros: what they write is reported at the call, and nothing inside them is edited.
#include <torch/torch.h>

#define ZEROS(n) torch::zeros({n})
#define SHAPE {2, 3}
#define FACTORY torch::ones
#define OPTIONS torch::dtype(torch::kFloat32)
#define ALL torch::dtype(torch::kFloat32).device(torch::kCPU)
#define RETURN(x) return x

torch::Tensor written() { return ZEROS(2); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'zeros' is given no dtype and device [torch-explicit-options]
// CHECK-NOTES: :[[@LINE-9]]:18: note: expanded from macro 'ZEROS'
torch::Tensor shape() { return torch::zeros(SHAPE); }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'zeros' is given no dtype and device [torch-explicit-options]
torch::Tensor name() { return FACTORY({2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'ones' is given no dtype and device [torch-explicit-options]
// CHECK-NOTES: :[[@LINE-12]]:17: note: expanded from macro 'FACTORY'
torch::Tensor options() { return torch::zeros({2}, OPTIONS); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'zeros' is given no device [torch-explicit-options]
torch::Tensor argument() { RETURN(torch::zeros({2})); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'zeros' is given no dtype and device [torch-explicit-options]

// Silent.
torch::Tensor all() { return torch::zeros({2}, ALL); }
#define ZEROS_ON(n, d) torch::zeros({n}, torch::dtype(torch::kFloat32).device(d))
torch::Tensor on(torch::Device d) { return ZEROS_ON(2, d); }
#define TENSOR_LIKE(x) torch::zeros_like(x)
torch::Tensor like(const torch::Tensor &x) { return TENSOR_LIKE(x); }
