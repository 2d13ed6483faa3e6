// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Macros: no edit of text that others share.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
void use(const Tensor &t);
#define WRAP(v) torch::from_blob(v.data(), {2}, torch::kFloat32)
#define WRAP_COPY(v) torch::from_blob(v.data(), {2}, torch::kFloat32).clone()
#define CHECKED(x) (x)
#define RETURN(x) return x
#define LOCAL(name, n) std::vector<float> name(n)
#define KEEP(v) static std::vector<float> v(6)
#define FOR_EACH(v) for (auto &x : v)

// speaks: written by a macro
Tensor macro() { std::vector<float> v(2); return WRAP(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-11]]:17: note: expanded from macro 'WRAP'
// CHECK-NOTES: :[[@LINE-3]]:50: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-13]]:17: note: expanded from macro 'WRAP'
Tensor local() { LOCAL(v, 2); return torch::from_blob(v.data(), {2}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:38: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:38: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:38: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor local() { LOCAL(v, 2); return torch::from_blob(v.data(), {2}, torch::kFloat32).clone(); }
// speaks: an argument of a macro
Tensor argument() { std::vector<float> v(2); return CHECKED(torch::from_blob(v.data(), {2}, torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-20]]:20: note: expanded from macro 'CHECKED'
// CHECK-NOTES: :[[@LINE-3]]:61: note: the memory of 'v' is borrowed here
Tensor returned() { std::vector<float> v(2); RETURN(torch::from_blob(v.data(), {2}, torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:53: note: the memory of 'v' is borrowed here

// silent: a copy lies between
Tensor copied() { std::vector<float> v(2); return WRAP_COPY(v); }
Tensor copiedHere() { std::vector<float> v(2); RETURN(WRAP(v).clone()); }
// silent: the owner lives on
Tensor kept() { KEEP(v); return WRAP(v); }
Tensor parameter(std::vector<float> &v) { RETURN(WRAP(v)); }
// silent: used while the buffer is there
void each(std::vector<std::vector<float>> &rows) { FOR_EACH(rows) use(WRAP(x)); }
void checked() { LOCAL(v, 2); auto t = WRAP(v); TORCH_CHECK(t.defined(), "no tensor"); use(CHECKED(t)); }
