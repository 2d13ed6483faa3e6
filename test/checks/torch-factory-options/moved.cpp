// RUN: %check_torch_tidy %s torch-factory-options
// Made in the wrong place first.
#include <torch/torch.h>

using torch::Tensor;
// speaks: made on the CPU, then copied to the device
Tensor device(torch::Device d) { return torch::zeros({3}).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor device(torch::Device d) { return torch::zeros({3}, d); }
Tensor constant() { return torch::ones({3}).to(torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'ones' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor constant() { return torch::ones({3}, torch::kCUDA); }
Tensor cuda() { return torch::empty({3}).cuda(); }
// CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'empty' makes the tensor on the CPU, and 'cuda' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor cuda() { return torch::empty({3}, torch::kCUDA); }
Tensor string() { return torch::zeros({3}).to("cuda:0"); }
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor string() { return torch::zeros({3}, torch::Device("cuda:0")); }
Tensor withDtype(torch::Device d) { return torch::zeros({3}, torch::kFloat64).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor withDtype(torch::Device d) { return torch::zeros({3}, torch::dtype(torch::kFloat64).device(d)); }
Tensor withOptions(torch::Device d) { return torch::zeros({3}, torch::TensorOptions().dtype(torch::kFloat64)).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor withOptions(torch::Device d) { return torch::zeros({3}, torch::TensorOptions().dtype(torch::kFloat64).device(d)); }
Tensor arange(torch::Device d) { return torch::arange(10).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'arange' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor arange(torch::Device d) { return torch::arange(10, d); }
Tensor eye(torch::Device d) { return torch::eye(10).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:38: warning: 'eye' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor eye(torch::Device d) { return torch::eye(10, d); }
Tensor full(torch::Device d) { return torch::full({3}, 2).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'full' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor full(torch::Device d) { return torch::full({3}, 2, d); }
// speaks: made with the default dtype, then converted
Tensor dtype() { return torch::zeros({3}).to(torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'zeros' makes the tensor with the default dtype, and 'to' converts it [torch-factory-options]
// CHECK-FIXES: Tensor dtype() { return torch::zeros({3}, torch::kFloat64); }
Tensor dtypeVariable(torch::ScalarType t) { return torch::ones({3}).to(t); }
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'ones' makes the tensor with the default dtype, and 'to' converts it [torch-factory-options]
// CHECK-FIXES: Tensor dtypeVariable(torch::ScalarType t) { return torch::ones({3}, t); }
Tensor dtypeFull() { return torch::full({3}, 2).to(torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'full' makes the tensor as int64, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:29: note: make it right at once: give 'full' the dtype
// CHECK-SUGGESTED: Tensor dtypeFull() { return torch::full({3}, 2, torch::kFloat64); }
Tensor dtypeWithDevice() { return torch::zeros({3}, torch::kCUDA).to(torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'zeros' makes the tensor with the default dtype, and 'to' converts it [torch-factory-options]
// CHECK-FIXES: Tensor dtypeWithDevice() { return torch::zeros({3}, torch::device(torch::kCUDA).dtype(torch::kFloat64)); }
// speaks: made on the CPU, then copied to the device
Tensor ofTensor(const Tensor &x) { return torch::zeros({3}).to(x.device()); }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor ofTensor(const Tensor &x) { return torch::zeros({3}, x.device()); }
Tensor member(const Tensor &x) { auto t = torch::zeros({3, 4}).to(x.device()); return t; }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor member(const Tensor &x) { auto t = torch::zeros({3, 4}, x.device()); return t; }
Tensor sized(const Tensor &x) { return torch::zeros(x.sizes()).to(x.device()); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-FIXES: Tensor sized(const Tensor &x) { return torch::zeros(x.sizes(), x.device()); }
// speaks: made as what such a factory makes, then converted
Tensor integers() { return torch::randint(0, 5, {3}).to(torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'randint' makes the tensor as int64, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:28: note: make it right at once: give 'randint' the dtype
// CHECK-SUGGESTED: Tensor integers() { return torch::randint(0, 5, {3}, torch::kFloat32); }
Tensor options() { return torch::randint(0, 5, {3}, torch::device(torch::kCPU)).to(torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'randint' makes the tensor with the default dtype, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:27: note: make it right at once: give 'randint' the dtype
// CHECK-SUGGESTED: Tensor options() { return torch::randint(0, 5, {3}, torch::device(torch::kCPU).dtype(torch::kFloat64)); }
Tensor ofItsNumber(const at::Scalar &s) { return torch::full({3}, s).to(torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'full' makes the tensor with the dtype of its arguments, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:50: note: make it right at once: give 'full' the dtype
// CHECK-SUGGESTED: Tensor ofItsNumber(const at::Scalar &s) { return torch::full({3}, s, torch::kFloat64); }
// silent: it has that dtype
Tensor already() { return torch::randint(0, 5, {3}).to(torch::kInt64); }
Tensor alreadyToo() { return torch::arange(5).to(torch::kLong); }
// speaks: made with the default dtype, then converted
Tensor halves() { return torch::randn({3}).to(torch::kHalf); }
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'randn' makes the tensor with the default dtype, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:26: note: make it right at once: give 'randn' the dtype
// CHECK-SUGGESTED: Tensor halves() { return torch::randn({3}, torch::kHalf); }
Tensor smallIntegers(torch::Device d) { return torch::randint(1, 10, {3}, d).to(torch::kInt32); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'randint' makes the tensor with the default dtype, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:48: note: make it right at once: give 'randint' the dtype
// CHECK-SUGGESTED: Tensor smallIntegers(torch::Device d) { return torch::randint(1, 10, {3}, torch::device(d).dtype(torch::kInt32)); }
Tensor doubles() { return torch::arange(0.0, 1.0, 0.1).to(torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'arange' makes the tensor with the default dtype, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:27: note: make it right at once: give 'arange' the dtype
// CHECK-SUGGESTED: Tensor doubles() { return torch::arange(0.0, 1.0, 0.1, torch::kFloat64); }
// speaks: made as what such a factory makes, then converted
Tensor indices() { return torch::arange(2, 8).to(torch::kInt32); }
// CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'arange' makes the tensor as int64, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:27: note: make it right at once: give 'arange' the dtype
// CHECK-SUGGESTED: Tensor indices() { return torch::arange(2, 8, torch::kInt32); }
Tensor filled() { return torch::full({1}, -1).to(torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'full' makes the tensor as int64, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:26: note: make it right at once: give 'full' the dtype
// CHECK-SUGGESTED: Tensor filled() { return torch::full({1}, -1, torch::kFloat64); }
