// RUN: %check_torch_tidy %s torch-from-blob-device
// Devices and memory that somebody else may change.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
extern "C" int cudaHostRegister(void *p, size_t n, unsigned flags);
void pick(torch::Device &d);
void pin(std::vector<float> &v);
struct Cfg { torch::Device device = torch::kCUDA; };
void load(Cfg &c);

// silent: an unknown function gets a reference to the device
Tensor g(std::vector<float> &v) { torch::Device d = torch::kCUDA; pick(d); return torch::from_blob(v.data(), {3}, torch::dtype(torch::kFloat32).device(d)).clone(); }
Tensor h(std::vector<float> &v) { Cfg c; load(c); return torch::from_blob(v.data(), {3}, torch::dtype(torch::kFloat32).device(c.device)).clone(); }
// silent: on one path somebody else says the device
Tensor parameterOrCuda(std::vector<float> &v, torch::Device d, bool b) { if (b) d = torch::kCUDA; return torch::from_blob(v.data(), {4}, torch::dtype(torch::kFloat32).device(d)); }
Tensor cudaOrParameter(std::vector<float> &v, torch::Device d, bool b) { torch::Device e(torch::kCUDA); if (b) e = d; return torch::from_blob(v.data(), {4}, torch::dtype(torch::kFloat32).device(e)); }
// silent: another method registers or pins the memory
struct R { std::vector<float> v; R(size_t n) : v(n) { cudaHostRegister(v.data(), n * 4, 0); } Tensor t() { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)).clone(); } };
struct R2 { std::vector<float> v; void init() { pin(v); } Tensor t() { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).pinned_memory(true)).clone(); } };
// speaks: host memory of a field, and nobody else gets it
struct Host { std::vector<float> v; Tensor t() { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)).clone(); } };
// CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:57: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: struct Host { std::vector<float> v; Tensor t() { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).device(torch::kCPU)).to(torch::kCUDA).clone(); } };
struct Pair { std::vector<float> v, w; void init() { pin(w); } Tensor t() { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)).clone(); } };
// CHECK-MESSAGES: :[[@LINE-1]]:84: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:84: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: struct Pair { std::vector<float> v, w; void init() { pin(w); } Tensor t() { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).device(torch::kCPU)).to(torch::kCUDA).clone(); } };
