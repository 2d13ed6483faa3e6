// RUN: %check_torch_tidy %s torch-factory-options
// Templates: one finding for all instantiations, and no edit of text that they share.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
// speaks: in a template, once for all instances
template <class T> Tensor make(const Tensor &x, T v) { return torch::full(x.sizes(), v); }
// CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'full' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
template <class T> Tensor grow(const Tensor &x) { auto t = torch::zeros({x.size(0), 1}); return torch::matmul(x, t); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
template <class T> struct Layer {
  Tensor weight;
  Tensor mask() const { return torch::ones(weight.sizes()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'ones' takes its sizes from 'weight', but not its dtype and device [torch-factory-options]
};

// silent: each instance of a template is given options
template <class T> Tensor right(const Tensor &x, T v) { return torch::full(x.sizes(), v, x.options()); }
template <class T> Tensor typed(const Tensor &x) { return torch::zeros(x.sizes(), torch::CppTypeToScalarType<T>::value); }
template <class... O> Tensor forwarded(const Tensor &x, O &&...o) { return torch::zeros(x.sizes(), std::forward<O>(o)...); }

// silent: the code of a template that nobody uses
template <class T> Tensor unused(const T &x) { return torch::zeros(x.sizes()); }
template <class T> struct Unused {
  Tensor make(const Tensor &x) { return torch::zeros(x.sizes()); }
};

// helpers
void instances(const Tensor &x, Layer<float> &a, Layer<double> &b) {
  make(x, 1.f); make(x, 1.0); grow<float>(x); grow<double>(x); a.mask(); b.mask();
  right(x, 1.f); right(x, 1.0); typed<float>(x); typed<int>(x); forwarded(x, x.options()); forwarded(x, torch::kFloat64);
}
