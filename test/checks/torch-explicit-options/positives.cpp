// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// Factories and borrows that leave out a dtype or a device.
#include <torch/torch.h>
#include <vector>

namespace th = torch;

// speaks: neither is given
torch::Tensor zeros() { return torch::zeros({2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'zeros' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor zeros() { return torch::zeros({2, 3}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor aliased() { return th::ones({2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'ones' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor aliased() { return th::ones({2}, th::dtype(th::kFloat32).device(th::kCPU)); }
torch::Tensor oldName() { return at::rand({2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'rand' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor oldName() { return at::rand({2}, at::dtype(at::kFloat).device(at::kCPU)); }
// speaks: only one of them is given
torch::Tensor onlyDtype() { return torch::empty({2}, torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'empty' is given no device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor onlyDtype() { return torch::empty({2}, torch::dtype(torch::kFloat64).device(torch::kCPU)); }
torch::Tensor onlyDevice(torch::Device d) { return torch::randn({2}, d); }
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'randn' is given no dtype [torch-explicit-options]
// CHECK-FIXES: torch::Tensor onlyDevice(torch::Device d) { return torch::randn({2}, torch::device(d).dtype(torch::kFloat32)); }
torch::Tensor onWhichGpu(int64_t i) { return torch::ones({2}, torch::Device(torch::kCUDA, i)); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'ones' is given no dtype [torch-explicit-options]
// CHECK-FIXES: torch::Tensor onWhichGpu(int64_t i) { return torch::ones({2}, torch::device(torch::Device(torch::kCUDA, i)).dtype(torch::kFloat32)); }
// speaks: options leave one or both out
torch::Tensor onlyDtypeInOptions() { return torch::zeros({2}, torch::dtype(torch::kInt32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'zeros' is given no device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor onlyDtypeInOptions() { return torch::zeros({2}, torch::dtype(torch::kInt32).device(torch::kCPU)); }
torch::Tensor onlyDeviceInOptions() { return torch::zeros({2}, torch::TensorOptions().device(torch::kCUDA, 1)); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'zeros' is given no dtype [torch-explicit-options]
// CHECK-FIXES: torch::Tensor onlyDeviceInOptions() { return torch::zeros({2}, torch::TensorOptions().device(torch::kCUDA, 1).dtype(torch::kFloat32)); }
torch::Tensor otherOptions() { return torch::zeros({2}, torch::requires_grad()); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'zeros' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor otherOptions() { return torch::zeros({2}, torch::requires_grad().dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor emptyOptions() { return torch::zeros({2}, torch::TensorOptions()); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'zeros' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor emptyOptions() { return torch::zeros({2}, torch::TensorOptions().dtype(torch::kFloat32).device(torch::kCPU)); }

// speaks: a factory with a dtype of its own, which is spelled
torch::Tensor fullOfIntegers() { return torch::full({2}, 7); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'full' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor fullOfIntegers() { return torch::full({2}, 7, torch::dtype(torch::kInt64).device(torch::kCPU)); }
torch::Tensor fullOfFloats() { return torch::full({2}, 0.5); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'full' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor fullOfFloats() { return torch::full({2}, 0.5, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor fullOfBooleans() { return torch::full({2}, true); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'full' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor fullOfBooleans() { return torch::full({2}, true, torch::dtype(torch::kBool).device(torch::kCPU)); }
torch::Tensor rangeOfIntegers(int n) { return torch::arange(n); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'arange' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor rangeOfIntegers(int n) { return torch::arange(n, torch::dtype(torch::kInt64).device(torch::kCPU)); }
torch::Tensor rangeOfFloats() { return torch::arange(0, 1, 0.1); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'arange' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor rangeOfFloats() { return torch::arange(0, 1, 0.1, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor dice() { return torch::randint(6, {10}); }
// CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'randint' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor dice() { return torch::randint(6, {10}, torch::dtype(torch::kInt64).device(torch::kCPU)); }
torch::Tensor order(int64_t n) { return torch::randperm(n); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'randperm' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor order(int64_t n) { return torch::randperm(n, torch::dtype(torch::kInt64).device(torch::kCPU)); }
torch::Tensor line() { return torch::linspace(0, 1, 11); }
// CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'linspace' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor line() { return torch::linspace(0, 1, 11, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor identity() { return torch::eye(3); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'eye' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor identity() { return torch::eye(3, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
// speaks: what would be spelled is not known, or has no place
torch::Tensor unknownNumber(const at::Scalar &s) { return torch::full({2}, s); }
// CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'full' is given no dtype and device [torch-explicit-options]
torch::Tensor below(int n) { return torch::tril_indices(n, n); }
// CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'tril_indices' is given no dtype and device [torch-explicit-options]
// speaks: a factory with a dtype of its own, which is spelled
torch::Tensor belowWithOffset(int n) { return torch::tril_indices(n, n, 1); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'tril_indices' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor belowWithOffset(int n) { return torch::tril_indices(n, n, 1, torch::dtype(torch::kInt64).device(torch::kCPU)); }

// speaks: values whose type is not spelled
torch::Tensor numbers() { return torch::tensor({1, 2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'tensor' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor numbers() { return torch::tensor({1, 2, 3}, torch::dtype(torch::kInt64).device(torch::kCPU)); }
torch::Tensor rows() { return torch::tensor({{1.0, 2.0}, {3.0, 4.0}}); }
// CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'tensor' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor rows() { return torch::tensor({{1.0, 2.0}, {3.0, 4.0}}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor ofVector(const std::vector<int32_t> &v) { return torch::tensor(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:64: warning: 'tensor' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor ofVector(const std::vector<int32_t> &v) { return torch::tensor(v, torch::dtype(torch::kInt64).device(torch::kCPU)); }
torch::Tensor ofBytes(const std::vector<uint8_t> &v) { return torch::tensor(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'tensor' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor ofBytes(const std::vector<uint8_t> &v) { return torch::tensor(v, torch::dtype(torch::kUInt8).device(torch::kCPU)); }
torch::Tensor withDtype(const std::vector<double> &v) { return torch::tensor(v, torch::kFloat64); }
// CHECK-MESSAGES: :[[@LINE-1]]:64: warning: 'tensor' is given no device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor withDtype(const std::vector<double> &v) { return torch::tensor(v, torch::dtype(torch::kFloat64).device(torch::kCPU)); }

// speaks: options leave one or both out
torch::Tensor throughVariable() {
  auto options = torch::TensorOptions().dtype(torch::kFloat16);
  return torch::zeros({2}, options);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'zeros' is given no device [torch-explicit-options]
  // CHECK-FIXES: return torch::zeros({2}, options.device(torch::kCPU));
}
torch::Tensor eitherArm(bool wide) {
  auto options = wide ? torch::dtype(torch::kFloat64) : torch::dtype(torch::kFloat32);
  return torch::zeros({2}, options);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'zeros' is given no device [torch-explicit-options]
  // CHECK-FIXES: return torch::zeros({2}, options.device(torch::kCPU));
}

// speaks: a borrow without them
torch::Tensor borrowOfBytes(void *p) { return torch::from_blob(p, {2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor borrowOfBytes(void *p) { return torch::from_blob(p, {2, 3}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor borrowWithDtype(float *p) { return torch::from_blob(p, {2, 3}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'from_blob' is given no device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor borrowWithDtype(float *p) { return torch::from_blob(p, {2, 3}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor borrowWithDeleter(void *p) {
  return torch::from_blob(p, {2}, [](void *q) { std::free(q); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'from_blob' is given no dtype and device [torch-explicit-options]
  // CHECK-FIXES: return torch::from_blob(p, {2}, [](void *q) { std::free(q); }, torch::dtype(torch::kFloat32).device(torch::kCPU));
}
torch::Tensor builder(void *p) { return torch::for_blob(p, {2}).make_tensor(); }
// CHECK-MESSAGES: :[[@LINE-1]]:65: warning: 'for_blob' is given no dtype and device [torch-explicit-options]
// CHECK-FIXES: torch::Tensor builder(void *p) { return torch::for_blob(p, {2}).options(torch::dtype(torch::kFloat).device(torch::kCPU)).make_tensor(); }
