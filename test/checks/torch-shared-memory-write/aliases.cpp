// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <tuple>
#include <vector>

// helpers
void clear(torch::Tensor t) { t.zero_(); }
torch::Tensor wrap(std::vector<float> &v) { return torch::from_blob(v.data(), {6}); }
namespace th = torch;

// speaks: whatever the alias
void helperWrites() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone();
  clear(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'clear' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-12]]:33: note: 'zero_' writes it here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void helperBorrows() {
  std::vector<float> v(6);
  auto t = wrap(v);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-22]]:52: note: by this 'from_blob'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void namespaceAlias() {
  std::vector<float> v(6);
  auto t = th::from_blob(v.data(), {6});
  // CHECK-FIXES: auto t = th::zeros({6}, th::kFloat32);
  auto &r = t;
  r.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 'r' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-FIXES-DROPS: r.zero_();
}

void constReference() {
  std::vector<float> v(6);
  const torch::Tensor &t = torch::from_blob(v.data(), {6});
  // CHECK-FIXES: const torch::Tensor &t = torch::zeros({6}, torch::kFloat32);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:28: note: 'from_blob' borrows the memory of 'v' here
  // CHECK-FIXES-DROPS: t.zero_();
}

void pointerToTensor() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-FIXES: auto t = torch::zeros({6}, torch::kFloat32);
  torch::Tensor *p = &t;
  p->zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'zero_' overwrites 'v', whose memory 'p' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-FIXES-DROPS: p->zero_();
}

void inAVector() {
  std::vector<float> v(6);
  std::vector<torch::Tensor> all;
  all.push_back(torch::from_blob(v.data(), {6}));
  // CHECK-SUGGESTED: all.push_back(torch::from_blob(v.data(), {6}).clone());
  for (auto &t : all)
    t.zero_();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
    // CHECK-NOTES: :[[@LINE-5]]:17: note: 'all' borrows the memory of 'v' here
    // CHECK-NOTES: :[[@LINE-3]]:7: note: make a copy: append '.clone()'
    // CHECK-NOTES: :[[@LINE-4]]:7: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void inAStruct() {
  struct Batch {
    torch::Tensor x, y;
  };
  std::vector<float> v(6);
  Batch b{torch::from_blob(v.data(), {6}), torch::zeros({6})};
  // CHECK-FIXES: Batch b{torch::zeros({6}, torch::kFloat32), torch::zeros({6})};
  b.y.zero_();
  b.x.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'zero_' overwrites 'v', whose memory 'x' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-5]]:11: note: 'x' borrows the memory of 'v' here
  // CHECK-FIXES-DROPS: b.x.zero_();
}

void binding() {
  std::vector<float> v(6);
  auto [t, n] = std::make_tuple(torch::from_blob(v.data(), {6}), 1);
  // CHECK-SUGGESTED: auto [t, n] = std::make_tuple(torch::from_blob(v.data(), {6}).clone(), 1);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:33: note: 'from_blob' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void lambda() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-FIXES: auto t = torch::zeros({6}, torch::kFloat32);
  auto f = [&] { t.zero_(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-FIXES: auto f = [&] { };
  f();
}

void forEach() {
  std::vector<float> v(6);
  std::vector<torch::Tensor> all{torch::from_blob(v.data(), {6})};
  // CHECK-SUGGESTED: std::vector<torch::Tensor> all{torch::from_blob(v.data(), {6}).clone()};
  std::for_each(all.begin(), all.end(), [](torch::Tensor &t) { t.zero_(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:66: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:34: note: 'all' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:66: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:66: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void genericLambda() {
  std::vector<float> v(6);
  std::vector<torch::Tensor> all{torch::from_blob(v.data(), {6})};
  // CHECK-SUGGESTED: std::vector<torch::Tensor> all{torch::from_blob(v.data(), {6}).clone()};
  std::for_each(all.begin(), all.end(), [](auto &t) { t.zero_(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:34: note: 'all' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:57: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:57: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void thread() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-FIXES: auto t = torch::zeros({6}, torch::kFloat32);
  std::thread worker([t] { t.zero_(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-FIXES: std::thread worker([t] { });
  worker.join();
}

void parallel() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone();
  at::parallel_for(0, 6, 1, [&](int64_t begin, int64_t end) { t.slice(0, begin, end).zero_(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:86: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:86: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:86: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

struct Scratch {
  std::vector<float> v;
  torch::Tensor t;
  explicit Scratch(size_t n) : v(n), t(torch::from_blob(v.data(), {6})) { t.zero_(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:77: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:40: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:77: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-4]]:77: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: explicit Scratch(size_t n) : v(n), t(torch::zeros({6}, torch::kFloat32)) { }
};
// helpers
void makeShared() { auto s = std::make_shared<Scratch>(6); }

// speaks: whatever the alias
template <typename T> void inATemplate(T *p, int64_t n) {
  auto t = torch::from_blob(p, {n}, c10::CppTypeToScalarType<T>::value);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'p' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
}
// helpers
void instantiated(float *p, double *q) {
  inATemplate(p, 3);
  inATemplate(q, 3);
}

// speaks: whatever the alias
void branch(bool c) {
  std::vector<float> v(6);
  torch::Tensor t;
  if (c)
    t = torch::from_blob(v.data(), {6});
    // CHECK-SUGGESTED: t = torch::from_blob(v.data(), {6}).clone();
  else
    t = torch::ones({6});
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-6]]:9: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void split() {
  std::vector<float> v(6);
  auto parts = torch::from_blob(v.data(), {6}).split(3);
  // CHECK-SUGGESTED: auto parts = torch::from_blob(v.data(), {6}).clone().split(3);
  parts[0].zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'zero_' overwrites 'v', whose memory 'parts' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:16: note: 'parts' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:12: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void reshaped() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6}).view({2, 3}).t();
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone().view({2, 3}).t();
  t.fill_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'fill_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void sameDtype() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).to(torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone().to(torch::kFloat32);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

#define BORROW(p, n) torch::from_blob(p, {n})
void macro() {
  std::vector<float> v(6);
  auto t = BORROW(v.data(), 6);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-7]]:22: note: expanded from macro 'BORROW'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

void forBlob() {
  std::vector<float> v(6);
  auto t = torch::for_blob(v.data(), {6}).make_tensor();
  // CHECK-SUGGESTED: auto t = torch::for_blob(v.data(), {6}).make_tensor().clone();
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:43: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}
