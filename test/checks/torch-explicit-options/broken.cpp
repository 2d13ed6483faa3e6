// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// Errors: functions without any still get their findings.
#include <torch/torch.h>

torch::Tensor good() { return torch::zeros({2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'zeros' is given no dtype and device [torch-explicit-options]
torch::Tensor bad() {
  torch::Tensor t = torch::zeros({2}, no_such_options);
  // CHECK-MESSAGES: :[[@LINE-1]]:39: error: use of undeclared identifier 'no_such_options' [clang-diagnostic-error]
  return t;
}
torch::Tensor after() { return torch::ones({2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'ones' is given no dtype and device [torch-explicit-options]
