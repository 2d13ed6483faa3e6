// RUN: %check_torch_tidy %s torch-index-write-lost
// RUN-PLAIN
#include <torch/torch.h>

#include <tuple>
#include <vector>

using torch::indexing::None;
using torch::indexing::Slice;

// speaks: whatever is written

void number(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}) = 5;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({mask}, 5);
}

void numberOfAVariable(torch::Tensor t, torch::Tensor mask, double value) {
  t.index({mask}) = value;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({mask}, value);
}

void tensor(torch::Tensor t, torch::Tensor mask, torch::Tensor x) {
  t.index({mask}) = x;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, x);
}

void expression(torch::Tensor t, torch::Tensor mask, torch::Tensor x) {
  t.index({mask}) = x.mul(2) + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, x.mul(2) + 1);
}

void zero(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({mask}, 0);
}

void fill(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}).fill_(3.5);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({mask}, 3.5);
}

void copy(torch::Tensor t, torch::Tensor mask, torch::Tensor x) {
  t.index({mask}).copy_(x);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, x);
}

void inPlace(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}).add_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, t.index({mask}).add_(1));
}

void severalInPlace(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}).add_(1).clamp_(0, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:27: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, t.index({mask}).add_(1).clamp_(0, 1));
}

void compound(torch::Tensor t, torch::Tensor mask, torch::Tensor x) {
  t.index({mask}) += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, t.index({mask}).add_(1));
  t.index({mask}) -= x;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, t.index({mask}).sub_(x));
  t.index({mask}) *= 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, t.index({mask}).mul_(2));
  t.index({mask}) /= x + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, t.index({mask}).div_(x + 1));
}

void initialiser(torch::Tensor t, torch::Tensor mask) {
  torch::nn::init::zeros_(t.index({mask}));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, torch::nn::init::zeros_(t.index({mask})));
}

// speaks: whatever selects with a tensor

