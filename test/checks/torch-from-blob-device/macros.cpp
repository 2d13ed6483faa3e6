// RUN: %check_torch_tidy %s torch-from-blob-device
// Macros: no edit of text that others share.
#include <torch/torch.h>
#include <vector>

extern "C" int cudaMalloc(void **p, size_t n);
extern "C" int cudaMallocHost(void **p, size_t n);
using torch::Tensor;
#define WRAP(v) torch::from_blob(v.data(), {2}, torch::kCUDA)
#define CHECKED(x) (x)
#define GPU torch::kCUDA
#define DEVICE(i) torch::Device(torch::kCUDA, i)
#define CUDA_TRY(x) if ((x) != 0) throw 1
#define OPTIONS torch::dtype(torch::kFloat32).device(torch::kCUDA)
#define TO_GPU(t) t.to(torch::kCUDA)

// speaks: written by a macro
Tensor macro(std::vector<float> &v) { return WRAP(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-11]]:17: note: expanded from macro 'WRAP'
Tensor constant(std::vector<float> &v) { return torch::from_blob(v.data(), {2}, GPU); }
// CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
Tensor options(std::vector<float> &v) { return torch::from_blob(v.data(), {2}, OPTIONS); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
// speaks: an argument of a macro
Tensor argument(std::vector<float> &v) { return CHECKED(torch::from_blob(v.data(), {2}, torch::kCUDA)); }
// CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'from_blob' is told the device is CUDA, but 'v' is host memory [torch-from-blob-device]
void allocated() { float *p; CUDA_TRY(cudaMalloc((void **)&p, 8)); auto t = torch::from_blob(p, {2}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:77: warning: 'from_blob' is not told the device, but 'p' is CUDA memory [torch-from-blob-device]
// CHECK-NOTES: :[[@LINE-2]]:77: note: say where it is: 'torch::kCUDA'
// CHECK-SUGGESTED: void allocated() { float *p; CUDA_TRY(cudaMalloc((void **)&p, 8)); auto t = torch::from_blob(p, {2}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); }

// silent: a macro allocates where the options say
void allocatedThere() { float *p; CUDA_TRY(cudaMalloc((void **)&p, 8)); auto t = torch::from_blob(p, {2}, OPTIONS); }
void pinned() { float *p; CUDA_TRY(cudaMallocHost((void **)&p, 8)); auto t = torch::from_blob(p, {2}, torch::kFloat32); }
// silent: a macro moves the tensor after it was made
Tensor moved(std::vector<float> &v) { return TO_GPU(torch::from_blob(v.data(), {2}, torch::kFloat32)); }
Tensor movedLater(std::vector<float> &v) { auto t = torch::from_blob(v.data(), {2}, torch::kFloat32); return TO_GPU(t); }
