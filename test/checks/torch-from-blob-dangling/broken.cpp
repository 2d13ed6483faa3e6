// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Errors: functions without any still get their findings.
#include <torch/torch.h>
#include <vector>

torch::Tensor good(std::vector<float> v) { return torch::from_blob(v.data(), {2}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:51: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:51: note: make a copy: append '.clone()'
torch::Tensor bad(std::vector<float> v) { undeclared(v); return torch::from_blob(v.data(), {2}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:43: error: use of undeclared identifier 'undeclared' [clang-diagnostic-error]
