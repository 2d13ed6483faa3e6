// RUN: %check_torch_tidy %s torch-from-blob-device
// REQUIRES: libtorch2
// The device in an argument of its own: it wins over the options.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
// speaks: the device in an argument of its own is wrong
Tensor target(std::vector<float> &v) { return at::from_blob(v.data(), {6}, {}, torch::dtype(torch::kFloat32), torch::Device(torch::kCUDA)); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:47: note: borrow it where it is, then copy: append '.to(at::kCUDA)'
// CHECK-SUGGESTED: Tensor target(std::vector<float> &v) { return at::from_blob(v.data(), {6}, {}, torch::dtype(torch::kFloat32), at::kCPU).to(at::kCUDA); }
Tensor second(std::vector<float> &v, int64_t n) { return at::from_blob(v.data(), {n}, {}, torch::dtype(torch::kFloat32), torch::Device("cuda")); }
// CHECK-MESSAGES: :[[@LINE-1]]:58: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:58: note: borrow it where it is, then copy: append '.to(at::kCUDA)'
// CHECK-SUGGESTED: Tensor second(std::vector<float> &v, int64_t n) { return at::from_blob(v.data(), {n}, {}, torch::dtype(torch::kFloat32), at::kCPU).to(at::kCUDA); }
// silent: the device in an argument of its own is right
Tensor cpu(std::vector<float> &v) { return at::from_blob(v.data(), {6}, {}, torch::dtype(torch::kFloat32), torch::Device(torch::kCPU)); }
Tensor either(std::vector<float> &v, torch::Device d) { return at::from_blob(v.data(), {6}, {}, torch::dtype(torch::kFloat32), d); }
Tensor none(std::vector<float> &v) { return at::from_blob(v.data(), {6}, {}, torch::dtype(torch::kFloat32), c10::nullopt); }