void comparison(torch::Tensor t) {
  t.index({t > 0}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({t > 0}, 0);
}

// Booleans copy, also a single one.
void booleans(torch::Tensor t, torch::Tensor other) {
  auto splits = (std::get<0>(t.max(-1)) > 0.5).squeeze();
  splits &= other;
  t.index({splits}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({splits}, 0);
  t.index({t.any()}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({t.any()}, 0);
  t.index({torch::isnan(t) & (other[0] == 1)}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:48: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({torch::isnan(t) & (other[0] == 1)}, 0);
}

void indices(torch::Tensor t) {
  t.index({torch::tensor({0, 2})}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({torch::tensor({0, 2})}, 1);
  auto order = t.argsort();
  t.index({order}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({order}, 1);
  t.index({torch::nonzero(t).squeeze()}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({torch::nonzero(t).squeeze()}, 1);
}

void tensorAmongOthers(torch::Tensor t, torch::Tensor mask, int64_t i) {
  t.index({Slice(), mask}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({Slice(), mask}, 1);
  t.index({i, mask}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({i, mask}, 1);
  t.index({"...", None, mask}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({"...", None, mask}, 1);
}

void boolean(torch::Tensor t) {
  t.index({true}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a boolean copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({true}, 1);
}

void listOfTensors(torch::Tensor t, c10::List<c10::optional<torch::Tensor>> list) {
  t.index(list) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  t.index(list).add_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:17: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_(list, t.index(list).add_(1));
}

void typed(torch::Tensor t, torch::Tensor mask) {
  t.index({torch::indexing::TensorIndex(mask)}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:49: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({torch::indexing::TensorIndex(mask)}, 1);
  t.index(std::vector<torch::indexing::TensorIndex>{mask}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:60: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_(std::vector<torch::indexing::TensorIndex>{mask}, 1);
}

void selects(torch::Tensor t, torch::Tensor i) {
  t.index_select(0, i) += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: this writes into a copy: 'index_select' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:24: note: write into the tensor itself: use 'index_copy_'
  // CHECK-SUGGESTED: t.index_copy_(0, i, t.index_select(0, i).add_(1));
  t.index_select(0, i).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: this writes into a copy: 'index_select' copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_fill_(0, i, 0);
  t.index_select(0, i) = t.index_select(0, i + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: this writes into a copy: 'index_select' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:24: note: write into the tensor itself: use 'index_copy_'
  // CHECK-SUGGESTED: t.index_copy_(0, i, t.index_select(0, i + 1));
}

void masked(torch::Tensor t, torch::Tensor mask, torch::Tensor x) {
  t.masked_select(mask) += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this writes into a copy: 'masked_select' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:25: note: write into the tensor itself: use 'masked_scatter_'
  // CHECK-SUGGESTED: t.masked_scatter_(mask, t.masked_select(mask).add_(1));
  t.masked_select(mask).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this writes into a copy: 'masked_select' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:25: note: write into the tensor itself: use 'masked_fill_'
  // CHECK-SUGGESTED: t.masked_fill_(mask, 0);
  t.masked_select(mask) = x;
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this writes into a copy: 'masked_select' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:25: note: write into the tensor itself: use 'masked_scatter_'
  // CHECK-SUGGESTED: t.masked_scatter_(mask, x);
}

void gathers(torch::Tensor t, torch::Tensor i, torch::Tensor x) {
  t.gather(1, i).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this writes into a copy: 'gather' copies [torch-index-write-lost]
  // CHECK-FIXES: t.scatter_(1, i, 0);
  t.gather(1, i) = x;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this writes into a copy: 'gather' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:18: note: write into the tensor itself: use 'scatter_'
  // CHECK-SUGGESTED: t.scatter_(1, i, x);
  t.gather(1, i, /*sparse_grad=*/true) = x;
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: this writes into a copy: 'gather' copies [torch-index-write-lost]
}

void takes(torch::Tensor t, torch::Tensor i, torch::Tensor x) {
  t.take(i) = x;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: this writes into a copy: 'take' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:13: note: write into the tensor itself: use 'put_'
  // CHECK-SUGGESTED: t.put_(i, x);
  t.take(i).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: this writes into a copy: 'take' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:13: note: write into the tensor itself: use 'put_'
  // CHECK-SUGGESTED: t.put_(i, t.take(i).zero_());
  t.take_along_dim(i, 0).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: this writes into a copy: 'take_along_dim' copies [torch-index-write-lost]
}

void freeFunction(torch::Tensor t, torch::Tensor i) {
  at::index_select(t, 0, i).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: this writes into a copy: 'index_select' copies [torch-index-write-lost]
}

// speaks: views of the copy, and copies of a view

void viewOfTheCopy(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}).view({-1}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  t.index({mask})[0] = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  t.index({mask}).index({Slice(0, 2)}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  t.index({mask}).select(0, 1).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}

void copyOfAView(torch::Tensor t, torch::Tensor mask) {
  t[0].index({mask}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t[0].index_put_({mask}, 1);
  t.view({-1}).index({mask}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.view({-1}).index_put_({mask}, 1);
  t.index({0}).index({mask}).add_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:30: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index({0}).index_put_({mask}, t.index({0}).index({mask}).add_(1));
}

// speaks: whichever tensor it is

struct Model {
  torch::Tensor weight, mask;
  void prune() {
    weight.index({mask}) = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
    // CHECK-FIXES: weight.index_put_({mask}, 0);
  }
  torch::Tensor &parameter();
};

void parts(Model &model, std::vector<torch::Tensor> &ts, torch::Tensor *p, torch::Tensor mask) {
  model.weight.index({mask}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: model.weight.index_put_({mask}, 0);
  ts[0].index({mask}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: ts[0].index_put_({mask}, 0);
  p->index({mask}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: p->index_put_({mask}, 0);
  p->index({mask}).add_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:20: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: p->index_put_({mask}, p->index({mask}).add_(1));
  model.parameter().index({mask}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: model.parameter().index_put_({mask}, 0);
  model.parameter().index({mask}).add_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}

// The method for an index of integers takes a tensor that may change.
void fixedVariable(const torch::Tensor &t, torch::Tensor mask) {
  t.index({mask}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  t.masked_select(mask).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this writes into a copy: 'masked_select' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:25: note: write into the tensor itself: use 'masked_fill_'
  // CHECK-SUGGESTED: t.masked_fill_(mask, 0);
}

// speaks: wherever the statement stands

int next();
torch::Tensor nextMask();
void order(torch::Tensor t, torch::Tensor mask) {
  t.index({nextMask()}) = next();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:25: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({nextMask()}, next());
  t.index({nextMask()}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({nextMask()}, 1);
  t.index({mask}) = next();
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, next());
  t.index({nextMask()}) += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}

// speaks: wherever the statement stands

void statements(torch::Tensor t, torch::Tensor mask) {
  for (int i = 0; i < 3; ++i)
    t.index({mask}) = i;
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
    // CHECK-FIXES: t.index_put_({mask}, i);
  if (t.defined())
    t.index({mask}).zero_();
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
    // CHECK-FIXES: t.index_put_({mask}, 0);
  auto f = [&] { t.index({mask}) = 1; };
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: auto f = [&] { t.index_put_({mask}, 1); };
  f();
  try {
    t.index({mask}) = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
    // CHECK-FIXES: t.index_put_({mask}, 1);
  } catch (...) {
  }
}
