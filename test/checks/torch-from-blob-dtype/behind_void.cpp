// RUN: %check_torch_tidy %s torch-from-blob-dtype
// A variable that forgets the type of what it points to.
#include <cstdlib>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
void fill(void **p);

// speaks: it surely points to doubles
Tensor variable(std::vector<double> &v) {
  void *p = v.data();
  return torch::from_blob(p, {3}, torch::kFloat32).clone();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
  // CHECK-NOTES: :[[@LINE-2]]:30: note: it reads 12 bytes; 3 doubles take 24
  // CHECK-NOTES: :[[@LINE-3]]:10: note: read them as they are: use 'torch::kFloat64'
  // CHECK-NOTES: :[[@LINE-4]]:10: note: read them as they are, then convert to 'torch::kFloat32'
  // CHECK-SUGGESTED: return torch::from_blob(p, {3}, torch::kFloat64).clone();
}
Tensor array() {
  int a[3] = {};
  auto *p = static_cast<void *>(a);
  return torch::from_blob(p, {3}, torch::kInt64).clone();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'from_blob' reads the ints of 'a' as int64 [torch-from-blob-dtype]
  // CHECK-NOTES: :[[@LINE-2]]:30: note: it reads 24 bytes; 3 ints take 12
  // CHECK-NOTES: :[[@LINE-3]]:10: note: read them as they are: use 'torch::kInt32'
  // CHECK-NOTES: :[[@LINE-4]]:10: note: read them as they are, then convert to 'torch::kInt64'
  // CHECK-SUGGESTED: return torch::from_blob(p, {3}, torch::kInt32).clone();
}
// silent: as they are
Tensor right(std::vector<double> &v) {
  void *p = v.data();
  return torch::from_blob(p, {3}, torch::kFloat64).clone();
}
// silent: one of two kinds, or another one by then
Tensor either(std::vector<double> &d, std::vector<float> &f, bool c) {
  void *p = c ? (void *)d.data() : (void *)f.data();
  return torch::from_blob(p, {3}, torch::kFloat32).clone();
}
Tensor changed(std::vector<double> &v) {
  void *p = v.data();
  fill(&p);
  return torch::from_blob(p, {3}, torch::kFloat32).clone();
}
// silent: bytes stand for anything, and so do raw memory and what is cast on purpose
Tensor bytes(std::vector<unsigned char> &v) {
  void *p = v.data();
  return torch::from_blob(p, {3}, torch::kFloat32).clone();
}
Tensor raw() {
  void *p = std::malloc(24);
  auto t = torch::from_blob(p, {3}, torch::kFloat64).clone();
  std::free(p);
  return t;
}
Tensor given(void *p) { return torch::from_blob(p, {3}, torch::kFloat32).clone(); }
Tensor cast(std::vector<double> &v) {
  auto *p = reinterpret_cast<float *>(v.data());
  return torch::from_blob(p, {6}, torch::kFloat32).clone();
}
