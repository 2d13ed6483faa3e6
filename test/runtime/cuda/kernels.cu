// Memory that kernels fill and tensors over it, as a file for nvcc has them. Every function is called on a machine with a GPU; what it
// returns is read there, on the device that the tensor names. Without facts of that a fixture is not judged.
#include "cuda_api.h"

#include <torch/torch.h>

#include <stdexcept>
#include <vector>

#define CUDA_CHECK(call)                                                                                               \
  do {                                                                                                                 \
    cudaError_t status = (call);                                                                                       \
    if (status != cudaSuccess)                                                                                         \
      throw std::runtime_error(cudaGetErrorString(status));                                                            \
  } while (0)

constexpr int Count = 24;
const auto Floats = torch::TensorOptions().dtype(torch::kFloat32);

template <typename T> __global__ void ramp(T *out, int count) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < count)
    out[i] = static_cast<T>(i);
}

__global__ void scale(float *values, float by, int count) {
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x)
    values[i] *= by;
}

__device__ float table[Count];

// --- device memory

torch::Tensor rampOnTheDevice() {
  float *values = nullptr;
  cudaMalloc(&values, Count * sizeof(float));
  ramp<<<1, 32>>>(values, Count);
  return torch::from_blob(values, {Count}, Floats.device(torch::kCUDA));
}

torch::Tensor rampWithoutDevice() {
  float *values = nullptr;
  cudaMalloc(&values, Count * sizeof(float));
  ramp<<<1, 32>>>(values, Count);
  cudaDeviceSynchronize();
  return torch::from_blob(values, {Count}, Floats);
}

torch::Tensor checkedRampWithoutDevice() {
  float *values = nullptr;
  CUDA_CHECK(cudaMalloc(&values, Count * sizeof(float)));
  ramp<float><<<dim3(2), dim3(16)>>>(values, Count);
  CUDA_CHECK(cudaGetLastError());
  return torch::from_blob(values, {4, 6}, torch::kFloat32);
}

torch::Tensor checkedRampOnAStream() {
  cudaStream_t stream;
  CUDA_CHECK(cudaStreamCreate(&stream));
  float *values = nullptr;
  CUDA_CHECK(cudaMalloc(&values, Count * sizeof(float)));
  ramp<<<1, 32, 0, stream>>>(values, Count);
  CUDA_CHECK(cudaStreamSynchronize(stream));
  CUDA_CHECK(cudaStreamDestroy(stream));
  return torch::from_blob(values, {4, 6}, Floats.device(torch::kCUDA, 0));
}

template <typename T> static T *rampOf(int count) {
  T *values = nullptr;
  CUDA_CHECK(cudaMalloc(&values, count * sizeof(T)));
  ramp<<<(count + 31) / 32, 32>>>(values, count);
  return values;
}

torch::Tensor rampOfAHelperWithoutDevice() {
  return torch::from_blob(rampOf<float>(Count), {Count}, Floats);
}

torch::Tensor rampOfAHelperOnTheDevice() {
  auto options = torch::TensorOptions().dtype(torch::kFloat64).device(torch::kCUDA);
  return torch::from_blob(rampOf<double>(Count), {Count}, options);
}

torch::Tensor tableOnTheDevice() {
  void *there = nullptr;
  CUDA_CHECK(cudaGetSymbolAddress(&there, table));
  return torch::from_blob(there, {Count}, Floats.device(torch::kCUDA));
}

// --- host memory

torch::Tensor hostSamplesToldCuda() {
  std::vector<float> samples(Count, 1.f);
  auto t = torch::from_blob(samples.data(), {Count}, Floats.device(torch::kCUDA)).clone();
  scale<<<1, 32>>>(t.data_ptr<float>(), 2.f, Count);
  return t;
}

torch::Tensor hostSamplesMoved() {
  std::vector<float> samples(Count, 1.f);
  auto t = torch::from_blob(samples.data(), {Count}, Floats).to(torch::kCUDA);
  scale<<<1, 32>>>(t.data_ptr<float>(), 2.f, Count);
  return t;
}

torch::Tensor resultCopiedBack() {
  float *values = rampOf<float>(Count);
  std::vector<float> samples(Count);
  CUDA_CHECK(cudaMemcpy(samples.data(), values, Count * sizeof(float), cudaMemcpyDeviceToHost));
  CUDA_CHECK(cudaFree(values));
  return torch::from_blob(samples.data(), {Count}, Floats).clone();
}

// --- memory of both

torch::Tensor managedRampOnTheHost() {
  float *both = nullptr;
  CUDA_CHECK(cudaMallocManaged(&both, Count * sizeof(float)));
  ramp<<<1, 32>>>(both, Count);
  CUDA_CHECK(cudaDeviceSynchronize());
  return torch::from_blob(both, {Count}, Floats);
}

torch::Tensor managedRampOnTheDevice() {
  float *both = nullptr;
  CUDA_CHECK(cudaMallocManaged(&both, Count * sizeof(float)));
  ramp<<<1, 32>>>(both, Count);
  return torch::from_blob(both, {Count}, Floats.device(torch::kCUDA));
}

torch::Tensor pinnedStaging() {
  float *values = rampOf<float>(Count), *pinned = nullptr;
  CUDA_CHECK(cudaMallocHost(&pinned, Count * sizeof(float)));
  CUDA_CHECK(cudaMemcpy(pinned, values, Count * sizeof(float), cudaMemcpyDeviceToHost));
  CUDA_CHECK(cudaFree(values));
  return torch::from_blob(pinned, {Count}, Floats);
}

torch::Tensor pinnedToldCuda() {
  float *pinned = nullptr;
  CUDA_CHECK(cudaHostAlloc(&pinned, Count * sizeof(float), cudaHostAllocMapped));
  scale<<<1, 32>>>(pinned, 2.f, Count);
  return torch::from_blob(pinned, {Count}, Floats.device(torch::kCUDA));
}
