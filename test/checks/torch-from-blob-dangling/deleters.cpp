// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Deleters that hold a container by value keep a copy of it.
#include <memory>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
// speaks: a deleter that keeps a copy of the container, or nothing
Tensor copied() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, [v](void *) {}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:51: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:51: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor copied() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, [v](void *) {}, torch::kFloat32).clone(); }
Tensor moved() { std::vector<float> v(6); float *p = v.data(); return torch::from_blob(p, {6}, [v = std::move(v)](void *) {}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:71: warning: the deleter keeps a copy of 'v', not the memory that 'from_blob' borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:71: note: hold it by a 'std::shared_ptr': that is copied, and what it points to is not
Tensor empty() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, [](void *) {}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:50: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:50: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor empty() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, [](void *) {}, torch::kFloat32).clone(); }
Tensor byReference() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, [&v](void *) {}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:56: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:56: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor byReference() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, [&v](void *) {}, torch::kFloat32).clone(); }
// silent: a deleter or context keeps it
Tensor handle() { auto v = std::make_shared<std::vector<float>>(6); return torch::from_blob(v->data(), {6}, [v](void *) {}, torch::kFloat32); }
Tensor frees() { float *p = new float[6]; return torch::from_blob(p, {6}, [](void *q) { delete[] static_cast<float *>(q); }, torch::kFloat32); }
Tensor other(std::vector<float> &v, std::vector<int> names) { return torch::from_blob(v.data(), {6}, [names = std::move(names)](void *) {}, torch::kFloat32); }
