// RUN: %check_torch_tidy %s torch-from-blob-dangling
// REQUIRES: libtorch2
// The mirror image: pointers to the elements of a temporary tensor.
#include <cstring>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
void use(const float *p);

// speaks: a pointer to the elements of a temporary tensor is kept
void cloned(const Tensor &x) { float *p = x.clone().data_ptr<float>(); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'p' outlives the result of 'clone', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:45: note: the tensor ends with this expression
void converted(const Tensor &x) { auto *p = x.to(torch::kFloat32).data_ptr<float>(); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:67: warning: 'p' outlives the result of 'to', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:47: note: the tensor ends with this expression
void moved(const Tensor &x) { const float *p = x.cpu().data_ptr<float>(); use(p + 1); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'p' outlives the result of 'cpu', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:50: note: the tensor ends with this expression
void contiguous(const Tensor &x) { auto p = x.contiguous().data_ptr<float>(); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'p' outlives the result of 'contiguous', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:47: note: the tensor ends with this expression
void sum(const Tensor &x, const Tensor &y) { const float *p = (x + y).const_data_ptr<float>(); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:71: warning: 'p' outlives the temporary tensor whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:66: note: the tensor ends with this expression
void cast(const Tensor &x) { auto *p = static_cast<const float *>(x.clone().data_ptr()); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:77: warning: 'p' outlives the result of 'clone', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:69: note: the tensor ends with this expression
void offset(const Tensor &x) { float *p = x.clone().data_ptr<float>() + 4; use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'p' outlives the result of 'clone', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:45: note: the tensor ends with this expression
void assigned(const Tensor &x) { float *p; p = x.clone().data_ptr<float>(); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:58: warning: 'p' outlives the result of 'clone', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:50: note: the tensor ends with this expression
void chosen(const Tensor &x, bool b) { float *p = b ? x.clone().data_ptr<float>() : nullptr; use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:65: warning: 'p' outlives the result of 'clone', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:57: note: the tensor ends with this expression
float *returned(const Tensor &x) { return x.clone().data_ptr<float>(); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: the returned pointer outlives the result of 'clone', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:45: note: the tensor ends with this expression
struct Frame {
  float *data;
  void set(const Tensor &x) { data = x.to(torch::kFloat64).mul(2).data_ptr<float>(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:67: warning: 'data' outlives the result of 'mul', whose memory it points to [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:60: note: the tensor ends with this expression
};
void borrowed(const Tensor &x) {
  auto t = torch::from_blob(x.clone().data_ptr(), {4}, torch::kFloat32);
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 't' outlives the result of 'clone', whose memory it points to [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:31: note: the tensor ends with this expression
  use(t.const_data_ptr<float>());
}
Tensor borrowedAndReturned(const Tensor &x) { return torch::from_blob((x * 2).data_ptr(), {4}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:79: warning: the returned pointer outlives the temporary tensor whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:74: note: the tensor ends with this expression
void transposed(const Tensor &x) { float *p = x.clone().t().data_ptr<float>(); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'p' outlives the result of 't', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:57: note: the tensor ends with this expression
void rowOfCopy(const Tensor &x) { float *p = x.clone()[0].data_ptr<float>(); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'p' outlives the temporary tensor whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:46: note: the tensor ends with this expression
void viewOfCopy(const Tensor &x) { float *p = x.clone().view({-1})[0].data_ptr<float>(); use(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:71: warning: 'p' outlives the temporary tensor whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:47: note: the tensor ends with this expression

// silent: the pointer is used up within its expression
void passed(const Tensor &x) { use(x.clone().data_ptr<float>()); }
void copied(const Tensor &x, float *out) { std::memcpy(out, x.to(torch::kFloat32).data_ptr<float>(), 16); }
float first(const Tensor &x) { return *x.clone().data_ptr<float>(); }
float third(const Tensor &x) { float v = x.contiguous().data_ptr<float>()[2]; return v; }
bool empty(const Tensor &x) { bool b = x.clone().data_ptr<float>() == nullptr; return b; }
std::vector<float> list(const Tensor &x) {
  return std::vector<float>(x.contiguous().data_ptr<float>(), x.contiguous().data_ptr<float>() + x.numel());
}
Tensor borrowedAndCopied(const Tensor &x) { return torch::from_blob(x.clone().data_ptr(), {4}, torch::kFloat32).clone(); }
// silent: the tensor that the pointer leads to lives on
void variable(const Tensor &x) { auto y = x.clone(); float *p = y.data_ptr<float>(); use(p); }
void extended(const Tensor &x) { const auto &y = x.clone(); use(y.const_data_ptr<float>()); }
void parameter(const Tensor &x) { float *p = x.data_ptr<float>(); use(p); }
// silent: the pointer leads to memory that another tensor holds
void view(const Tensor &x) { float *p = x.view({-1}).data_ptr<float>(); use(p); }
void row(const Tensor &x) { float *p = x[0].data_ptr<float>(); use(p); }
void detached(const Tensor &x) { float *p = x.detach().data_ptr<float>(); use(p); }
void sameDtype() { auto x = torch::zeros({3}, torch::kFloat32); float *p = x.to(torch::kFloat32).data_ptr<float>(); use(p); }
void inOrder() { auto x = torch::zeros({3}, torch::kFloat32); float *p = x.contiguous().data_ptr<float>(); use(p); }
void inPlace(Tensor x) { float *p = x.add_(1).data_ptr<float>(); use(p); }
struct Net {
  Tensor w;
  Tensor weights() const { return w; }
  void member() { float *p = weights().data_ptr<float>(); use(p); }
};
// helpers
Tensor cached() { static Tensor t = torch::ones({3}); return t; }
// silent: the pointer leads to memory that another tensor holds
void ofFunction() { float *p = cached().data_ptr<float>(); use(p); }
// silent: nobody knows where the tensor comes from, or nobody looks
Tensor foreign();
void unknown() { float *p = foreign().data_ptr<float>(); use(p); }
void unused(const Tensor &x) { float *p = x.clone().data_ptr<float>(); }
