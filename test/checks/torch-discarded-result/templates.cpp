// RUN: %check_torch_tidy %s torch-discarded-result
#include <torch/torch.h>

#include <vector>

// One finding, however many instances; no suggestion, since the text serves them all.
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
void useAnyKind(torch::Tensor t) { anyKind(t); }

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
void useLayer(Layer<int> a, Layer<double> b) {
  a.scale(1);
  b.scale(2.0);
  a.shift(1);
}

template <bool Gpu> void place(torch::Tensor t) {
  if constexpr (Gpu)
    t.to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  else
    t.zero_();
}
template void place<true>(torch::Tensor);
template void place<false>(torch::Tensor);

// Nothing is moved on the processor either way: the instance for modules has nothing to report.
template <typename M> void moveModule(M &m) { m->to(torch::kCUDA); }
template void moveModule(torch::nn::Linear &);

template <typename... Ts> void moveAll(Ts &...ts) {
  (ts.to(torch::kCUDA), ...);
}
void useMoveAll(torch::Tensor a, torch::Tensor b) { moveAll(a, b); }

// Not a template, but an instance of one: a generic lambda.
void genericLambda(torch::Tensor t, double d) {
  auto f = [](auto x, auto by) {
    x.mul(by);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'mul' is dropped; 'x' keeps its values [torch-discarded-result]
    x.zero_();
  };
  f(t, 1);
  f(t, d);
}
