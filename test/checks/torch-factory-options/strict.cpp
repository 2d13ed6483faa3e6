// RUN: %check_torch_tidy %s torch-factory-options --level=strict
// Random numbers that are moved: on the device they would be others.
#include <torch/torch.h>

// speaks: random numbers that are moved to a device
torch::Tensor random(torch::Device d) { return torch::randn({3}).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'randn' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:48: note: make it right at once: give 'randn' the device
// CHECK-SUGGESTED: torch::Tensor random(torch::Device d) { return torch::randn({3}, torch::dtype(torch::kFloat32).device(d)); }
torch::Tensor permutation(torch::Device d) { return torch::randperm(3).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'randperm' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:53: note: make it right at once: give 'randperm' the device
// CHECK-SUGGESTED: torch::Tensor permutation(torch::Device d) { return torch::randperm(3, torch::dtype(torch::kInt64).device(d)); }
// speaks: random numbers that are converted to a dtype that is not known
torch::Tensor randomOf(torch::ScalarType t) { return torch::randn({3}).to(t); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'randn' makes the tensor with the default dtype, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:54: note: make it right at once: give 'randn' the dtype
// CHECK-SUGGESTED: torch::Tensor randomOf(torch::ScalarType t) { return torch::randn({3}, torch::dtype(t).device(torch::kCPU)); }
torch::Tensor integersOf(const torch::Tensor &x) { return torch::randint(5, {3}).to(x.scalar_type()); }
// CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'randint' makes the tensor as int64, and 'to' converts it [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:59: note: make it right at once: give 'randint' the dtype
// CHECK-SUGGESTED: torch::Tensor integersOf(const torch::Tensor &x) { return torch::randint(5, {3}, torch::dtype(x.scalar_type()).device(torch::kCPU)); }
// silent: random numbers of the device itself
torch::Tensor onDevice(torch::Device d) { return torch::randn({3}, torch::device(d)); }
torch::Tensor otherwise(torch::Device d) { return torch::rand({3}, torch::TensorOptions(d).dtype(torch::kFloat64)); }
