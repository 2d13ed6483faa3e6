// RUN: %check_torch_tidy %s torch-shared-memory-write
// REQUIRES: libtorch2
// The stable ABI: its functions have no schemas.
#include <torch/csrc/stable/ops.h>
#include <vector>

namespace stable = torch::stable;
using torch::headeronly::ScalarType;

stable::Tensor borrow(void *p) {
  return stable::from_blob(p, {2, 3}, {3, 1}, stable::Device(torch::headeronly::DeviceType::CPU), ScalarType::Float);
}

// positive: stable ABI
void zeroed(std::vector<float> &v) {
  auto t = borrow(v.data());
  stable::zero_(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-9]]:10: note: by this 'from_blob'
  // CHECK-NOTES: :[[@LINE-4]]:3: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}
void filledPart(std::vector<float> &v) {
  auto t = borrow(v.data());
  auto row = stable::select(stable::transpose(t, 0, 1), 0, 1);
  stable::fill_(row, 1.0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fill_' overwrites 'v', whose memory 'row' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-18]]:10: note: by this 'from_blob'
  // CHECK-NOTES: :[[@LINE-5]]:14: note: 'row' shares it from here on
  // CHECK-NOTES: :[[@LINE-5]]:3: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}
void constant(const std::vector<float> &v, const stable::Tensor &x) {
  auto t = borrow(const_cast<float *>(v.data()));
  stable::copy_(t, x);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'copy_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-27]]:10: note: by this 'from_blob'
}
// negative: stable ABI
void cloned(std::vector<float> &v) {
  auto t = stable::clone(borrow(v.data()));
  stable::zero_(t);
}
void fresh(std::vector<float> &v) {
  auto t = stable::empty_like(borrow(v.data()));
  stable::fill_(t, 1.0);
}
void output(std::vector<float> &v, const stable::Tensor &x) {
  auto t = borrow(v.data());
  stable::copy_(t, x);
}
// unknown: stable ABI
stable::Tensor foreign(const stable::Tensor &t);
void handed(std::vector<float> &v) {
  auto t = foreign(borrow(v.data()));
  stable::zero_(t);
}
