// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Errors: functions without any still get their findings.
#include <torch/torch.h>

torch::Tensor good(double *p) { return torch::from_blob(p, {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:60: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:40: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:40: note: read them as they are, then convert to 'torch::kFloat32'
torch::Tensor bad(double *p) { return torch::from_blob(p, {2}, undeclared); }
// CHECK-MESSAGES: :[[@LINE-1]]:64: error: use of undeclared identifier 'undeclared' [clang-diagnostic-error]
torch::Tensor half(double *p) { auto o = missing(); return torch::from_blob(p, {2}, o); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: error: use of undeclared identifier 'missing' [clang-diagnostic-error]
