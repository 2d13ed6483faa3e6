// RUN: %check_torch_tidy %s torch-from-blob-device
// The device is an argument of the helper that borrows.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
static Tensor wrap(void *p, int64_t n, torch::Device device) { return torch::from_blob(p, {n}, torch::dtype(torch::kFloat32).device(device)); }
static Tensor wrapOptions(void *p, int64_t n, torch::TensorOptions options) { return torch::from_blob(p, {n}, options.dtype(torch::kFloat32)); }

// speaks: a helper is given host memory and a CUDA device
Tensor first(std::vector<float> &v) { return wrap(v.data(), 4, torch::kCUDA).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-6]]:71: note: this is the 'from_blob'
Tensor second(std::vector<float> &v) { return wrap(v.data(), 4, torch::Device(torch::kCUDA, 1)).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-9]]:71: note: this is the 'from_blob'
Tensor options(std::vector<float> &v) { return wrapOptions(v.data(), 4, torch::TensorOptions(torch::kCUDA)).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-11]]:86: note: this is the 'from_blob'
// silent: the helper is given the right device, or one that may be right
Tensor host(std::vector<float> &v) { return wrap(v.data(), 4, torch::kCPU).clone(); }
Tensor unknown(std::vector<float> &v, torch::Device device) { return wrap(v.data(), 4, device).clone(); }
Tensor atRunTime(std::vector<float> &v) { return wrap(v.data(), 4, torch::cuda::is_available() ? torch::kCUDA : torch::kCPU).clone(); }
Tensor pointer(float *p) { return wrap(p, 4, torch::kCUDA).clone(); }
