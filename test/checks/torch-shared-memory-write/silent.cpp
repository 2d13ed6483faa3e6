// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>

#include <cstdlib>
#include <memory>
#include <vector>

// silent: another tensor is written
torch::Tensor fresh() { return torch::empty({3}).zero_(); }

// silent: a copy lies between
torch::Tensor copyOfTheBuffer(std::vector<float> &v) {
  return torch::from_blob(v.data(), {3}).clone().zero_();
}

torch::Tensor copyByConversion(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).to(torch::kFloat64);
  t.zero_();
  return t;
}

// silent: another tensor is written
torch::Tensor outOfPlace(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3}) + 1;
  t.zero_();
  return t;
}

// silent: the variable was bound to another tensor before
torch::Tensor reboundHandle(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3});
  auto sum = t.sum();
  t = torch::zeros({3});
  t.zero_();
  return t + sum;
}

// silent: nothing is written through the tensor
float onlyRead(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3});
  return t.sum().item<float>();
}

// silent: an output is written on purpose (strict)
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

// silent: the tensor owns the memory
torch::Tensor ownedByTheTensor() {
  auto *p = static_cast<float *>(std::malloc(12));
  auto t = torch::from_blob(p, {3}, [](void *q) { std::free(q); });
  t.zero_();
  return t;
}

// silent: only shape or flags change
void metadataOnly(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {2, 3});
  t.unsqueeze_(0);
  t.requires_grad_(true);
}

// silent: another tensor is written
void anotherTensor(std::vector<float> &v, torch::Tensor other) {
  auto t = torch::from_blob(v.data(), {3});
  other.zero_();
  other += t;
}

// silent: the tensor came from outside
void onlyAParameter(torch::Tensor t) { t.zero_(); }

struct Model {
  torch::Tensor weight = torch::empty({3});
  void reset() { weight.zero_(); }
};

// silent: the names of another library
void notTorch(std::vector<float> &v) {
  struct Mine {
    float *p;
    Mine &zero_() { return *this; }
  };
  Mine{v.data()}.zero_();
}
