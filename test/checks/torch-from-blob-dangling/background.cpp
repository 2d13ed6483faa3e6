// RUN: %check_torch_tidy %s torch-from-blob-dangling --level=strict
// Copies in the background, from pinned memory that is freed before anything waits.
#include <torch/torch.h>

extern "C" int cudaMallocHost(void **p, size_t n);
extern "C" int cudaMallocManaged(void **p, size_t n, unsigned flags);
extern "C" int cudaFreeHost(void *p);
extern "C" int cudaFree(void *p);
extern "C" int cudaDeviceSynchronize();
using torch::Tensor;

Tensor freed() {
  float *p;
  cudaMallocHost((void **)&p, 24);
  auto t = torch::from_blob(p, {6}, torch::kFloat32).to(torch::kCUDA, /*non_blocking=*/true);
  // CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'p' is freed while the copy to the device may still read it [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE+1]]:3: note: 'cudaFreeHost' is here, and nothing waits before
  cudaFreeHost(p);
  return t;
}
Tensor onOnePath(bool wait) {
  float *p;
  cudaMallocManaged((void **)&p, 24, 1);
  auto borrowed = torch::from_blob(p, {6}, torch::kFloat32);
  auto t = borrowed.to(torch::kCUDA, torch::kFloat32, /*non_blocking=*/true);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'p' is freed while the copy to the device may still read it [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE+3]]:3: note: 'cudaFree' is here, and nothing waits before
  if (wait)
    cudaDeviceSynchronize();
  cudaFree(p);
  return t;
}

// Silent: something waits, or nothing runs in the background.
Tensor waits() {
  float *p;
  cudaMallocHost((void **)&p, 24);
  auto t = torch::from_blob(p, {6}, torch::kFloat32).to(torch::kCUDA, /*non_blocking=*/true);
  cudaDeviceSynchronize();
  cudaFreeHost(p);
  return t;
}
Tensor waitsForNumber() {
  float *p;
  cudaMallocHost((void **)&p, 24);
  auto t = torch::from_blob(p, {6}, torch::kFloat32).to(torch::kCUDA, /*non_blocking=*/true);
  t.sum().item<float>();
  cudaFreeHost(p);
  return t;
}
Tensor blocking() {
  float *p;
  cudaMallocHost((void **)&p, 24);
  auto t = torch::from_blob(p, {6}, torch::kFloat32).to(torch::kCUDA);
  cudaFreeHost(p);
  return t;
}
// Silent: pageable memory is read before the call returns.
Tensor pageable() {
  auto *p = static_cast<float *>(std::malloc(24));
  auto t = torch::from_blob(p, {6}, torch::kFloat32).to(torch::kCUDA, /*non_blocking=*/true);
  std::free(p);
  return t;
}
