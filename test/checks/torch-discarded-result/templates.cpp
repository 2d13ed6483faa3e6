// RUN: %check_torch_tidy %s torch-discarded-result
#include <torch/torch.h>

#include <vector>

// speaks: in a template, once for all instances
template <typename T> void move(torch::Tensor t, T device) {
  t.to(device);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
}
template void move(torch::Tensor, torch::Device);
template void move(torch::Tensor, torch::DeviceType);

template <typename T> void anyKind(T &t) {
  t.add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
}
// helpers
void useAnyKind(torch::Tensor t) { anyKind(t); }

// speaks: in a template, once for all instances
template <typename T> struct Layer {
  torch::Tensor weight;
  void scale(T by) {
    weight.mul(by);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the result of 'mul' is dropped; 'weight' keeps its values [torch-discarded-result]
  }
  template <typename U> void shift(U by) {
    weight.add(by);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the result of 'add' is dropped; 'weight' keeps its values [torch-discarded-result]
  }
  void never() { weight.relu(); }
};
// helpers
void useLayer(Layer<int> a, Layer<double> b) {
  a.scale(1);
  b.scale(2.0);
  a.shift(1);
}

// speaks: in a template, once for all instances
template <bool Gpu> void place(torch::Tensor t) {
  if constexpr (Gpu)
    t.to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  else
    t.zero_();
}
template void place<true>(torch::Tensor);
template void place<false>(torch::Tensor);

// silent: no instance of a template drops the result of a tensor
template <typename M> void moveModule(M &m) { m->to(torch::kCUDA); }
template void moveModule(torch::nn::Linear &);

template <typename T> T doubled(const T &t) { return t.mul(2); }
template torch::Tensor doubled(const torch::Tensor &);
template <typename F> auto run(F f, torch::Tensor t) { return f(t); }
void useRun(torch::Tensor t) { t = run([](const torch::Tensor &x) { return x.relu(); }, t); }

// silent: dropped in so many words
template <typename... Ts> void moveAll(Ts &...ts) {
  (ts.to(torch::kCUDA), ...);
}
template <typename T> void ignore(T t) { static_cast<void>(t.add(1)); }
template void ignore(torch::Tensor);
// helpers
void useMoveAll(torch::Tensor a, torch::Tensor b) { moveAll(a, b); }

// A generic lambda is one, too.
// speaks: in a template, once for all instances
void genericLambda(torch::Tensor t, double d) {
  auto f = [](auto x, auto by) {
    x.mul(by);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'mul' is dropped; 'x' keeps its values [torch-discarded-result]
    x.zero_();
  };
  f(t, 1);
  f(t, d);
}
