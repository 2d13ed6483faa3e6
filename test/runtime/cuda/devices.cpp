// Memory of the GPU, of the host, and of both. Every function is called on a machine with a GPU; what it returns is read there, on
// the device that the tensor names. `facts.json` is what came of that.
#include "cuda_api.h"

#include <torch/torch.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <vector>

constexpr int Count = 24;
const auto Floats = torch::TensorOptions().dtype(torch::kFloat32);

// --- device memory

torch::Tensor frameOnTheDevice() {
  float *frame = nullptr;
  cudaMalloc((void **)&frame, Count * sizeof(float));
  cudaMemset(frame, 0, Count * sizeof(float));
  return torch::from_blob(frame, {Count}, Floats.device(torch::kCUDA));
}

torch::Tensor frameWithoutDevice() {
  float *frame = nullptr;
  cudaMalloc((void **)&frame, Count * sizeof(float));
  return torch::from_blob(frame, {Count}, torch::kFloat32);
}

torch::Tensor frameToldCpu() {
  void *frame = nullptr;
  cudaMalloc(&frame, Count * sizeof(float));
  auto options = torch::TensorOptions(torch::kFloat32).device(torch::kCPU);
  return torch::from_blob(frame, {Count}, options);
}

torch::Tensor frameOfATypedAllocation() {
  float *frame;
  cudaMalloc(reinterpret_cast<void **>(&frame), Count * sizeof(*frame));
  cudaMemset(frame, 0, Count * sizeof(float));
  torch::Device device(torch::kCUDA, 0);
  return torch::from_blob(frame, {4, 6}, Floats.device(device));
}

torch::Tensor frameFromAHelper() {
  float *frame = nullptr;
  deviceAlloc(&frame, Count);
  return torch::from_blob(frame, {Count}, Floats);
}

torch::Tensor frameOfAStream() {
  void *frame = nullptr;
  cudaMallocAsync(&frame, Count * sizeof(float), nullptr);
  return torch::from_blob(frame, {Count}, Floats.device(torch::kCUDA)).zero_();
}

torch::Tensor pitchedRows() {
  void *rows = nullptr;
  size_t pitch = 0;
  cudaMallocPitch(&rows, &pitch, 6 * sizeof(float), 4);
  return torch::from_blob(rows, {4, 6}, {(long)(pitch / sizeof(float)), 1}, Floats);
}

torch::Tensor pointerOfACudaTensor() {
  auto weights = torch::ones({Count}, torch::kCUDA);
  return torch::from_blob(weights.data_ptr<float>(), {Count}, Floats).clone();
}

torch::Tensor pointerOfACudaTensorToldCuda() {
  auto weights = torch::ones({Count}, torch::kCUDA);
  return torch::from_blob(weights.data_ptr<float>(), {Count}, weights.options()).clone();
}

torch::Tensor pointerOfATensorThatWasMoved() {
  auto weights = torch::ones({Count});
  auto there = weights.to(torch::kCUDA);
  return torch::from_blob(weights.data_ptr<float>(), {Count}, Floats).add(there.cpu());
}

// --- host memory

torch::Tensor samplesToldCuda() {
  std::vector<float> samples(Count, 1.f);
  return torch::from_blob(samples.data(), {Count}, Floats.device(torch::kCUDA)).clone();
}

torch::Tensor samplesToldCudaByName() {
  std::array<float, Count> samples{};
  return torch::from_blob(samples.data(), {Count}, Floats.device("cuda:0")).clone();
}

torch::Tensor samplesOfMallocToldCuda() {
  auto *samples = static_cast<float *>(std::malloc(Count * sizeof(float)));
  auto t = torch::from_blob(samples, {Count}, torch::device(torch::kCUDA).dtype(torch::kFloat32)).clone();
  std::free(samples);
  return t;
}

torch::Tensor samplesOfNewToldCuda() {
  std::unique_ptr<float[]> samples(new float[Count]{});
  auto options = torch::TensorOptions().dtype(torch::kFloat32).device(torch::kCUDA);
  return torch::from_blob(samples.get(), {Count}, options).clone();
}

torch::Tensor samplesMoved() {
  std::vector<float> samples(Count, 1.f);
  return torch::from_blob(samples.data(), {Count}, Floats).to(torch::kCUDA);
}

torch::Tensor samplesMovedWithDtype() {
  std::vector<double> samples(Count, 1.);
  return torch::from_blob(samples.data(), {Count}, torch::kFloat64).to(torch::kCUDA, torch::kFloat32);
}

torch::Tensor samplesCopiedByCuda() {
  std::vector<float> samples(Count, 1.f);
  auto t = torch::empty({Count}, Floats.device(torch::kCUDA));
  cudaMemcpy(t.data_ptr(), samples.data(), Count * sizeof(float), cudaMemcpyHostToDevice);
  return t;
}

torch::Tensor samplesIfThereIsAGpu() {
  std::vector<float> samples(Count, 1.f);
  auto device = torch::cuda::is_available() ? torch::kCUDA : torch::kCPU;
  return torch::from_blob(samples.data(), {Count}, Floats).to(device);
}

// --- memory of both

torch::Tensor pinnedOnTheHost() {
  float *pinned = nullptr;
  cudaMallocHost((void **)&pinned, Count * sizeof(float));
  return torch::from_blob(pinned, {Count}, Floats);
}

torch::Tensor pinnedOnTheDevice() {
  void *pinned = nullptr;
  cudaHostAlloc(&pinned, Count * sizeof(float), 0);
  return torch::from_blob(pinned, {Count}, Floats.device(torch::kCUDA));
}

torch::Tensor registered() {
  static std::vector<float> samples(Count, 1.f);
  cudaHostRegister(samples.data(), Count * sizeof(float), 0);
  return torch::from_blob(samples.data(), {Count}, Floats.device(torch::kCUDA));
}

torch::Tensor managedOnTheHost() {
  float *both = nullptr;
  cudaMallocManaged((void **)&both, Count * sizeof(float));
  return torch::from_blob(both, {Count}, Floats);
}

torch::Tensor managedOnTheDevice() {
  float *both = nullptr;
  cudaMallocManaged((void **)&both, Count * sizeof(float));
  return torch::from_blob(both, {Count}, Floats.device(torch::kCUDA));
}

torch::Tensor pinnedByLibtorch() {
  auto pinned = torch::ones({Count}, Floats.pinned_memory(true));
  return torch::from_blob(pinned.data_ptr<float>(), {Count}, Floats).clone();
}

// --- what a factory makes of a tensor on the GPU

torch::Tensor maskOfTheSameShape() {
  auto logits = torch::ones({4, 6}, Floats.device(torch::kCUDA));
  return torch::zeros(logits.sizes(), logits.options()) + logits;
}

torch::Tensor noiseOnTheSameDevice() {
  auto logits = torch::ones({4, 6}, Floats.device(torch::kCUDA));
  return torch::randn_like(logits) + logits;
}
