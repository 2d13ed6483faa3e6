// RUN: %check_torch_tidy %s torch-factory-options
// Macros: no edit of text that others share.
#include <torch/torch.h>

using torch::Tensor;
#define ZEROS(x) torch::zeros(x.sizes())
#define CHECKED(x) (x)
#define SIZES(x) x.sizes()
#define ZEROS_AS(x) torch::zeros(x.sizes(), x.options())
#define OPTIONS(x) x.options().dtype(torch::kFloat32)
#define RETURN_NEW(x) return torch::empty_like(x)
#define ASSERT(c) if (!(c)) throw 1

// speaks: written by a macro
Tensor macro(const Tensor &x) { return ZEROS(x); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-NOTES: :[[@LINE-11]]:18: note: expanded from macro 'ZEROS'
Tensor sizes(const Tensor &x) { return torch::zeros(SIZES(x)); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// speaks: an argument of a macro
Tensor argument(const Tensor &x) { return CHECKED(torch::zeros(x.sizes())); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
Tensor moved(torch::Device d) { return CHECKED(torch::zeros({3}).to(d)); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]

// silent: a macro gives the options
Tensor likeIt(const Tensor &x) { return ZEROS_AS(x); }
Tensor options(const Tensor &x) { return torch::ones(x.sizes(), OPTIONS(x)); }
Tensor returned(const Tensor &x) { RETURN_NEW(x); }
// silent: a macro that makes no tensor
void asserted(const Tensor &x, const Tensor &y) { ASSERT(x.sizes() == y.sizes()); }
void dimensions(const Tensor &x) { ASSERT(x.dim() == 4 && x.size(1) == 3); }
