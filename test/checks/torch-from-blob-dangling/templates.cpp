// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Templates: one finding for all instantiations. Macros: no edit of text that others share.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
template <class T> Tensor wrap(std::vector<T> v) { return torch::from_blob(v.data(), {2}, c10::CppTypeToScalarType<T>::value); }
// CHECK-MESSAGES: :[[@LINE-1]]:59: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:59: note: the memory of 'v' is borrowed here
void instances() { wrap(std::vector<float>(2)); wrap(std::vector<double>(2)); }
template <class T> Tensor copy(std::vector<T> v) { return torch::from_blob(v.data(), {2}, c10::CppTypeToScalarType<T>::value).clone(); }
void copies() { copy(std::vector<float>(2)); copy(std::vector<double>(2)); }
template <class T> struct Box { T data; Tensor get() { return torch::from_blob(data.data(), {2}, torch::kFloat32); } };
Tensor box(Box<std::vector<float>> &b) { return b.get(); }
Tensor localBox() { Box<std::vector<float>> b{std::vector<float>(2)}; return b.get(); }
// CHECK-MESSAGES: :[[@LINE-1]]:78: warning: the tensor outlives 'b', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:80: note: the memory of 'b' is borrowed here
// CHECK-NOTES: :[[@LINE-5]]:63: note: by this 'from_blob'

#define WRAP(v) torch::from_blob(v.data(), {2}, torch::kFloat32)
Tensor macro() { std::vector<float> v(2); return WRAP(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-3]]:17: note: expanded from macro 'WRAP'
// CHECK-NOTES: :[[@LINE-3]]:50: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-5]]:17: note: expanded from macro 'WRAP'
#define CHECKED(x) (x)
Tensor argument() { std::vector<float> v(2); return CHECKED(torch::from_blob(v.data(), {2}, torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-3]]:20: note: expanded from macro 'CHECKED'
// CHECK-NOTES: :[[@LINE-3]]:61: note: the memory of 'v' is borrowed here
