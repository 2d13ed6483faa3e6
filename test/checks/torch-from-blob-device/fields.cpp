// RUN: %check_torch_tidy %s torch-from-blob-device
// Pointers in fields: one method makes the memory, another borrows it.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
extern "C" int cudaMalloc(void **p, size_t n);
extern "C" int cudaMallocHost(void **p, size_t n);

// speaks: every store to the field is device memory
struct Engine {
  float *in = nullptr;
  void init(size_t n) { cudaMalloc((void **)&in, n * 4); }
  Tensor input(int64_t n) { return torch::from_blob(in, {n}, torch::kFloat32).clone(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'from_blob' is not told the device, but 'in' is CUDA memory [torch-from-blob-device]
  // CHECK-NOTES: :[[@LINE-2]]:36: note: say where it is: 'torch::kCUDA'
  // CHECK-SUGGESTED: Tensor input(int64_t n) { return torch::from_blob(in, {n}, torch::dtype(torch::kFloat32).device(torch::kCUDA)).clone(); }
};
class Bindings {
  void *buffers[2] = {nullptr, nullptr};

public:
  explicit Bindings(size_t n) {
    for (auto &b : buffers)
      cudaMalloc(&b, n);
  }
  ~Bindings() {}
  Tensor second(int64_t n) { return torch::from_blob(buffers[1], {n}, torch::kFloat32).clone(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'from_blob' is not told the device, but 'buffers' is CUDA memory [torch-from-blob-device]
  // CHECK-NOTES: :[[@LINE-2]]:37: note: say where it is: 'torch::kCUDA'
  // CHECK-SUGGESTED: Tensor second(int64_t n) { return torch::from_blob(buffers[1], {n}, torch::dtype(torch::kFloat32).device(torch::kCUDA)).clone(); }
};
class Both {
  std::vector<void *> buffers;

public:
  explicit Both(size_t n) : buffers(2) {
    cudaMalloc(&buffers[0], n);
    cudaMalloc(&buffers[1], n);
  }
  Tensor first(int64_t n) { return torch::from_blob(buffers[0], {n}, torch::kFloat32).clone(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'from_blob' is not told the device, but 'buffers' is CUDA memory [torch-from-blob-device]
  // CHECK-NOTES: :[[@LINE-2]]:36: note: say where it is: 'torch::kCUDA'
  // CHECK-SUGGESTED: Tensor first(int64_t n) { return torch::from_blob(buffers[0], {n}, torch::dtype(torch::kFloat32).device(torch::kCUDA)).clone(); }
};
// silent: told so, pinned host memory, or somebody decides where it lies, perhaps out of sight
struct Told {
  float *in = nullptr;
  void init(size_t n) { cudaMalloc((void **)&in, n * 4); }
  Tensor input(int64_t n) { return torch::from_blob(in, {n}, torch::dtype(torch::kFloat32).device(torch::kCUDA)).clone(); }
};
// Pinned host memory.
struct Pinned {
  float *in = nullptr;
  void init(size_t n) { cudaMallocHost((void **)&in, n * 4); }
  Tensor input(int64_t n) { return torch::from_blob(in, {n}, torch::kFloat32).clone(); }
};
// On either side, as somebody decides.
struct Either {
  float *in = nullptr;
  void init(size_t n, bool gpu) {
    if (gpu)
      cudaMalloc((void **)&in, n * 4);
    else
      in = new float[n];
  }
  Tensor input(int64_t n) { return torch::from_blob(in, {n}, torch::kFloat32).clone(); }
};
// Another method takes any pointer.
struct Given {
  float *in = nullptr;
  void init(size_t n) { cudaMalloc((void **)&in, n * 4); }
  void use(float *p) { in = p; }
  Tensor input(int64_t n) { return torch::from_blob(in, {n}, torch::kFloat32).clone(); }
};
// What another file does to it, nobody sees.
class Elsewhere {
  float *in = nullptr;

public:
  void use(float *p);
  void init(size_t n) { cudaMalloc((void **)&in, n * 4); }
  Tensor input(int64_t n) { return torch::from_blob(in, {n}, torch::kFloat32).clone(); }
};
