// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>

#include <cstdlib>
#include <memory>
#include <vector>

// Each function is one reason to stay silent.

torch::Tensor fresh() { return torch::empty({3}).zero_(); }

torch::Tensor copyOfTheBuffer(std::vector<float> &v) {
  return torch::from_blob(v.data(), {3}).clone().zero_();
}

torch::Tensor copyByConversion(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).to(torch::kFloat64);
  t.zero_();
  return t;
}

torch::Tensor outOfPlace(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3}) + 1;
  t.zero_();
  return t;
}

torch::Tensor reboundHandle(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3});
  auto sum = t.sum();
  t = torch::zeros({3});
  t.zero_();
  return t + sum;
}

float onlyRead(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3});
  return t.sum().item<float>();
}

void outputWrite(std::vector<float> &out, const torch::Tensor &result) {
  torch::from_blob(out.data(), {3}).copy_(result);
}

void accumulate(std::vector<float> &sums, const torch::Tensor &result) {
  auto t = torch::from_blob(sums.data(), {3});
  t += result;
}

void outArgument(std::vector<float> &out, const torch::Tensor &a, const torch::Tensor &b) {
  auto t = torch::from_blob(out.data(), {3});
  torch::add_out(t, a, b);
}

torch::Tensor ownedByTheTensor() {
  auto *p = static_cast<float *>(std::malloc(12));
  auto t = torch::from_blob(p, {3}, [](void *q) { std::free(q); });
  t.zero_();
  return t;
}

void metadataOnly(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {2, 3});
  t.unsqueeze_(0);
  t.requires_grad_(true);
}

void anotherTensor(std::vector<float> &v, torch::Tensor other) {
  auto t = torch::from_blob(v.data(), {3});
  other.zero_();
  other += t;
}

void onlyAParameter(torch::Tensor t) { t.zero_(); }

struct Model {
  torch::Tensor weight = torch::empty({3});
  void reset() { weight.zero_(); }
};

void notTorch(std::vector<float> &v) {
  struct Mine {
    float *p;
    Mine &zero_() { return *this; }
  };
  Mine{v.data()}.zero_();
}
