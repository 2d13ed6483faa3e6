// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Borrows that a lambda of the same function makes, and owners inside an optional.
#include <optional>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
std::vector<float> make(int n);

// speaks: the lambda is called with a local buffer
Tensor called(int n) {
  std::vector<float> v(n);
  auto borrow = [&](float *p) { return torch::from_blob(p, {n}, torch::kFloat32); };
  // CHECK-SUGGESTED: auto borrow = [&](float *p) { return torch::from_blob(p, {n}, torch::kFloat32).clone(); };
  return borrow(v.data());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:40: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
Tensor named(int n) {
  std::vector<float> v(n);
  auto borrow = [n](std::vector<float> &of) { return torch::from_blob(of.data(), {n}, torch::kFloat32); };
  // CHECK-SUGGESTED: auto borrow = [n](std::vector<float> &of) { return torch::from_blob(of.data(), {n}, torch::kFloat32).clone(); };
  auto t = borrow(v);
  return t;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:54: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
Tensor inOptional() {
  std::optional<std::vector<float>> v = make(3);
  return torch::from_blob(v->data(), {3}, torch::kFloat32);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: return torch::from_blob(v->data(), {3}, torch::kFloat32).clone();
}
// silent: with the caller's, or with one of both
Tensor callers(std::vector<float> &v, int n) {
  auto borrow = [&](float *p) { return torch::from_blob(p, {n}, torch::kFloat32); };
  return borrow(v.data());
}
Tensor oneOfBoth(std::vector<float> &v, int n) {
  std::vector<float> w(n);
  auto borrow = [&](float *p) { return torch::from_blob(p, {n}, torch::kFloat32); };
  auto t = borrow(w.data()) + 1;
  return borrow(v.data()) + t;
}
Tensor optionalOfCallers(std::optional<std::vector<float>> &v) { return torch::from_blob(v->data(), {3}, torch::kFloat32); }
