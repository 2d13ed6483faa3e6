// RUN: %check_torch_tidy %s torch-factory-options
// Factories whose result is converted, and tensors whose dtype and device the function has asked for.
#include <torch/torch.h>

using torch::Tensor;

// silent: the result is converted to what the tensor is
Tensor l(const Tensor &x) { return torch::zeros(x.sizes()).to(x); }
Tensor m(const Tensor &x) { auto m = torch::zeros(x.sizes()); m = m.to(x.options()); return m; }
Tensor n(const Tensor &x) { auto t = torch::zeros(x.sizes()); return t.to(x.device(), x.scalar_type()); }
// silent: it is there already
Tensor k() { return torch::zeros({3}).to(torch::kCPU); }
Tensor kept() { return torch::ones({3}).to(torch::Device("cpu")); }
// silent: the function asks what the tensor is
Tensor o(const Tensor &x) { TORCH_CHECK(x.device().is_cpu() && x.scalar_type() == torch::kFloat32); return torch::zeros(x.sizes()); }
Tensor compared(const Tensor &x) { TORCH_CHECK(x.is_cpu()); TORCH_CHECK(x.dtype() == torch::kFloat32); return torch::zeros(x.sizes()); }
// speaks: moved, without a fix where the factory's options hold only there
Tensor i(torch::Device d) { return torch::zeros({3}, torch::TensorOptions().pinned_memory(true)).to(d); } // no fix
// CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
Tensor j(torch::Device d) { return torch::zeros({3}, torch::requires_grad()).to(d); } // no fix
// CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'zeros' makes the tensor on the CPU, and 'to' copies it to the device [torch-factory-options]
