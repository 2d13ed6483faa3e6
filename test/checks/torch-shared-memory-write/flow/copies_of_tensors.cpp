// RUN: %check_torch_tidy %s torch-shared-memory-write
// The code of tensors.cpp that is warned about, over copies: silent, each for this one reason.
#include <torch/torch.h>


using torch::Tensor;
bool cond();

// negative: over copies: detach, data, alias
void detached(float *p) { torch::from_blob(p, {3}).clone().detach().zero_(); }
void data(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); t.data().zero_(); }
void aliasOfAlias(float *p) { auto a = torch::from_blob(p, {3}).clone(); auto b = a; auto &c = b; const auto &d = c; Tensor e(d); e.zero_(); }
// negative: over copies: set_ and set_data
void setStorage(float *p) { Tensor t = torch::empty({0}); t.set_(torch::from_blob(p, {3}).clone()); t.zero_(); }
void setData(float *p) { Tensor t = torch::empty({3}); t.set_data(torch::from_blob(p, {3}).clone()); t.zero_(); }
// negative: over copies: expanded borrows
void expanded(float *p) { torch::from_blob(p, {1}).clone().expand({4}).zero_(); }
// negative: over copies: on some paths: clone in one branch only
void oneBranch(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); if (cond()) t = t.clone(); t.zero_(); }
// negative: over copies: clone in a branch that returns
void branchReturns(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); if (cond()) { t = t.clone(); return; } t.zero_(); }

// negative: over copies: requires_grad leaves and NoGradGuard
void leaf(float *p) { torch::NoGradGuard guard; Tensor t = torch::from_blob(p, {3}).clone().requires_grad_(); t.zero_(); }
// negative: over copies: undefined tensors
void undefined(float *p) { Tensor t; if (cond()) t = torch::from_blob(p, {3}).clone(); if (t.defined()) t.zero_(); }
// negative: over copies: views of views
void views(float *p) { torch::from_blob(p, {2, 3}).clone().t().view({3, 2})[0].narrow(0, 0, 1).zero_(); }
