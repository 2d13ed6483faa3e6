// RUN: %check_torch_tidy %s torch-from-blob-device
// Templates: one finding for all instantiations. Macros: no edit of text that others share.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
template <class T> Tensor wrap(std::vector<T> &v) { return torch::from_blob(v.data(), {2}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
void instances(std::vector<float> &f, std::vector<double> &d) { wrap(f); wrap(d); }
template <class T> Tensor host(std::vector<T> &v) { return torch::from_blob(v.data(), {2}, torch::kCPU); }
void hosts(std::vector<float> &f) { host(f); }
Tensor helper(float *p) { return torch::from_blob(p, {2}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE+1]]:42: note: it gets it from here
void passes() { std::vector<float> v(2); helper(v.data()); }

#define WRAP(v) torch::from_blob(v.data(), {2}, torch::kCUDA)
Tensor macro(std::vector<float> &v) { return WRAP(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-3]]:17: note: expanded from macro 'WRAP'
#define CHECKED(x) (x)
Tensor argument(std::vector<float> &v) { return CHECKED(torch::from_blob(v.data(), {2}, torch::kCUDA)); }
// CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
