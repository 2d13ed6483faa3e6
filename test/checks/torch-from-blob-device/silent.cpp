// RUN: %check_torch_tidy %s torch-from-blob-device
// Each function is silent for one reason.
#include <memory>
#include <torch/torch.h>
#include <vector>

extern "C" int cudaMalloc(void **p, size_t n);
extern "C" int cudaMallocHost(void **p, size_t n);
extern "C" int cudaHostAlloc(void **p, size_t n, unsigned flags);
extern "C" int cudaMallocManaged(void **p, size_t n);
extern "C" int cudaHostRegister(void *p, size_t n, unsigned flags);
using torch::Tensor;
void foreign(void *p);
void *foreignMemory();

// silent: the device is right
Tensor host(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::kCPU); }
Tensor noDevice(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::kFloat32); }
void device() { void *p; cudaMalloc(&p, 24); auto t = torch::from_blob(p, {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); }
Tensor copied(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::kFloat32).to(torch::kCUDA); }
void tensor() { auto x = torch::zeros({6}, torch::kCUDA); auto t = torch::from_blob(x.data_ptr(), {6}, x.options()); }
// silent: nobody knows where the memory is
Tensor pointer(float *p) { return torch::from_blob(p, {6}, torch::kCUDA); }
Tensor pointerCpu(float *p) { return torch::from_blob(p, {6}, torch::kFloat32); }
Tensor opaque() { return torch::from_blob(foreignMemory(), {6}, torch::kCUDA); }
Tensor ofTensor(Tensor x) { return torch::from_blob(x.data_ptr(), {6}, torch::kCUDA); }
struct View { float *data(); };
Tensor view(View v) { return torch::from_blob(v.data(), {6}, torch::kCUDA); }
template <class T> struct PinnedAllocator { using value_type = T; T *allocate(size_t n); void deallocate(T *, size_t); };
Tensor ownAllocator(std::vector<float, PinnedAllocator<float>> &v) { return torch::from_blob(v.data(), {6}, torch::kCUDA); }
// silent: pinned or managed memory, for which either side is right
void pinned() { void *p; cudaMallocHost(&p, 24); auto t = torch::from_blob(p, {6}, torch::kCUDA); auto u = torch::from_blob(p, {6}, torch::kFloat32); }
void hostAlloc() { void *p; cudaHostAlloc(&p, 24, 0); auto t = torch::from_blob(p, {6}, torch::kCUDA); }
void managed() { void *p; cudaMallocManaged(&p, 24); auto t = torch::from_blob(p, {6}, torch::kCUDA); auto u = torch::from_blob(p, {6}); }
// silent: the address went to another function first
void registered() { std::vector<float> v(6); cudaHostRegister(v.data(), 24, 0); auto t = torch::from_blob(v.data(), {6}, torch::kCUDA); }
void known() { std::vector<float> v(6); foreign(v.data()); auto t = torch::from_blob(v.data(), {6}, torch::kCUDA); }
void pinnedThen() { std::vector<float> v(6); foreign(v.data()); auto t = torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).pinned_memory(true)); }
// silent: the device is known only at run time
Tensor parameter(std::vector<float> &v, torch::Device d) { return torch::from_blob(v.data(), {6}, torch::device(d)); }
Tensor options(std::vector<float> &v, torch::TensorOptions o) { return torch::from_blob(v.data(), {6}, o); }
Tensor available(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::cuda::is_available() ? torch::kCUDA : torch::kCPU); }
// silent: different on different paths
void oneBranch(bool b) { void *p = nullptr; if (b) cudaMalloc(&p, 24); else p = std::malloc(24); auto t = torch::from_blob(p, {6}, torch::kFloat32); }
Tensor oneDevice(std::vector<float> &v, bool b) { auto o = torch::dtype(torch::kFloat32); if (b) o = o.device(torch::kCUDA); return torch::from_blob(v.data(), {6}, o); }
// silent: another device than CPU and CUDA
Tensor mps(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::kMPS); }
Tensor meta(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).device(torch::kXLA)); }
