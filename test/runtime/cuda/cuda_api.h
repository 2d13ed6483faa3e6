// CUDA's runtime, or what the fixtures need of its declarations where there is none: they are then only read, not run.
#pragma once

#if __has_include(<cuda_runtime_api.h>)
#include <cuda_runtime_api.h>
#else
#include <cstddef>
extern "C" {
typedef enum { cudaSuccess = 0 } cudaError_t;
typedef struct CUstream_st *cudaStream_t;
enum cudaMemcpyKind { cudaMemcpyHostToDevice = 1, cudaMemcpyDeviceToHost = 2 };
cudaError_t cudaMalloc(void **, size_t);
cudaError_t cudaMallocManaged(void **, size_t, unsigned = 1);
cudaError_t cudaMallocHost(void **, size_t);
cudaError_t cudaHostAlloc(void **, size_t, unsigned);
cudaError_t cudaHostRegister(void *, size_t, unsigned);
cudaError_t cudaHostUnregister(void *);
cudaError_t cudaFree(void *);
cudaError_t cudaFreeHost(void *);
cudaError_t cudaMemset(void *, int, size_t);
cudaError_t cudaMemcpy(void *, const void *, size_t, cudaMemcpyKind);
cudaError_t cudaMallocAsync(void **, size_t, cudaStream_t);
cudaError_t cudaMallocPitch(void **, size_t *, size_t, size_t);
const char *cudaGetErrorString(cudaError_t);
cudaError_t cudaGetLastError();
cudaError_t cudaDeviceSynchronize();
cudaError_t cudaStreamCreate(cudaStream_t *);
cudaError_t cudaStreamSynchronize(cudaStream_t);
cudaError_t cudaStreamDestroy(cudaStream_t);
}
constexpr unsigned cudaHostAllocMapped = 2;

#ifdef __CUDA__ // the language, and the typed forms that come with it
#define __host__ __attribute__((host))
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned X = 1, unsigned Y = 1, unsigned Z = 1) : x(X), y(Y), z(Z) {}
};
extern const __device__ dim3 gridDim, blockDim, blockIdx, threadIdx;
cudaError_t cudaConfigureCall(dim3, dim3, size_t = 0, cudaStream_t = nullptr);
extern "C" unsigned __cudaPushCallConfiguration(dim3, dim3, size_t = 0, void * = nullptr);
template <typename T> cudaError_t cudaMalloc(T **Out, size_t Bytes) { return cudaMalloc(reinterpret_cast<void **>(Out), Bytes); }
template <typename T> cudaError_t cudaMallocManaged(T **Out, size_t Bytes) { return cudaMallocManaged(reinterpret_cast<void **>(Out), Bytes); }
template <typename T> cudaError_t cudaMallocHost(T **Out, size_t Bytes) { return cudaMallocHost(reinterpret_cast<void **>(Out), Bytes); }
template <typename T> cudaError_t cudaHostAlloc(T **Out, size_t Bytes, unsigned Flags) { return cudaHostAlloc(reinterpret_cast<void **>(Out), Bytes, Flags); }
template <typename T> cudaError_t cudaGetSymbolAddress(void **Out, const T &Symbol);
#endif
#endif

// The typed forms that C++ callers use; CUDA has them in a header for its own compiler too.
template <typename T> inline cudaError_t deviceAlloc(T **Out, size_t Count) { return cudaMalloc(reinterpret_cast<void **>(Out), Count * sizeof(T)); }
