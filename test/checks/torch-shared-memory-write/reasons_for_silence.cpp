// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

void foreignRead(const float *);

// silent: a copy lies between
torch::Tensor aCopy() {
  std::vector<float> v(6);
  return torch::from_blob(v.data(), {6}).clone().zero_();
}

torch::Tensor aCopyInAVariable() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  auto u = t.clone();
  u.zero_();
  return u;
}

// silent: the variable was bound to another tensor before
torch::Tensor reboundBeforeTheWrite() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  t = t + 1;
  t.zero_();
  return t;
}

// silent: a copy lies between
torch::Tensor converted() {
  std::vector<double> v(6);
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat64).to(torch::kFloat32);
  t.zero_();
  return t;
}

torch::Tensor toADeviceKnownAtRunTime(torch::Device device) {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).to(device);
  t.zero_();
  return t;
}

// silent: the tensor owns the memory
torch::Tensor ownedByTheTensor() {
  float *p = new float[6]();
  auto t = torch::from_blob(p, {6}, [](void *q) { delete[] static_cast<float *>(q); });
  t.zero_();
  return t;
}

// silent: an output is written on purpose (strict)
void outputWrite(float *out, const torch::Tensor &x) { torch::from_blob(out, x.sizes()).copy_(x); }

void outArgument(float *out, const torch::Tensor &a, const torch::Tensor &b) {
  auto t = torch::from_blob(out, {2, 2});
  torch::mm_out(t, a, b);
}

void accumulate(float *out, const torch::Tensor &x) {
  auto t = torch::from_blob(out, {6});
  t += x;
}

void scaled(std::vector<float> &v) { torch::from_blob(v.data(), {6}).mul_(2); }

// silent: random numbers for memory that is read later
void randomIntoTheCallersMemory(float *out) { torch::from_blob(out, {6}).normal_(); }

// silent: fresh memory that nothing has written yet
float *freshAllocationClearedAndHandedOut(int64_t n) {
  float *p = static_cast<float *>(std::malloc(n * sizeof(float)));
  torch::from_blob(p, {n}).zero_();
  return p;
}

// silent: another tensor is written
torch::Tensor anotherTensor() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  auto u = torch::empty_like(t);
  u.zero_();
  return u + t;
}

// silent: nothing is written through the tensor
void onlyRead() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  auto mean = t.mean();
  mean.zero_();
}

// silent: a copy lies between
void resultOfAnIndexCopy(const torch::Tensor &mask) {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  t.index({mask}).zero_();
}

// silent: only shape or flags change
void metadataOnly() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {2, 3});
  t.t_();
  t.unsqueeze_(0);
  t.requires_grad_(false);
}

// silent: the tensor came from outside
void parameter(torch::Tensor t) { t.zero_(); }

void unknown(torch::Tensor t);
// silent: a function of another file, or code that never runs
void unknownCallee() {
  std::vector<float> v(6);
  unknown(torch::from_blob(v.data(), {6}));
}

void unreachable() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  return;
  t.zero_();
}

// silent: the variable was bound to another tensor before
void undefinedAgain() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  t = torch::Tensor();
  t = torch::zeros({3});
  t.zero_();
}

namespace mine {
struct Tensor {
  Tensor &zero_() { return *this; }
};
Tensor from_blob(void *, std::initializer_list<int64_t>);
} // namespace mine
// silent: the names of another library
void sameNamesElsewhere(float *p) { mine::from_blob(p, {6}).zero_(); }

// silent: the variable was bound to another tensor before
void setDataDetaches() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  t.set_data(torch::ones({6}));
  t.zero_();
}

// silent: the code says that it is meant
void suppressed(float *out) {
  torch::from_blob(out, {6}).zero_(); // NOLINT(torch-shared-memory-write)
}

void vectorWrittenDirectly() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  std::fill(v.begin(), v.end(), 0.f);
  (void)t.sum();
}

// silent: a copy lies between
void reshapedCopy() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {2, 3});
  auto u = t.t().reshape({-1});
  u.zero_();
}

// silent: random numbers for memory that is read later
float noise() {
  std::vector<float> v(6);
  torch::from_blob(v.data(), {6}).uniform_();
  return v[0];
}

// silent: fresh memory that nothing has written yet
void clearedInALoop(int64_t n) {
  for (int i = 0; i < 3; ++i) {
    float *p = new float[n];
    auto t = torch::from_blob(p, {n}, torch::kFloat32);
    t.zero_();
    foreignRead(p);
  }
}
float *allocate(int64_t n) { return new float[n]; }
void clearedAfterFunction(int64_t n) {
  for (int i = 0; i < 3; ++i) {
    float *p = allocate(n);
    auto t = torch::from_blob(p, {n}, torch::kFloat32);
    t.zero_();
    foreignRead(p);
  }
}
void *clearedAllocation(int64_t n) {
  auto *p = static_cast<float *>(std::malloc(n * sizeof(float)));
  auto t = torch::from_blob(p, {n}, torch::kFloat32);
  t.zero_();
  return p;
}

// silent: a function that is called writes on some of its paths (strict)
void perhapsZero(torch::Tensor t, bool really) {
  if (really)
    t.zero_();
}
void calledPerhaps(float *p) { perhapsZero(torch::from_blob(p, {6}), false); }
void perhapsLater(torch::Tensor t, int n) {
  if (n == 0)
    return;
  t.zero_();
}
void calledLater(float *p) { perhapsLater(torch::from_blob(p, {6}), 0); }

// silent: memory is written by a function, not through a tensor of the caller
void clearRaw(float *p) { std::fill(p, p + 6, 0.f); }
void callsRaw() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  clearRaw(v.data());
  (void)t.sum();
}
void clearElements(std::vector<float> &v) {
  for (float &x : v)
    x = 0;
}
void callsElements() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  clearElements(v);
  (void)t.sum();
}
