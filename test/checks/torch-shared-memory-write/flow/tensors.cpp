// RUN: %check_torch_tidy %s torch-shared-memory-write
// Tensors: what shares, what copies, what binds anew.
#include <torch/torch.h>

using torch::Tensor;
bool cond();

// positive: detach, data, alias
void detached(float *p) { torch::from_blob(p, {3}).detach().zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:61: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void data(float *p) { Tensor t = torch::from_blob(p, {3}); t.data().zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:69: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:34: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:69: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void aliasOfAlias(float *p) { auto a = torch::from_blob(p, {3}); auto b = a; auto &c = b; const auto &d = c; Tensor e(d); e.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:125: warning: 'zero_' overwrites 'p', whose memory 'e' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:40: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:117: note: 'e' shares it from here on
// CHECK-NOTES: :[[@LINE-4]]:125: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: detach, data, alias
void detachedClone(float *p) { torch::from_blob(p, {3}).detach().clone().zero_(); }

// positive: set_ and set_data
void setStorage(float *p) { Tensor t = torch::empty({0}); t.set_(torch::from_blob(p, {3})); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:95: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:66: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:95: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void setData(float *p) { Tensor t = torch::empty({3}); t.set_data(torch::from_blob(p, {3})); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:96: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:67: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:96: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: set_ and set_data
void setFresh(float *p) { Tensor t = torch::from_blob(p, {3}); t.set_(torch::empty({3})); t.zero_(); }
void setDataFresh(float *p) { Tensor t = torch::from_blob(p, {3}); t.set_data(torch::empty({3})); t.zero_(); }

// positive: expanded borrows
void expanded(float *p) { torch::from_blob(p, {1}).expand({4}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:64: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:64: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: expanded borrows
void repeated(float *p) { torch::from_blob(p, {1}).repeat({4}).zero_(); }

// positive: on some paths: clone in one branch only
void oneBranch(float *p) { Tensor t = torch::from_blob(p, {3}); if (cond()) t = t.clone(); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:94: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:39: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:94: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// positive: clone in a branch that returns
void branchReturns(float *p) { Tensor t = torch::from_blob(p, {3}); if (cond()) { t = t.clone(); return; } t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:110: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:43: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:110: note: to change 'p' on purpose, write it directly, for example with 'std::fill'

// positive: requires_grad leaves and NoGradGuard
void leaf(float *p) { torch::NoGradGuard guard; Tensor t = torch::from_blob(p, {3}).requires_grad_(); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:105: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:60: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:105: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: requires_grad leaves and NoGradGuard
void leafClone(float *p) { torch::NoGradGuard guard; Tensor t = torch::from_blob(p, {3}).clone().requires_grad_(); t.zero_(); }

// positive: undefined tensors
void undefined(float *p) { Tensor t; if (cond()) t = torch::from_blob(p, {3}); if (t.defined()) t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:99: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:54: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:99: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: undefined tensors
void undefinedFresh() { Tensor t; t = torch::ones({3}); t.zero_(); }

// negative: t = t.clone()
void cloned(float *p) { Tensor t = torch::from_blob(p, {3}); t = t.clone(); t.zero_(); }
void sameName(float *p) { auto t = torch::from_blob(p, {3}); { auto t = torch::ones({3}); t.zero_(); } }

// unknown: the implementation taken out
void implementation(c10::intrusive_ptr<c10::TensorImpl> x) { Tensor t(std::move(x)); t.zero_(); }

// positive: views of views
void views(float *p) { torch::from_blob(p, {2, 3}).t().view({3, 2})[0].narrow(0, 0, 1).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:88: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:88: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: views of views
void viewsOfCopy(float *p) { torch::from_blob(p, {2, 3}).t().flip({0})[0].zero_(); }

// negative: operations that may copy
void maybeContiguous(float *p) { torch::from_blob(p, {2, 3}).t().contiguous().zero_(); }
void maybeTo(float *p, torch::Device d) { torch::from_blob(p, {2, 3}).to(d).zero_(); }
// negative: conversions that copy
void converted(float *p) { torch::from_blob(p, {2, 3}).to(torch::kFloat64).zero_(); }
// negative: resize_ of a tensor of its own
void resized() { Tensor t = torch::empty({0}); t.resize_({3}); t.zero_(); }
