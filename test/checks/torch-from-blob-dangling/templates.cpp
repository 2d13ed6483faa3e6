// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Templates: one finding for all instantiations, and no edit of text that they share.
#include <memory>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
// speaks: in a template, once for all instances
template <class T> Tensor wrap(std::vector<T> v) { return torch::from_blob(v.data(), {2}, c10::CppTypeToScalarType<T>::value); }
// CHECK-MESSAGES: :[[@LINE-1]]:59: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:59: note: the memory of 'v' is borrowed here
template <class T> Tensor local(int64_t n) { std::vector<T> v(n); auto t = torch::from_blob(v.data(), {n}, c10::CppTypeToScalarType<T>::value); return t; }
// CHECK-MESSAGES: :[[@LINE-1]]:152: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:76: note: the memory of 'v' is borrowed here
// silent: a copy lies between
template <class T> Tensor copy(std::vector<T> v) { return torch::from_blob(v.data(), {2}, c10::CppTypeToScalarType<T>::value).clone(); }
template <class T> Tensor converted(std::vector<T> v) { return torch::from_blob(v.data(), {2}, c10::CppTypeToScalarType<T>::value).to(torch::kHalf); }
// silent: the owner lives on
template <class T> struct Box { T data; Tensor get() { return torch::from_blob(data.data(), {2}, torch::kFloat32); } };
Tensor box(Box<std::vector<float>> &b) { return b.get(); }
template <class T> Tensor span(T *p, int64_t n) { return torch::from_blob(p, {n}, c10::CppTypeToScalarType<T>::value); }
// silent: a deleter or context keeps it
template <class T> Tensor owning(std::vector<T> v) {
  auto kept = std::make_shared<std::vector<T>>(std::move(v));
  return torch::from_blob(kept->data(), {(int64_t)kept->size()}, [kept](void *) {}, c10::CppTypeToScalarType<T>::value);
}
template <class F> Tensor withDeleter(float *p, F deleter) { return torch::from_blob(p, {2}, deleter, torch::kFloat32); }
// silent: the code of a template that nobody uses
template <class T> Tensor unused(std::vector<T> v) { return torch::from_blob(v.data(), {2}, torch::kFloat32); }
template <class T> struct Unused { Tensor make() { std::vector<T> v(2); return torch::from_blob(v.data(), {2}, torch::kFloat32); } };
// speaks: a helper borrows the memory of a local
Tensor localBox() { Box<std::vector<float>> b{std::vector<float>(2)}; return b.get(); }
// CHECK-MESSAGES: :[[@LINE-1]]:78: warning: the tensor outlives 'b', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:80: note: the memory of 'b' is borrowed here
// CHECK-NOTES: :[[@LINE-16]]:63: note: by this 'from_blob'
// helpers
void instances(float *p) {
  wrap(std::vector<float>(2)); wrap(std::vector<double>(2)); local<float>(2); local<int>(2);
  copy(std::vector<float>(2)); copy(std::vector<double>(2)); converted(std::vector<float>(2)); converted(std::vector<double>(2));
  span(p, 2); owning(std::vector<float>(2)); owning(std::vector<int>(2)); withDeleter(p, [](void *q) { delete[] static_cast<float *>(q); });
}
