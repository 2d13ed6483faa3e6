// RUN: %check_torch_tidy %s torch-factory-options
// Templates: one finding for all instantiations. Macros: no edit of text that others share.
#include <torch/torch.h>

using torch::Tensor;
template <class T> Tensor make(const Tensor &x, T v) { return torch::full(x.sizes(), v); }
// CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'full' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
void instances(const Tensor &x) { make(x, 1.f); make(x, 1.0); }
template <class T> Tensor right(const Tensor &x, T v) { return torch::full(x.sizes(), v, x.options()); }
void rights(const Tensor &x) { right(x, 1.f); right(x, 1.0); }

#define ZEROS(x) torch::zeros(x.sizes())
Tensor macro(const Tensor &x) { return ZEROS(x); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-NOTES: :[[@LINE-3]]:18: note: expanded from macro 'ZEROS'
#define CHECKED(x) (x)
Tensor argument(const Tensor &x) { return CHECKED(torch::zeros(x.sizes())); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
Tensor moved(torch::Device d) { return CHECKED(torch::zeros({3}).to(d)); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
