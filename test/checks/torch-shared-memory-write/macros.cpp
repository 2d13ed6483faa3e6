// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>

#include <vector>

#define CHECKED(expression) do { expression; } while (false)
#define BORROW(p, n) torch::from_blob(p, {n})
#define CLEAR(t) (t).zero_()
#define COPY(t) (t).clone()

// speaks: an argument of a macro
void writeInAnArgument() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone();
  CHECKED(t.zero_());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:13: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-14]]:34: note: expanded from macro 'CHECKED'
  // CHECK-NOTES: :[[@LINE-5]]:13: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

// speaks: written by a macro
void borrowInAMacro() {
  std::vector<float> v(6);
  auto t = BORROW(v.data(), 6);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-24]]:22: note: expanded from macro 'BORROW'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void writeInAMacro() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone();
  CLEAR(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-33]]:22: note: expanded from macro 'CLEAR'
  // CHECK-NOTES: :[[@LINE-5]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-36]]:22: note: expanded from macro 'CLEAR'
  // CHECK-NOTES: :[[@LINE-6]]:3: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  // CHECK-NOTES: :[[@LINE-38]]:22: note: expanded from macro 'CLEAR'
}

// speaks: an argument of a macro
void dispatched(const torch::Tensor &x) {
  AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "dispatched", [&] {
    std::vector<scalar_t> v(6);
    auto t = torch::from_blob(v.data(), {6}, x.options());
    t.zero_();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  });
}

// silent: a copy lies between
void copyInAMacro() {
  std::vector<float> v(6);
  auto t = COPY(torch::from_blob(v.data(), {6}));
  t.zero_();
}

void copyInAnArgument() {
  std::vector<float> v(6);
  torch::Tensor t;
  CHECKED(t = torch::from_blob(v.data(), {6}).clone());
  CLEAR(t);
}

// silent: nothing is written through the tensor
void onlyReadInAnArgument() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  CHECKED((void)t.sum());
}

#if 0
void switchedOff(float *p) { torch::from_blob(p, {6}).zero_(); }
#endif

// silent: another tensor is written
void ownTensor() {
  auto t = torch::ones({6});
  CLEAR(t);
}
