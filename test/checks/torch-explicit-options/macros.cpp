// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// Nothing inside macros is edited.
#include <torch/torch.h>

#define ZEROS(n) torch::zeros({n})
#define SHAPE {2, 3}
#define FACTORY torch::ones
#define OPTIONS torch::dtype(torch::kFloat32)
#define ALL torch::dtype(torch::kFloat32).device(torch::kCPU)
#define RETURN(x) return x

// speaks: written by a macro
torch::Tensor written() { return ZEROS(2); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'zeros' is given no dtype and device [torch-explicit-options]
// CHECK-NOTES: :[[@LINE-10]]:18: note: expanded from macro 'ZEROS'
torch::Tensor shape() { return torch::zeros(SHAPE); }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'zeros' is given no dtype and device [torch-explicit-options]
torch::Tensor name() { return FACTORY({2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'ones' is given no dtype and device [torch-explicit-options]
// CHECK-NOTES: :[[@LINE-13]]:17: note: expanded from macro 'FACTORY'
torch::Tensor options() { return torch::zeros({2}, OPTIONS); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'zeros' is given no device [torch-explicit-options]
// speaks: an argument of a macro
torch::Tensor argument() { RETURN(torch::zeros({2})); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'zeros' is given no dtype and device [torch-explicit-options]
#define CHECKED(x) check(x)
torch::Tensor check(torch::Tensor t);
torch::Tensor checked() { return CHECKED(torch::ones({2}, torch::kInt64)); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'ones' is given no device [torch-explicit-options]

// silent: a macro gives both
torch::Tensor all() { return torch::zeros({2}, ALL); }
#define ZEROS_ON(n, d) torch::zeros({n}, torch::dtype(torch::kFloat32).device(d))
torch::Tensor on(torch::Device d) { return ZEROS_ON(2, d); }
#define TENSOR_LIKE(x) torch::zeros_like(x)
torch::Tensor like(const torch::Tensor &x) { return TENSOR_LIKE(x); }
#define EXPECT_CLOSE(a, b) if (!torch::allclose(a, b)) throw 1
void compared(const torch::Tensor &x) { EXPECT_CLOSE(x, torch::ones_like(x)); }
