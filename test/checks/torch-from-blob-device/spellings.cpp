// RUN: %check_torch_tidy %s torch-from-blob-device
// What stays silent, as programs spell it: members, helpers, lambdas, containers, bindings.
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

extern "C" int cudaMalloc(void **p, size_t n);
extern "C" int cudaMallocHost(void **p, size_t n);
extern "C" int cudaMallocManaged(void **p, size_t n, unsigned flags = 1);
extern "C" int cudaHostRegister(void *p, size_t n, unsigned flags);
extern "C" int cudaMemcpy(void *to, const void *from, size_t n, int kind);
extern "C" int cudaFree(void *p);
using torch::Tensor;

// silent: the device is right
class DeviceBuffer {
public:
  explicit DeviceBuffer(size_t n) : n(n) { cudaMalloc(&p, n * sizeof(float)); }
  ~DeviceBuffer() { cudaFree(p); }
  Tensor tensor() const { return torch::from_blob(p, {(int64_t)n}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); }

private:
  void *p = nullptr;
  size_t n;
};
Tensor uploaded(const std::vector<float> &v) {
  float *p = nullptr;
  cudaMalloc(reinterpret_cast<void **>(&p), v.size() * sizeof(float));
  cudaMemcpy(p, v.data(), v.size() * sizeof(float), 1);
  return torch::from_blob(p, {(int64_t)v.size()}, [](void *q) { cudaFree(q); }, torch::TensorOptions(torch::kCUDA).dtype(torch::kFloat32));
}
Tensor batch(std::vector<std::vector<float>> &rows, torch::Device d) {
  std::vector<Tensor> all;
  for (auto &row : rows)
    all.push_back(torch::from_blob(row.data(), {(int64_t)row.size()}, torch::kFloat32));
  return torch::stack(all).to(d);
}
Tensor inALambda(std::vector<float> &v) {
  auto make = [&v] { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).device("cpu")); };
  return make().cuda();
}

// silent: nobody knows where the memory is
struct Tracker { void *buffers[2]; };
Tensor ofABinding(Tracker &tracker) { return torch::from_blob(tracker.buffers[0], {6}, torch::kCUDA); }
Tensor ofAnArray(float **buffers, int i) { return torch::from_blob(buffers[i], {6}, torch::kCUDA); }
Tensor ofAMap(std::map<std::string, void *> &outputs) { return torch::from_blob(outputs["scores"], {6}, torch::kCUDA); }
Tensor ofAList(const std::vector<void *> &bindings) { return torch::from_blob(bindings[1], {6}, torch::kCUDA); }
Tensor ofBindings(std::pair<float *, int64_t> blob) { auto [p, n] = blob; return torch::from_blob(p, {n}, torch::kCUDA); }
Tensor ofATensor(const Tensor &x) { return torch::from_blob(x.data_ptr<float>(), x.sizes(), torch::kCUDA); }
struct Engine { float *output(int i); };
Tensor ofAnEngine(std::unique_ptr<Engine> &engine) { return torch::from_blob(engine->output(0), {6}, torch::kCUDA); }

// silent: pinned or managed memory, for which either side is right
struct Staging {
  float *p = nullptr;
  Staging() { cudaMallocHost(reinterpret_cast<void **>(&p), 24); }
  Tensor onTheHost() { return torch::from_blob(p, {6}, torch::kFloat32); }
  Tensor onTheGpu() { return torch::from_blob(p, {6}, torch::dtype(torch::kFloat32).device(torch::kCUDA)); }
};
void managed(int64_t n) {
  float *p;
  if (cudaMallocManaged((void **)&p, n * 4) != 0)
    return;
  auto t = torch::from_blob(p, {n}, torch::dtype(torch::kFloat32).device(torch::kCUDA));
}

// silent: the address went to another function first
void pin(std::vector<float> &v);
Tensor pinnedElsewhere() {
  std::vector<float> v(6);
  pin(v);
  return torch::from_blob(v.data(), {6}, torch::kCUDA).clone();
}

// silent: the device is known only at run time
struct Model {
  torch::Device device = torch::kCPU;
  void to(torch::Device d) { device = d; }
  Tensor input(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::dtype(torch::kFloat32).device(device)); }
};
Tensor ofAFlag(std::vector<float> &v, bool gpu) {
  const torch::Device device(gpu ? torch::kCUDA : torch::kCPU);
  return torch::from_blob(v.data(), {6}, torch::TensorOptions().dtype(torch::kFloat32).device(device));
}
Tensor ofText(std::vector<float> &v, const std::string &name) { return torch::from_blob(v.data(), {6}, torch::device(torch::Device(name))); }
