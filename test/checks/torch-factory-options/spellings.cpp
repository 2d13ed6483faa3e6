// RUN: %check_torch_tidy %s torch-factory-options
// What stays silent, as programs spell it: members, helpers, lambdas, containers, bindings.
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <torch/torch.h>

namespace nn = torch::nn;
using torch::Tensor;

// silent: options are given in any form
struct Normal : nn::Module {
  Tensor weight, bias;
  torch::TensorOptions options() const { return weight.options(); }
  Tensor noise() const { return torch::zeros(weight.sizes(), options()); }
  Tensor other() const { return torch::ones(bias.sizes(), torch::dtype(bias.dtype()).device(bias.device())); }
};
std::vector<Tensor> zerosLikeAll(const std::vector<Tensor> &all) {
  std::vector<Tensor> zeros;
  for (const auto &t : all)
    zeros.push_back(torch::zeros(t.sizes(), t.options()));
  return zeros;
}
Tensor separate(const Tensor &x) { return at::zeros(x.sizes(), x.scalar_type(), x.layout(), x.device(), false); }
Tensor inALambda(const Tensor &x) {
  auto make = [o = x.options()](at::IntArrayRef sizes) { return torch::empty(sizes, o); };
  return make(x.sizes());
}

// silent: made like the tensor
std::tuple<Tensor, Tensor> state(const Tensor &x) { return {torch::zeros_like(x), torch::ones_like(x, torch::kFloat32)}; }
Tensor newOnes(const std::shared_ptr<Tensor> &x) { return x->new_ones(x->sizes()); }
Tensor cloned(const Tensor &x) { auto t = x.clone(); t.zero_(); return t; }

// silent: what the factory makes by itself is what the tensor is
Tensor ofALocal() {
  const auto grid = torch::rand({8, 8}, torch::dtype(torch::kFloat32).device(torch::kCPU));
  auto mask = torch::zeros(grid.sizes());
  mask[0] = 1;
  return mask * grid;
}
Tensor ofAHelper() {
  auto make = [] { return torch::ones({3}); };
  const auto x = make();
  return torch::zeros(x.sizes());
}

// silent: the sizes come from elsewhere
Tensor ofAParameter(at::IntArrayRef sizes) { return torch::zeros(sizes); }
Tensor ofTheConfig(const std::map<std::string, std::vector<int64_t>> &config) { return torch::zeros(config.at("shape")); }
struct Grid { int64_t height, width; };
Tensor ofAStruct(const Grid &grid) { return torch::zeros({1, grid.height, grid.width}); }
Tensor ofBindings(const Grid &grid) { auto [height, width] = grid; return torch::ones({height, width}); }
Tensor ofAModule(const nn::Linear &layer) { return torch::zeros({layer->options.in_features(), layer->options.out_features()}); }

// silent: the sizes may have changed on the way
Tensor withABatch(const Tensor &x) { auto sizes = x.sizes().vec(); sizes.insert(sizes.begin(), 8); return torch::zeros(sizes); }
Tensor handedOut(const Tensor &x, void (*change)(std::vector<int64_t> &)) { std::vector<int64_t> sizes(x.sizes().begin(), x.sizes().end()); change(sizes); return torch::zeros(sizes); }
Tensor without(const Tensor &x) { return torch::zeros(x.sizes().slice(0, x.dim() - 1)); }

// silent: asking twice may answer differently
struct Queue { Tensor next(); };
Tensor ofTheNext(Queue &queue) { return torch::zeros(queue.next().sizes()); }
Tensor ofAGenerator(const std::vector<Queue *> &queues) { return torch::ones(queues.back()->next().sizes()); }

// silent: single sizes of a tensor that the result never meets
Tensor hidden(const Tensor &input, int64_t units) { return torch::zeros({2, input.size(0), units}); }
std::pair<Tensor, Tensor> counters(const Tensor &boxes) {
  const auto n = boxes.size(0);
  return std::make_pair(torch::zeros({n}), torch::ones({n, 2}));
}
Tensor keep(const Tensor &boxes) {
  auto kept = torch::ones({boxes.size(0)});
  for (int64_t i = 0; i < boxes.size(0); ++i)
    if (boxes[i][0].item<float>() < 0)
      kept[i] = 0;
  return kept.nonzero();
}

// silent: the dtype or device that is converted was asked for
Tensor flags() { return torch::ones({3}, torch::kBool).to(torch::kInt64); }
Tensor fromTheGpu() { return torch::rand({3}, torch::kCUDA).to(torch::kCPU); }

// silent: something happens before it is moved
Tensor named(torch::Device d) {
  auto t = torch::zeros({3, 3});
  t.fill_diagonal_(1);
  return t.to(d);
}
Tensor reshaped(torch::Device d) { return torch::arange(12).reshape({3, 4}).mul(2).to(d); }
struct Table {
  Tensor table;
  explicit Table(int64_t n) : table(torch::zeros({n})) {}
  void to(torch::Device d) { table = table.to(d); }
};

// silent: the conversion says more, or is not one of a factory
Tensor copied(torch::Device d) { return torch::zeros({3}).to(d, torch::kFloat32, false, true); }
Tensor ofNumbers(const std::vector<float> &v, torch::Device d) { return torch::tensor(v).to(d); }
Tensor ofABuffer(std::vector<float> &v, torch::Device d) { return torch::from_blob(v.data(), {3}, torch::kFloat32).to(d); }
Tensor undefined(torch::Device d) { return Tensor().to(d); }

// silent: random numbers, which differ per device
Tensor noise(const nn::Linear &layer) { return torch::randn({3, 4}).to(layer->weight.device()); }
struct Dropout { Tensor mask(const Tensor &x) const { return torch::rand({3}).to(x.device()); } };
Tensor dropped(torch::Device d) { return torch::bernoulli(torch::full({3}, 0.5)).to(d); }

// silent: the list of sizes itself
Tensor ofAField(const std::vector<std::vector<int64_t>> &shapes) { return torch::zeros(shapes[0]); }
