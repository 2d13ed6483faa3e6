// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Floats, and no dtype: what is read hangs on the default dtype.
#include <torch/torch.h>
#include <vector>

// speaks: no dtype, and floats
torch::Tensor plain(float *p) { return torch::from_blob(p, {2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor plain(float *p) { return torch::from_blob(p, {2, 3}, torch::kFloat32); }
torch::Tensor vector(std::vector<float> &v) { return torch::from_blob(v.data(), {(int64_t)v.size()}); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'from_blob' has no dtype; it reads 'v' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor vector(std::vector<float> &v) { return torch::from_blob(v.data(), {(int64_t)v.size()}, torch::kFloat32); }
torch::Tensor options(float *p) { return torch::from_blob(p, {2}, torch::TensorOptions().device(torch::kCPU)); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor options(float *p) { return torch::from_blob(p, {2}, torch::TensorOptions().device(torch::kCPU).dtype(torch::kFloat32)); }
torch::Tensor freeFunction(float *p) { return torch::from_blob(p, {2}, torch::requires_grad(false)); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor freeFunction(float *p) { return torch::from_blob(p, {2}, torch::requires_grad(false).dtype(torch::kFloat32)); }
torch::Tensor bare(float *p) { return torch::from_blob(p, {2}, torch::kCPU); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor bare(float *p) { return torch::from_blob(p, {2}, torch::device(torch::kCPU).dtype(torch::kFloat32)); }
torch::Tensor strides(float *p) { return torch::from_blob(p, {2, 3}, {1, 2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor strides(float *p) { return torch::from_blob(p, {2, 3}, {1, 2}, torch::kFloat32); }
torch::Tensor deleter(float *p) { return torch::from_blob(p, {2}, [](void *q) { delete[] static_cast<float *>(q); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor deleter(float *p) { return torch::from_blob(p, {2}, [](void *q) { delete[] static_cast<float *>(q); }, torch::kFloat32); }
torch::Tensor variable(float *p) { auto o = torch::device(torch::kCPU); return torch::from_blob(p, {2}, o); }
// CHECK-MESSAGES: :[[@LINE-1]]:80: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor variable(float *p) { auto o = torch::device(torch::kCPU); return torch::from_blob(p, {2}, o.dtype(torch::kFloat32)); }
torch::Tensor ternary(float *p, bool b) { return torch::from_blob(p, {2}, b ? torch::device(torch::kCPU) : torch::requires_grad(false)); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor ternary(float *p, bool b) { return torch::from_blob(p, {2}, (b ? torch::device(torch::kCPU) : torch::requires_grad(false)).dtype(torch::kFloat32)); }
namespace th = torch;
torch::Tensor alias(float *p) { return th::from_blob(p, {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor alias(float *p) { return th::from_blob(p, {2}, th::kFloat32); }
torch::Tensor atNamespace(float *p) { return at::from_blob(p, {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'from_blob' has no dtype; it reads 'p' as whatever the default dtype is [torch-from-blob-dtype]
// CHECK-FIXES: torch::Tensor atNamespace(float *p) { return at::from_blob(p, {2}, at::kFloat); }
