// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// What stays silent, as programs spell it: members, helpers, lambdas, containers, bindings.
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <torch/torch.h>

namespace nn = torch::nn;
using Options = torch::TensorOptions;
using torch::Tensor;

// silent: both are given
Tensor usingDeclarations() {
  using namespace torch;
  return torch::ones({4, 4}, torch::TensorOptions(kFloat64).device(kCUDA, 1));
}
std::vector<Tensor> inAContainer(torch::Device d) {
  std::vector<Tensor> all;
  for (int i = 0; i < 3; ++i)
    all.push_back(torch::full({2}, i, torch::dtype(torch::kInt64).device(d)));
  return all;
}
std::map<std::string, Tensor> inAMap(torch::Device d) {
  return {{"mean", torch::zeros({3}, torch::dtype(torch::kFloat32).device(d))},
          {"std", torch::ones({3}, torch::dtype(torch::kFloat32).device(d))}};
}
Tensor inALambda(torch::Device d) {
  auto make = [d](int64_t n) { return torch::arange(n, torch::TensorOptions().dtype(torch::kLong).device(d)); };
  return make(3) + make(3);
}
struct Anchors : nn::Module {
  Anchors() : base(register_buffer("base", torch::zeros({4}, torch::dtype(torch::kFloat32).device(torch::kCPU)))) {}
  Tensor base;
};

// silent: options in a variable hold both
struct Scores {
  const Options options = torch::dtype(torch::kFloat32).device(torch::kCUDA);
  Tensor make(int64_t n) const { return torch::empty({n}, options); }
};
Tensor ofAHelper(torch::Device d) {
  auto on = [](torch::Device e) { return torch::dtype(torch::kHalf).device(e); };
  return torch::rand({2, 2}, on(d));
}
Options onCpu(torch::ScalarType type) { return Options().dtype(type).device(torch::kCPU); }
std::pair<Tensor, Tensor> ofAFunction() { return {torch::zeros({2}, onCpu(torch::kInt)), torch::ones({2}, onCpu(torch::kFloat))}; }
Tensor bindings(torch::Device d) {
  auto [options, n] = std::make_tuple(torch::dtype(torch::kFloat32).device(d), int64_t(3));
  return torch::zeros({n, n}, options);
}

// silent: another tensor gives them
Tensor ofAField(const nn::Linear &layer) { return torch::zeros({3}, layer->weight.options()); }
Tensor ofAnElement(const std::vector<Tensor> &all) { return torch::empty({3}, all.front().options().requires_grad(false)); }
Tensor ofAVariable(const Tensor &boxes) {
  const auto options = boxes.options();
  return torch::cat({torch::zeros({1}, options), torch::ones({1}, options.dtype(torch::kBool))});
}
Tensor randomLike(const Tensor &x) { return torch::rand_like(x) + torch::full_like(x, 2) + torch::empty_like(x); }
Tensor newOnes(const Tensor &x) { return x.new_ones({3}) + x.new_full({3}, 7) + x.new_empty({3}); }
Tensor dtypeOfOne(const Tensor &x, const Tensor &y) { return torch::eye(3, torch::dtype(x.scalar_type()).device(y.device())); }

// silent: nobody can see what the options hold
Tensor optionalOptions(c10::optional<Options> options) { return torch::zeros({2}, options.value()); }
Tensor ofAPointer(const std::shared_ptr<Options> &options) { return torch::ones({2}, *options); }
Tensor ofAMap(const std::map<std::string, Options> &all) { return torch::ones({2}, all.at("weights")); }
class Pool {
public:
  explicit Pool(Options options) : options(std::move(options)) {}
  Tensor get(int64_t n) { return torch::empty({n}, options); }

private:
  Options options;
};
template <class Config> Tensor ofAConfig(const Config &config) { return torch::zeros({2}, config.options()); }
struct Remote { Options options() const; };
Tensor ofARemoteConfig(const Remote &remote) { return ofAConfig(remote); }

// silent: it makes no tensor from nothing
Tensor converted(const Tensor &x) { return x.to(torch::kFloat32).contiguous(); }
Tensor joined(const Tensor &x, const Tensor &y) { return torch::cat({x, y}).view({-1, 2}).clone(); }
Tensor chosen(const Tensor &x) { return torch::where(x > 0, x, x * 2); }
struct Arena { Tensor zeros(int64_t n); };
Tensor ofAnother(Arena &arena) { return arena.zeros(3); }
namespace mine { Tensor zeros(std::initializer_list<int64_t> sizes); }
Tensor ofAnotherNamespace() { return mine::zeros({3}); }

// silent: the code of a template that nobody uses
template <class T> Tensor unused(const std::vector<T> &v) { return torch::zeros({(int64_t)v.size()}, v.options()); }
template <class T> struct Unused {
  Tensor make() { return torch::zeros({2}, T::options); }
};
