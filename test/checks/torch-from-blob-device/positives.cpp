// RUN: %check_torch_tidy %s torch-from-blob-device
// Memory on one side, a device on the other.
#include <array>
#include <memory>
#include <torch/torch.h>
#include <vector>

extern "C" int cudaMalloc(void **p, size_t n);
extern "C" int cudaFree(void *p);
extern "C" int hipMalloc(void **p, size_t n);
#define CUDA_CHECK(x) do { if ((x) != 0) throw 1; } while (0)
using torch::Tensor;
static float *allocated(int n) { float *p = nullptr; cudaMalloc((void **)&p, n * 4); return p; }

// speaks: host memory that is said to be on the GPU
Tensor vector(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:47: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: Tensor vector(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::kCPU).to(torch::kCUDA); }
Tensor options(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::TensorOptions().dtype(torch::kFloat32).device(torch::kCUDA)); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:48: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: Tensor options(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::TensorOptions().dtype(torch::kFloat32).device(torch::kCPU)).to(torch::kCUDA); }
Tensor index(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::device(torch::Device(torch::kCUDA, 1)).dtype(torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:46: note: borrow it where it is, then copy: append '.to(torch::Device(torch::kCUDA, 1))'
// CHECK-SUGGESTED: Tensor index(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::device(torch::kCPU).dtype(torch::kFloat32)).to(torch::Device(torch::kCUDA, 1)); }
Tensor variable(std::vector<float> &v) { auto o = torch::dtype(torch::kFloat32).device("cuda:0"); return torch::from_blob(v.data(), {6}, o); }
// CHECK-MESSAGES: :[[@LINE-1]]:106: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:106: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: Tensor variable(std::vector<float> &v) { auto o = torch::dtype(torch::kFloat32).device("cuda:0"); return torch::from_blob(v.data(), {6}, o.device(torch::kCPU)).to(torch::kCUDA); }
Tensor ofTensor(std::vector<float> &v) { auto x = torch::zeros({6}, torch::kCUDA); return torch::from_blob(v.data(), {6}, x.options()); }
// CHECK-MESSAGES: :[[@LINE-1]]:91: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:91: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: Tensor ofTensor(std::vector<float> &v) { auto x = torch::zeros({6}, torch::kCUDA); return torch::from_blob(v.data(), {6}, x.options().device(torch::kCPU)).to(torch::kCUDA); }
void array() { float a[6] = {}; auto t = torch::from_blob(a, {6}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'from_blob' is told the device is CUDA, but 'a' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:42: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: void array() { float a[6] = {}; auto t = torch::from_blob(a, {6}, torch::kCPU).to(torch::kCUDA); }
void stdArray() { std::array<float, 6> a{}; auto t = torch::from_blob(a.data(), {6}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'from_blob' is told the device is CUDA, but 'a' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:54: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: void stdArray() { std::array<float, 6> a{}; auto t = torch::from_blob(a.data(), {6}, torch::kCPU).to(torch::kCUDA); }
void made() { float *p = new float[6]; auto t = torch::from_blob(p, {6}, torch::kCUDA); delete[] p; }
// CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'from_blob' is told the device is CUDA, but 'p' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:49: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: void made() { float *p = new float[6]; auto t = torch::from_blob(p, {6}, torch::kCPU).to(torch::kCUDA); delete[] p; }
void allocated() { void *p = std::malloc(24); auto t = torch::from_blob(p, {6}, torch::kCUDA); std::free(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'from_blob' is told the device is CUDA, but 'p' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:56: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: void allocated() { void *p = std::malloc(24); auto t = torch::from_blob(p, {6}, torch::kCPU).to(torch::kCUDA); std::free(p); }
void unique() { auto p = std::make_unique<float[]>(6); auto t = torch::from_blob(p.get(), {6}, torch::kCUDA); }
// CHECK-MESSAGES: :[[@LINE-1]]:65: warning: 'from_blob' is told the device is CUDA, but 'p' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:65: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: void unique() { auto p = std::make_unique<float[]>(6); auto t = torch::from_blob(p.get(), {6}, torch::kCPU).to(torch::kCUDA); }
struct Keeper { std::vector<float> v; Tensor get() { return torch::from_blob(v.data(), {6}, torch::kCUDA); } };
// CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:61: note: borrow it where it is, then copy: append '.to(torch::kCUDA)'
// CHECK-SUGGESTED: struct Keeper { std::vector<float> v; Tensor get() { return torch::from_blob(v.data(), {6}, torch::kCPU).to(torch::kCUDA); } };

// speaks: GPU memory that is said to be on the host, or nothing is said
void device() { float *p; cudaMalloc((void **)&p, 24); auto t = torch::from_blob(p, {6}, torch::kFloat32); cudaFree(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:65: warning: 'from_blob' is not told the device, but 'p' is CUDA memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:65: note: say where it is: 'torch::kCUDA'
// CHECK-SUGGESTED: void device() { float *p; cudaMalloc((void **)&p, 24); auto t = torch::from_blob(p, {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); cudaFree(p); }
void noOptions() { float *p; cudaMalloc(reinterpret_cast<void **>(&p), 24); auto t = torch::from_blob(p, {6}); cudaFree(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:86: warning: 'from_blob' is not told the device, but 'p' is CUDA memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:86: note: say where it is: 'torch::kCUDA'
// CHECK-SUGGESTED: void noOptions() { float *p; cudaMalloc(reinterpret_cast<void **>(&p), 24); auto t = torch::from_blob(p, {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); cudaFree(p); }
void checked() { float *p = nullptr; CUDA_CHECK(cudaMalloc((void **)&p, 24)); auto t = torch::from_blob(p, {6}, torch::dtype(torch::kFloat32)); cudaFree(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:88: warning: 'from_blob' is not told the device, but 'p' is CUDA memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:88: note: say where it is: 'torch::kCUDA'
// CHECK-SUGGESTED: void checked() { float *p = nullptr; CUDA_CHECK(cudaMalloc((void **)&p, 24)); auto t = torch::from_blob(p, {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); cudaFree(p); }
void cpu() { void *p; cudaMalloc(&p, 24); auto t = torch::from_blob(p, {6}, torch::dtype(torch::kFloat32).device(torch::kCPU)); cudaFree(p); }
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'from_blob' is told the device is CPU, but 'p' is CUDA memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:52: note: say where it is: 'torch::kCUDA'
// CHECK-SUGGESTED: void cpu() { void *p; cudaMalloc(&p, 24); auto t = torch::from_blob(p, {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); cudaFree(p); }
void hip() { void *p; hipMalloc(&p, 24); auto t = torch::from_blob(p, {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' is not told the device, but 'p' is CUDA memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:51: note: say where it is: 'torch::kCUDA'
// CHECK-SUGGESTED: void hip() { void *p; hipMalloc(&p, 24); auto t = torch::from_blob(p, {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); }
void tensor() { auto x = torch::zeros({6}, torch::kCUDA); auto t = torch::from_blob(x.data_ptr(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: 'from_blob' is not told the device, but 'x' is CUDA memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:68: note: say where it is: 'torch::kCUDA'
// CHECK-SUGGESTED: void tensor() { auto x = torch::zeros({6}, torch::kCUDA); auto t = torch::from_blob(x.data_ptr(), {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); }
void helper(int count) { auto t = torch::from_blob(allocated(count), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'from_blob' is not told the device, but the buffer is CUDA memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:35: note: say where it is: 'torch::kCUDA'
// CHECK-SUGGESTED: void helper(int count) { auto t = torch::from_blob(allocated(count), {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); }

// speaks: memory that is said to be pinned, and is not
void pinned() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).pinned_memory(true)); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' is told that the memory is pinned, but 'v' is not [torch-from-blob-device]
void pinnedArray() { float a[6] = {}; auto t = torch::from_blob(a, {6}, torch::TensorOptions().dtype(torch::kFloat32).pinned_memory(true)); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'from_blob' is told that the memory is pinned, but 'a' is not [torch-from-blob-device]
