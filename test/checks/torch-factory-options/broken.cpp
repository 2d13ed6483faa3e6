// RUN: %check_torch_tidy %s torch-factory-options
// Errors: functions without any still get their findings.
#include <torch/torch.h>

torch::Tensor good(const torch::Tensor &x) { return torch::zeros(x.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
torch::Tensor bad(const torch::Tensor &x) { undeclared(x); return torch::zeros(x.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:45: error: use of undeclared identifier 'undeclared' [clang-diagnostic-error]
