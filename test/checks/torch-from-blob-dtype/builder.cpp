// RUN: %check_torch_tidy %s torch-from-blob-dtype
// The builder: its steps say what from_blob's arguments say.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;

Tensor options(std::vector<float> &v) { return torch::for_blob(v.data(), {3}).options(torch::kFloat64).make_tensor().clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:104: warning: 'for_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:74: note: it reads 24 bytes; 3 floats take 12
// CHECK-NOTES: :[[@LINE-3]]:104: note: read them as they are: use 'torch::kFloat'
// CHECK-NOTES: :[[@LINE-4]]:104: note: read them as they are, then convert to 'torch::kDouble'
// CHECK-SUGGESTED: Tensor options(std::vector<float> &v) { return torch::for_blob(v.data(), {3}).options(torch::kFloat).make_tensor().clone(); }
Tensor noOptions(std::vector<double> &v) { return torch::for_blob(v.data(), {3}).make_tensor().clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:82: warning: 'for_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:77: note: it reads 12 bytes; 3 doubles take 24
// CHECK-NOTES: :[[@LINE-3]]:82: note: read them as they are: add 'torch::kDouble'
// CHECK-NOTES: :[[@LINE-4]]:82: note: read them as they are, then convert to 'torch::kFloat'
// CHECK-SUGGESTED: Tensor noOptions(std::vector<double> &v) { return torch::for_blob(v.data(), {3}).options(torch::kDouble).make_tensor().clone(); }
Tensor missing(std::vector<float> &v) { return torch::for_blob(v.data(), {3}).make_tensor().clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:79: warning: 'for_blob' has no dtype; it reads 'v' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: Tensor missing(std::vector<float> &v) { return torch::for_blob(v.data(), {3}).options(torch::kFloat).make_tensor().clone(); }
Tensor withDevice(std::vector<float> &v) { return torch::for_blob(v.data(), {3}).options(torch::device(torch::kCPU)).make_tensor().clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:118: warning: 'for_blob' has no dtype; it reads 'v' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: Tensor withDevice(std::vector<float> &v) { return torch::for_blob(v.data(), {3}).options(torch::device(torch::kCPU).dtype(torch::kFloat)).make_tensor().clone(); }

// Silent.
Tensor right(std::vector<float> &v) { return torch::for_blob(v.data(), {3}).options(torch::kFloat32).make_tensor().clone(); }
Tensor doubles(std::vector<double> &v) { return torch::for_blob(v.data(), {3}).options(torch::dtype(torch::kFloat64)).make_tensor().clone(); }
Tensor unknown(std::vector<float> &v, torch::TensorOptions o) { return torch::for_blob(v.data(), {3}).options(o).make_tensor().clone(); }
Tensor bytes(void *p) { return torch::for_blob(p, {3}).make_tensor().clone(); }
