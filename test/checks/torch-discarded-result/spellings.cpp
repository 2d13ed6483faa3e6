// RUN: %check_torch_tidy %s torch-discarded-result
// What stays silent, as programs spell it: members, helpers, lambdas, containers, bindings.
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <torch/torch.h>

namespace nn = torch::nn;
using torch::Tensor;

// silent: somebody takes the result
struct Batch {
  Tensor data, target;
  Batch to(torch::Device d) const { return {data.to(d), target.to(d)}; }
  void move(torch::Device d) { std::tie(data, target) = std::make_tuple(data.to(d), target.to(d)); }
};
std::map<std::string, Tensor> onTheGpu(const std::map<std::string, Tensor> &state) {
  std::map<std::string, Tensor> out;
  for (const auto &[name, value] : state)
    out.emplace(name, value.to(torch::kCUDA));
  return out;
}
void transformed(std::vector<Tensor> &all) {
  std::transform(all.begin(), all.end(), all.begin(), [](const Tensor &t) { return t.contiguous(); });
}
Tensor lastOf(Tensor t) { return t = t.relu(), t.sum(); }
std::shared_ptr<Tensor> onTheHeap(const Tensor &t) { return std::make_shared<Tensor>(t.clone()); }
Tensor mapped(const Tensor &t, const std::function<Tensor(const Tensor &)> &f) { return f(t.add(1)); }
void printed(const Tensor &t) { std::cout << t.mean() << t.slice(0, 0, 2) << '\n'; }
struct Net : nn::Module {
  nn::Linear layer{nullptr};
  Net() { layer = register_module("layer", nn::Linear(3, 3)); }
  Tensor forward(Tensor x) { return torch::relu(layer(x.view({-1, 3}))); }
};

// silent: dropped in so many words
void toldTwice(const Tensor &t) { [[maybe_unused]] const auto &unused = t.add(1); }
void andAlso(const Tensor &t, bool b) { (void)(b ? t.add(1) : t.mul(2)); }

// silent: the call waits for the device
void timed(Net &net, const Tensor &x) {
  auto y = net.forward(x);
  y.sum().item<float>();
}
void flushed(const Tensor &t) { t.to(torch::kCPU, /*non_blocking=*/false); }

// silent: it writes something, or has another effect
struct Optimizer {
  std::vector<Tensor> parameters;
  void step(double rate) {
    torch::NoGradGuard guard;
    for (auto &p : parameters) {
      p.sub_(p.grad() * rate);
      p.mutable_grad() = Tensor();
    }
  }
};
void intoARow(Tensor t, const Tensor &x) { t.select(0, 1).copy_(x); }
void outOf(Tensor out, const std::vector<Tensor> &all) { at::cat_out(out, all); }
void clipped(Net &net) { nn::utils::clip_grad_norm_(net.parameters(), 1.0); }

// silent: a step of the chain writes
void cleared(Tensor t) { t.fill_(0).flatten().unsqueeze(0); }

// silent: a module
void trained(Net &net, torch::Device d) {
  net.to(d);
  net.train();
  net.layer->to(torch::kHalf);
}
void optimizerStep(torch::optim::SGD &sgd, Net &net) {
  sgd.zero_grad();
  sgd.step();
  net.zero_grad();
}

// silent: a function or a type of the user
class Image {
public:
  Image &to(int colors);
  Image &add(double x);
  Image clone() const;
};
void edited(Image &image) { image.to(3).add(0.5); }
struct Wrapped {
  Tensor t;
  Wrapped &mul(double x) { t.mul_(x); return *this; }
};
void scaled(Wrapped &w) { w.mul(2); }
namespace mine { void normalise(Tensor &t); }
void normalised(Tensor &t) { mine::normalise(t); }

// silent: only a property is asked for
void described(const std::vector<Tensor> &all) {
  for (const auto &t : all) {
    t.numel();
    t.is_contiguous();
  }
}
void asked(const Tensor &t) { t.device(); t.scalar_type(); t.strides(); }

// silent: warm-ups, benchmarks and clocks (strict)
double seconds(const Tensor &a, const Tensor &b) {
  const auto start = std::chrono::high_resolution_clock::now();
  for (int i = 0; i < 100; ++i)
    a.matmul(b);
  const std::chrono::duration<double> past = std::chrono::high_resolution_clock::now() - start;
  return past.count();
}

// silent: a new tensor without a name (strict)
void allocated() { torch::empty({1 << 20}, torch::kCUDA).mul(2); }

// silent: a function, not a method (strict)
void warmed(Net &net, const Tensor &a) {
  torch::addmm(a, a, a);
  net.forward(a);
}

// silent: before a synchronisation (strict)
void synchronised(const std::vector<Tensor> &all) {
  all[0].matmul(all[1]);
  torch::cuda::synchronize();
}

// silent: in a try with a handler (strict)
bool hasGpu(const Tensor &t) {
  try {
    t.to(torch::Device(torch::kCUDA, 0));
    return true;
  } catch (const std::exception &e) {
    std::cerr << e.what();
  }
  return false;
}

// silent: it is never run
using Sum = decltype(std::declval<Tensor>().sum());
template <class T> struct Unused {
  Tensor weight;
  void move(torch::Device d) { weight.to(d); }
};
