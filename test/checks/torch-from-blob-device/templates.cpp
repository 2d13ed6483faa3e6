// RUN: %check_torch_tidy %s torch-from-blob-device
// Templates: one finding for all instantiations, and no edit of text that they share.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
// speaks: in a template, once for all instances
template <class T> Tensor wrap(std::vector<T> &v) { return torch::from_blob(v.data(), {2}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
template <class T> struct Box {
  std::vector<T> v;
  Tensor get() { return torch::from_blob(v.data(), {2}, torch::device(torch::kCUDA).dtype(torch::CppTypeToScalarType<T>::value)); }
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
};
// helpers
void instances(std::vector<float> &f, std::vector<double> &d, Box<float> &a, Box<double> &b) { wrap(f); wrap(d); a.get(); b.get(); }

// speaks: a helper of the file, once for all callers
Tensor helper(float *p) { return torch::from_blob(p, {2}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE+5]]:42: note: it gets it from here
struct Wrapper { static Tensor make(float *p, int64_t n) { return torch::from_blob(p, {n}, torch::kCUDA); } };
// CHECK-MESSAGES: :[[@LINE-1]]:67: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE+2]]:60: note: it gets it from here
// helpers
void passes() { std::vector<float> v(2); helper(v.data()); Wrapper::make(v.data(), 2); }

// silent: each instance of a template is right
template <class T> Tensor host(std::vector<T> &v) { return torch::from_blob(v.data(), {2}, torch::kCPU); }
template <bool Gpu> Tensor either(float *p) { return torch::from_blob(p, {2}, Gpu ? torch::kCUDA : torch::kCPU); }
// helpers
void hosts(std::vector<float> &f, float *p) { host(f); either<true>(p); either<false>(f.data()); }

// silent: the code of a template that nobody uses
template <class T> Tensor unused(std::vector<T> &v) { return torch::from_blob(v.data(), {2}, torch::kCUDA); }
template <class T> struct Unused { std::vector<T> v; Tensor get() { return torch::from_blob(v.data(), {2}, torch::kCUDA); } };
