// RUN: %check_torch_tidy %s torch-from-blob-device
// Errors: functions without any still get their findings.
#include <torch/torch.h>
#include <vector>

torch::Tensor good(std::vector<float> &v) { return torch::from_blob(v.data(), {2}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:52: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
torch::Tensor bad(std::vector<float> &v) { undeclared(v); return torch::from_blob(v.data(), {2}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:44: error: use of undeclared identifier 'undeclared' [clang-diagnostic-error]
