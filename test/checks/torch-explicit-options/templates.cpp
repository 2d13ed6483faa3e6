// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// Templates: one finding for all instantiations, and no edit of text that they share.
#include <torch/torch.h>

// speaks: in a template, once for all instances
template <typename T> torch::Tensor scratch(int64_t n) { return torch::zeros({n}); }
// CHECK-MESSAGES: :[[@LINE-1]]:65: warning: 'zeros' is given no dtype and device [torch-explicit-options]
template <typename T> torch::Tensor typed(int64_t n) {
  return torch::zeros({n}, torch::dtype(c10::CppTypeToScalarType<T>::value));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'zeros' is given no device [torch-explicit-options]
}
template <typename T> struct Pool {
  torch::Tensor buffer = torch::empty({16});
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'empty' is given no dtype and device [torch-explicit-options]
  torch::Tensor more() { return torch::ones({16}); }
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'ones' is given no dtype and device [torch-explicit-options]
};
// helpers
torch::Tensor use() {
  Pool<float> f;
  Pool<double> d;
  return scratch<float>(1) + scratch<double>(2) + typed<float>(1) + typed<int>(2) + f.more() + d.more();
}

// silent: each instance of a template is given both
template <typename T> torch::Tensor full(int64_t n) {
  return torch::zeros({n}, torch::dtype(c10::CppTypeToScalarType<T>::value).device(torch::kCPU));
}
template <typename Options> torch::Tensor with(const Options &o) { return torch::zeros({2}, o); }
torch::Tensor given() {
  return full<float>(1) + full<double>(2) + with(torch::dtype(torch::kFloat32).device(torch::kCUDA));
}
