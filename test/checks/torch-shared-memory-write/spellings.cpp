// RUN: %check_torch_tidy %s torch-shared-memory-write
// What stays silent, as programs spell it: members, helpers, lambdas, containers, bindings.
#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <torch/torch.h>

using torch::Tensor;

// silent: a copy lies between
struct Normaliser {
  std::array<float, 3> mean{}, deviation{};
  Tensor operator()(std::vector<float> &pixels) const {
    auto x = torch::from_blob(pixels.data(), {3, 4, 4}, torch::kFloat32).clone();
    x.sub_(0.5).div_(2);
    x[0].zero_();
    return x;
  }
};
std::vector<Tensor> copies(std::vector<std::vector<float>> &rows) {
  std::vector<Tensor> all;
  for (auto &row : rows)
    all.push_back(torch::from_blob(row.data(), {3}, torch::kFloat32).to(torch::kFloat64));
  for (auto &t : all)
    t.zero_();
  return all;
}
Tensor stacked(std::vector<float> &a, std::vector<float> &b) {
  auto t = torch::stack({torch::from_blob(a.data(), {3}, torch::kFloat32), torch::from_blob(b.data(), {3}, torch::kFloat32)});
  return t.fill_(0);
}
Tensor ofAHelper(std::vector<float> &v) {
  auto load = [&v] { return torch::from_blob(v.data(), {3}, torch::kFloat32).clone(); };
  return load().zero_();
}
void bindings(std::map<std::string, std::vector<float>> &all) {
  for (auto &[name, values] : all) {
    auto [low, high] = std::make_pair(torch::from_blob(values.data(), {3}, torch::kFloat32).mul(2), torch::ones({3}));
    low.zero_();
    high.zero_();
  }
}

// silent: an output is written on purpose (strict)
struct Filter {
  Tensor kernel;
  void run(const Tensor &x, std::vector<float> &out) const {
    auto y = torch::from_blob(out.data(), {(int64_t)out.size()}, torch::kFloat32);
    y.copy_(x.mul(kernel).flatten());
  }
};
void softmaxInto(float *out, const Tensor &logits) {
  auto t = torch::from_blob(out, logits.sizes(), torch::kFloat32);
  torch::softmax_out(t, logits, 0);
}
void accumulated(std::map<std::string, std::vector<float>> &sums, const std::string &name, const Tensor &x) {
  torch::from_blob(sums[name].data(), x.sizes(), torch::kFloat32).add_(x);
}
void scaled(double *begin, double *end, double by) { torch::from_blob(begin, {end - begin}, torch::kFloat64).mul_(by); }

// silent: the tensor owns the memory
Tensor pooled(int64_t n) {
  auto *p = static_cast<float *>(std::aligned_alloc(64, n * sizeof(float)));
  return torch::from_blob(p, {n}, std::free, torch::kFloat32).zero_();
}
Tensor shared(int64_t n) {
  auto v = std::make_shared<std::vector<float>>(n);
  auto *p = v->data();
  auto t = torch::from_blob(p, {n}, [v = std::move(v)](void *) {}, torch::kFloat32);
  t.fill_(1);
  return t;
}

// silent: the variable was bound to another tensor before
Tensor reduced(std::vector<float> &v, bool mean) {
  auto t = torch::from_blob(v.data(), {2, 3}, torch::kFloat32);
  t = mean ? t.mean(0) : t.sum(0);
  t.clamp_(0, 1).zero_();
  return t;
}
struct Window {
  Tensor view;
  void read(std::vector<float> &v) {
    view = torch::from_blob(v.data(), {3}, torch::kFloat32);
    view = view.to(torch::kHalf);
    view.zero_();
  }
};

// silent: the tensor came from outside
class Cache {
public:
  void clear() {
    for (auto &[name, t] : entries)
      t.zero_();
  }

private:
  std::map<std::string, Tensor> entries;
};
void initialise(torch::nn::Linear &layer) { torch::nn::init::zeros_(layer->bias); }
void each(std::vector<Tensor> &all) { std::for_each(all.begin(), all.end(), [](Tensor &t) { t.zero_(); }); }

// silent: another tensor is written
Tensor beside(std::vector<float> &v) {
  const auto x = torch::from_blob(v.data(), {3}, torch::kFloat32);
  auto out = torch::zeros_like(x);
  out.zero_().add_(x);
  return out;
}
std::tuple<Tensor, Tensor> two(std::vector<float> &v) {
  auto both = std::make_tuple(torch::from_blob(v.data(), {3}, torch::kFloat32), torch::ones({3}));
  std::get<1>(both).zero_();
  return both;
}

// silent: nothing is written through the tensor
struct Statistics {
  double total = 0;
  void add(std::vector<float> &v) {
    const auto t = torch::from_blob(v.data(), {(int64_t)v.size()}, torch::kFloat32);
    total += t.sum().item<double>();
  }
};
std::string shown(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, torch::kFloat32).toString(); }

// silent: a function of another file, or code that never runs
struct Device { void upload(Tensor t); };
void uploaded(Device &device, std::vector<float> &v) { device.upload(torch::from_blob(v.data(), {3}, torch::kFloat32)); }

// silent: the code says that it is meant
void wiped(std::vector<char> &secret) {
  auto t = torch::from_blob(secret.data(), {(int64_t)secret.size()}, torch::kChar);
  t.zero_(); // NOLINT(torch-shared-memory-write): that is the point
}
