// RUN: %check_torch_tidy %s torch-index-write-lost
#include <torch/torch.h>

#include <tuple>
#include <vector>

using torch::indexing::Ellipsis;
using torch::indexing::None;
using torch::indexing::Slice;
using torch::indexing::TensorIndex;

// silent: the index is a view

void integers(torch::Tensor t, int64_t i, int j) {
  t.index({0}) = 5;
  t.index({i, j}) = 5;
  t.index({-1}).zero_();
}

void slices(torch::Tensor t) {
  t.index({Slice()}) = 5;
  t.index({Slice(0, 2), Slice(None, None, 2)}).add_(1);
  t.index({Ellipsis, 0}) += 1;
  t.index({"...", None, 1}) = 1;
}

void otherViews(torch::Tensor t) {
  t[0] = 5;
  t[0][1] += 1;
  t.select(0, 1).zero_();
  t.narrow(0, 0, 2).fill_(1);
  t.view({-1}).copy_(t.view({-1}));
}

void subscriptByATensor(torch::Tensor t, torch::Tensor i) {
  t[i] = 5; // takes tensors for one number only
}

// A tensor without dimensions selects like an integer (run on 1.13.1 and 2.13.0).
// silent: the tensor in the list may have no dimensions
void mayBeOneNumber(torch::Tensor t, torch::Tensor scores) {
  t.index({scores.argmax()}) = 1;
  auto best = scores.argmax();
  t.index({best}) = 1;
  auto order = scores.argsort();
  t.index({order[0]}) = 1;
  t.index({order.select(0, 1)}) = 1;
  t.index({order.index({0})}) = 1;
  t.index({torch::tensor(3)}) = 1;
  t.index({torch::scalar_tensor(3, torch::kLong)}) = 1;
  t.index({scores.max()}) = 1;
  t.index({best + 1}) = 1;
  t.index({best.to(torch::kLong)}) = 1;
  auto [highest, where] = scores.max(0);
  t.index({where}) = 1;
  t.index({std::get<1>(scores.max(0))}) = 1;
}

void oneOfThem(torch::Tensor t, torch::Tensor scores) {
  auto order = scores.argsort();
  for (const auto &i : order.unbind())
    t.index({i}) = 1;
  t.index({scores.dim() > 1 ? order : scores.argmax()}) = 1;
}

// silent: the index list comes from somewhere else

void listInAVariable(torch::Tensor t, const std::vector<TensorIndex> &indices, TensorIndex one) {
  t.index(indices) = 5;
  t.index({one}) = 5;
}

std::vector<TensorIndex> makeIndices(std::vector<torch::Tensor>);
void listFromAFunction(torch::Tensor t, torch::Tensor mask) { t.index(makeIndices({mask})) = 5; }

// silent: somebody takes the result

torch::Tensor returned(torch::Tensor t, torch::Tensor mask) { return t.index({mask}).zero_(); }

torch::Tensor kept(torch::Tensor t, torch::Tensor mask) {
  auto u = t.index({mask}).add_(1);
  torch::Tensor v = t.masked_select(mask).mul_(2);
  auto copy = t.index({mask});
  copy.zero_();
  copy += 1;
  return u + v + copy;
}

void argument(torch::Tensor t, torch::Tensor mask, std::vector<torch::Tensor> &out) {
  out.push_back(t.index({mask}).add_(1));
  t.index_put_({mask}, t.index({mask}).add_(1));
  t.sub_(t.index_select(0, mask).zero_());
}

// silent: the copy is what is read
void assignedTo(torch::Tensor t, torch::Tensor mask) {
  t = t.index({mask});
  t = t.index({mask}).add_(1);
  t.index({0}) = t.index({mask});
}

// silent: it writes the tensor itself
void writers(torch::Tensor t, torch::Tensor mask, torch::Tensor i, torch::Tensor x) {
  t.index_put_({mask}, 5);
  t.index_put_({mask}, x, /*accumulate=*/true);
  t.masked_fill_(mask, 0);
  t.index_fill_(0, i, 0);
  t.index_add_(0, i, x);
  t.scatter_(0, i, x);
}

// silent: the copy is what is read
void writeFromACopy(torch::Tensor t, torch::Tensor mask) { t.copy_(t.index({mask})); }

// silent: what is indexed is new

void newTensor(torch::Tensor mask) {
  torch::rand({3}).index({mask}) = 1;
  mask.clone().index({mask}).zero_();
}

// silent: the copy is what is read
void onlyRead(torch::Tensor t, torch::Tensor mask) {
  (void)t.index({mask});
  (void)t.index({mask}).sum();
}

// silent: only shape or flags of the copy change
void flags(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}).requires_grad_();
  t.index({mask}).unsqueeze_(0);
}

// silent: dropped in so many words
void castToVoid(torch::Tensor t, torch::Tensor mask) { (void)(t.index({mask}) = 1); }

// silent: a function or a type of the user
struct Matrix {
  Matrix &index(std::vector<torch::Tensor>);
  Matrix &operator=(int);
  Matrix &zero_();
};
void typeOfTheUser(Matrix m, torch::Tensor mask) {
  m.index({mask}) = 1;
  m.index({mask}).zero_();
}

void helperOfTheUser(torch::Tensor t, torch::Tensor mask, void (*clear)(torch::Tensor)) { clear(t.index({mask})); }

// silent: it is there for what it throws
#define EXPECT_THROW(statement, type) do { try { statement; } catch (const type &) { } } while (false)
void expected(torch::Tensor t, torch::Tensor mask) { EXPECT_THROW(t.index({mask}) = t, c10::Error); }

// silent: the code of a template that nobody uses
template <typename T> void neverInstantiated(T t, torch::Tensor mask) {
  t.index({mask}) = 1;
  torch::Tensor u = t;
}
