// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Pointers to the elements of local tensors, and matrices over them, that leave the function.
#include <memory>
#include <string>
#include <torch/torch.h>
#include <utility>
#include <vector>

using torch::Tensor;
namespace cv {
struct Mat {
  Mat();
  Mat(int rows, int cols, int type, void *data);
  Mat(const Mat &other);
  Mat &operator=(const Mat &other);
  ~Mat();
  Mat clone() const;
};
} // namespace cv
void keep(Tensor t);
void show(const cv::Mat &m);
float use(const float *p);

// speaks: the memory goes with the local tensor
float *returned() {
  auto t = torch::zeros({3});
  return t.data_ptr<float>();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the returned pointer outlives 't', whose memory it points to [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:12: note: the pointer is taken here
}
const void *behindBranches(bool c) {
  Tensor t;
  if (c)
    t = torch::zeros({3});
  else
    t = torch::ones({3});
  const void *p = t.data_ptr();
  return p;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the returned pointer outlives 't', whose memory it points to [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-3]]:21: note: the pointer is taken here
}
cv::Mat matrix(const Tensor &x) {
  auto t = x.detach().permute({1, 2, 0}).mul(255).to(torch::kUInt8).contiguous().cpu();
  return cv::Mat(3, 3, 16, t.data_ptr<uint8_t>());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the returned matrix outlives 't', whose memory it points to [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:30: note: the pointer is taken here
}
cv::Mat namedMatrix(const Tensor &x) {
  Tensor t = x.mul(2).to(torch::kUInt8);
  cv::Mat m(3, 3, 16, t.data_ptr());
  return m;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the returned matrix outlives 't', whose memory it points to [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-3]]:25: note: the pointer is taken here
}
cv::Mat ofTemporary(const Tensor &x) { return cv::Mat(3, 3, 16, x.mul(2).data_ptr()); }
// CHECK-MESSAGES: :[[@LINE-1]]:74: warning: the returned matrix outlives the result of 'mul', whose memory it points to [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:67: note: the tensor ends with this expression
void keptMatrix(const Tensor &x) {
  cv::Mat m(3, 3, 16, x.mul(2).data_ptr());
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'm' outlives the result of 'mul', whose memory it points to [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:25: note: the tensor ends with this expression
  show(m);
}
Tensor borrowed() {
  auto t = torch::zeros({3});
  return torch::from_blob(t.data_ptr<float>(), {3}, torch::kFloat32);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the returned tensor outlives 't', whose memory it points to [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:29: note: the pointer is taken here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: return torch::from_blob(t.data_ptr<float>(), {3}, torch::kFloat32).clone();
}
struct Cache {
  Tensor view;
  void borrow() {
    auto t = torch::zeros({3});
    view = torch::from_blob(t.data_ptr<float>(), {3}, torch::kFloat32);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'view' outlives 't', whose memory it points to [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-2]]:31: note: the pointer is taken here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
    // CHECK-SUGGESTED: view = torch::from_blob(t.data_ptr<float>(), {3}, torch::kFloat32).clone();
  }
  Tensor held;
  std::vector<Tensor> all;
  float *p = nullptr;
  void stored() {
    auto t = torch::zeros({3});
    p = t.data_ptr<float>();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'p' outlives 't', whose memory it points to [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-2]]:11: note: the pointer is taken here
  }
  // Nothing is said: a field holds the tensor too.
  void both() {
    auto t = torch::zeros({3});
    p = t.data_ptr<float>();
    held = t;
  }
  float *field() {
    held = torch::zeros({3});
    return held.data_ptr<float>();
  }
  float *pushed() {
    auto t = torch::zeros({3});
    all.push_back(t);
    return t.data_ptr<float>();
  }
  // Nothing is said: the field points elsewhere in the end.
  void borrowed() {
    auto t = torch::zeros({3});
    p = t.data_ptr<float>();
    use(p);
    p = nullptr;
  }
};
// silent: somebody else holds the memory, or may do so
float *callers(Tensor x) { return x.data_ptr<float>(); }
cv::Mat perhapsCallers(const Tensor &x) {
  auto t = x.contiguous();
  return cv::Mat(3, 3, 16, t.data_ptr());
}
float *out(Tensor &result) {
  auto t = torch::zeros({3});
  result = t;
  return t.data_ptr<float>();
}
float *given() {
  auto t = torch::zeros({3});
  keep(t);
  return t.data_ptr<float>();
}
float *fixedMemory() {
  static auto t = torch::zeros({3});
  return t.data_ptr<float>();
}
std::pair<Tensor, float *> together() {
  auto t = torch::zeros({3});
  return {t, t.data_ptr<float>()};
}
std::shared_ptr<float> withDeleter() {
  auto t = torch::zeros({3});
  return std::shared_ptr<float>(t.data_ptr<float>(), [t](float *) {});
}
void *asHandle() { return new Tensor(torch::zeros({3})); }
// silent: the elements are copied before
std::vector<float> copied() {
  auto t = torch::zeros({3});
  return {t.data_ptr<float>(), t.data_ptr<float>() + 3};
}
float element() {
  auto t = torch::zeros({3});
  return t.data_ptr<float>()[0];
}
cv::Mat cloned(const Tensor &x) {
  auto t = x.mul(2);
  return cv::Mat(3, 3, 16, t.data_ptr()).clone();
}
cv::Mat clonedLater(const Tensor &x) {
  auto t = x.mul(2);
  cv::Mat m(3, 3, 16, t.data_ptr());
  return m.clone();
}
void shown(const Tensor &x) { show(cv::Mat(3, 3, 16, x.mul(2).data_ptr())); }
// silent: the tensor that borrows has a copy, or keeps the other one
Tensor borrowedCopy() {
  auto t = torch::zeros({3});
  return torch::from_blob(t.data_ptr<float>(), {3}, torch::kFloat32).clone();
}
Tensor borrowedKept() {
  auto t = torch::zeros({3});
  return torch::from_blob(t.data_ptr<float>(), {3}, [t](void *) {}, torch::kFloat32);
}
Tensor borrowedFrom(Tensor &t) { return torch::from_blob(t.data_ptr<float>(), {3}, torch::kFloat32); }
// silent: the tensor is never destroyed
float *leaked() {
  auto *t = new Tensor(torch::zeros({3}));
  return t->data_ptr<float>();
}
float *released() {
  auto t = torch::zeros({3});
  auto *p = t.data_ptr<float>();
  (void)t.unsafeReleaseTensorImpl();
  return p;
}
