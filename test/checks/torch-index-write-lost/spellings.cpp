// RUN: %check_torch_tidy %s torch-index-write-lost
// What stays silent, as programs spell it: members, helpers, lambdas, containers, bindings.
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <torch/torch.h>

namespace F = torch::nn::functional;
using namespace torch::indexing;
using torch::Tensor;

// silent: the index is a view
struct Boxes {
  Tensor xyxy;
  void shift(int64_t dx) {
    xyxy.index({Slice(), 0}) += dx;
    xyxy.index({"...", Slice(2, None)}).add_(dx);
  }
};
void rows(std::vector<Tensor> &all) {
  for (size_t i = 0; i < all.size(); ++i)
    all[i].index({static_cast<int64_t>(i)}) = 1;
}
void counted(Tensor &t, const std::map<std::string, int64_t> &where) { t.index({where.at("first"), Slice()}).zero_(); }
void inALambda(Tensor t) {
  auto set = [&t](int64_t i, double value) { t.index({i}) = value; };
  set(0, 1.5);
}
void ofATensor(Tensor t, const Tensor &i) { t.index({i.item<int64_t>()}) = 1; }
void lastRow(Tensor t) { t.index({t.size(0) - 1}).fill_(0); }
void halves(Tensor t) {
  const auto n = t.size(0) / 2;
  auto first = Slice(None, n), second = Slice(n, None);
  t.index({first}) = t.index({second});
}
enum Column { X, Y };
void columns(Tensor t) { t.index({Slice(), Column::Y}) = 0; }

// silent: the tensor in the list may have no dimensions
void best(Tensor hits, const Tensor &scores) {
  auto [value, index] = torch::max(scores, 0);
  hits.index({index}) = 1;
}
void firstOf(Tensor t, const std::vector<Tensor> &orders) { t.index({orders[0].argmin()}) += 1; }
struct Greedy {
  Tensor taken;
  void take(const Tensor &scores) {
    const Tensor next = scores.argmax();
    taken.index({next}).fill_(1);
  }
};

// silent: the index list comes from somewhere else
struct Cursor { std::vector<TensorIndex> where; };
void atACursor(Tensor t, const Cursor &cursor) { t.index(cursor.where) = 0; }
void grown(Tensor t, int64_t dims) {
  std::vector<TensorIndex> where;
  for (int64_t i = 0; i < dims; ++i)
    where.push_back(Slice());
  where.emplace_back(0);
  t.index(where).zero_();
}
void handedOver(Tensor t, at::ArrayRef<TensorIndex> where) { t.index(where) += 1; }

// silent: somebody takes the result
std::pair<Tensor, Tensor> split(Tensor t, Tensor mask) { return {t.index({mask}).mul_(2), t.index({~mask}).neg_()}; }
Tensor normalised(Tensor t, Tensor mask) {
  const auto chosen = t.index({mask}).div_(255);
  return F::softmax(chosen, F::SoftmaxFuncOptions(0));
}
void collected(std::map<std::string, Tensor> &out, Tensor t, Tensor mask) { out["chosen"] = t.masked_select(mask).clamp_(0, 1); }
double sum(Tensor t, Tensor mask) { return t.index({mask}).abs_().sum().item<double>(); }
bool empty(Tensor t, Tensor mask) { return t.index_select(0, mask).zero_().numel() == 0; }
struct Sampler {
  Tensor picked;
  explicit Sampler(Tensor t, Tensor i) : picked(t.index_select(0, i).mul_(0.5)) {}
};

// silent: the copy has a name
void editedCopy(Tensor t, Tensor mask) {
  Tensor part = t.index({mask});
  part += 1;
  part.index({0}) = 0;
  t.index_put_({mask}, part);
}
void gathered(Tensor t, Tensor i) {
  auto &&part = t.gather(0, i);
  part.zero_();
}

// silent: it writes the tensor itself
void whereItIs(Tensor &t, const Tensor &mask) { t = torch::where(mask, torch::zeros_like(t), t); }
void multiplied(Tensor t, const Tensor &mask) { t.mul_(mask); }
void filled(Tensor t, const Tensor &mask) { t.masked_fill_(mask.unsqueeze(-1), -1e9).softmax(-1); }

// silent: the copy is what is read
void copied(Tensor out, Tensor t, Tensor mask) { out.copy_(t.index({mask})); }
void added(Tensor out, Tensor t, Tensor i) { out.add_(t.index_select(0, i), 2); }
void rowOf(Tensor out, Tensor t, Tensor i) { out.index({0}) = t.index({i}).sum(); }

// silent: what is indexed is new
void probe(Tensor mask) { torch::ones({8, 8}).to(mask.device()).index({mask}).zero_(); }

// silent: a function or a type of the user
struct Volume {
  Tensor voxels;
  Tensor &index(std::vector<Tensor> where);
};
void voxels(Volume &volume, Tensor mask) { volume.index({mask}) = volume.voxels; }
namespace mine { Tensor &masked_select(Tensor &t, const Tensor &mask); }
void ownFunction(Tensor t, Tensor mask) { mine::masked_select(t, mask).zero_(); }

// silent: the code of a template that nobody uses
template <class T> struct Unused {
  Tensor weight;
  void prune(Tensor mask) { weight.index({mask}) = T(0); }
};

// silent: only shape or flags of the copy change
void shaped(Tensor t, Tensor i) { t.index_select(0, i).squeeze_(); }

// silent: dropped in so many words
void ignored(Tensor t, Tensor mask) { std::ignore = t.index({mask}).zero_(); }
