// RUN: %check_torch_tidy %s torch-factory-options
// Where the new tensor meets the old one: the note says what becomes of two dtypes.
#include <torch/torch.h>

using torch::Tensor;

// speaks: all sizes of a tensor
Tensor throws() {
  auto x = torch::ones({3, 3}, torch::kFloat64);
  auto t = torch::zeros(x.sizes());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'zeros' takes its sizes from 'x', but not its dtype [torch-factory-options]
  // CHECK-NOTES: :[[@LINE+2]]:10: note: 'matmul' throws here: 'x' is double, the new tensor is float
  // CHECK-FIXES: auto t = torch::zeros(x.sizes(), x.options());
  return torch::matmul(x, t);
}
Tensor promotes() {
  auto x = torch::ones({3, 3}, torch::kFloat64);
  auto t = torch::zeros(x.sizes());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'zeros' takes its sizes from 'x', but not its dtype [torch-factory-options]
  // CHECK-NOTES: :[[@LINE+2]]:12: note: '+' promotes to double here
  // CHECK-FIXES: auto t = torch::zeros(x.sizes(), x.options());
  return x + t;
}
// What happens is not said.
Tensor inPlace() {
  auto x = torch::ones({3, 3}, torch::kFloat64);
  auto t = torch::zeros(x.sizes());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'zeros' takes its sizes from 'x', but not its dtype [torch-factory-options]
  // CHECK-FIXES: auto t = torch::zeros(x.sizes(), x.options());
  t.copy_(x);
  return t;
}
Tensor unknown(const Tensor &x) {
  auto t = torch::zeros(x.sizes());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
  // CHECK-FIXES: auto t = torch::zeros(x.sizes(), x.options());
  return torch::matmul(x, t);
}
// silent: what the factory makes by itself is what the tensor is
Tensor same() {
  auto x = torch::ones({3, 3});
  auto t = torch::zeros(x.sizes());
  return torch::matmul(x, t);
}
