// RUN: %check_torch_tidy %s torch-factory-options
// Sizes of an array or a container, and not the dtype of its elements.
#include <array>
#include <map>
#include <string>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;

// speaks: the size of a container of doubles
Tensor ofVector(const std::vector<double> &v) { return torch::zeros({static_cast<int64_t>(v.size())}); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'zeros' takes its sizes from 'v', but not its dtype [torch-factory-options]
// CHECK-FIXES: Tensor ofVector(const std::vector<double> &v) { return torch::zeros({static_cast<int64_t>(v.size())}, torch::kFloat64); }
Tensor oneSize(const std::vector<double> &v) { return torch::ones((int64_t)v.size()); }
// CHECK-MESSAGES: :[[@LINE-1]]:55: warning: 'ones' takes its sizes from 'v', but not its dtype [torch-factory-options]
// CHECK-FIXES: Tensor oneSize(const std::vector<double> &v) { return torch::ones((int64_t)v.size(), torch::kFloat64); }
Tensor ofRows(const std::vector<std::vector<double>> &m) { return torch::zeros({(int64_t)m.size(), (int64_t)m[0].size()}); }
// CHECK-MESSAGES: :[[@LINE-1]]:67: warning: 'zeros' takes its sizes from 'm', but not its dtype [torch-factory-options]
// CHECK-FIXES: Tensor ofRows(const std::vector<std::vector<double>> &m) { return torch::zeros({(int64_t)m.size(), (int64_t)m[0].size()}, torch::kFloat64); }
Tensor ofArray() { std::array<double, 4> a{}; return torch::empty({(long)a.size()}); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'empty' takes its sizes from 'a', but not its dtype [torch-factory-options]
// CHECK-FIXES: Tensor ofArray() { std::array<double, 4> a{}; return torch::empty({(long)a.size()}, torch::kFloat64); }
Tensor ofPlainArray() { double a[4]; return torch::zeros({(long)std::size(a)}); }
// CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'zeros' takes its sizes from 'a', but not its dtype [torch-factory-options]
// CHECK-FIXES: Tensor ofPlainArray() { double a[4]; return torch::zeros({(long)std::size(a)}, torch::kFloat64); }
struct Signal {
  std::vector<double> samples;
  Tensor window() const { return torch::zeros({(int64_t)samples.size()}); }
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'zeros' takes its sizes from 'samples', but not its dtype [torch-factory-options]
  // CHECK-FIXES: Tensor window() const { return torch::zeros({(int64_t)samples.size()}, torch::kFloat64); }
  Tensor filled() const { return torch::rand({(int64_t)samples.size()}); }
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'rand' takes its sizes from 'samples', but not its dtype [torch-factory-options]
  // CHECK-NOTES: :[[@LINE-2]]:34: note: take the dtype too: add 'torch::kFloat64'
  // CHECK-SUGGESTED: Tensor filled() const { return torch::rand({(int64_t)samples.size()}, torch::kFloat64); }
};

// silent: what the factory makes by itself is what the elements are
Tensor floats(const std::vector<float> &v) { return torch::zeros({(int64_t)v.size()}); }
Tensor integers(const std::vector<int64_t> &v) { return torch::zeros({(int64_t)v.size()}); }
Tensor texts(const std::vector<std::string> &v) { return torch::zeros({(int64_t)v.size()}); }
Tensor tensors(const std::vector<Tensor> &v) { return torch::zeros({(int64_t)v.size()}); }
// silent: sizes from elsewhere too
Tensor andOthers(const std::vector<double> &v, int64_t n) { return torch::zeros({(int64_t)v.size(), n}); }
Tensor ofTwo(const std::vector<double> &v, const std::vector<double> &w) { return torch::zeros({(int64_t)v.size(), (int64_t)w.size()}); }
Tensor computed(const std::vector<double> &v) { return torch::zeros({(int64_t)v.size() + 1}); }
Tensor ofMap(const std::map<int, double> &m) { return torch::zeros({(int64_t)m.size()}); }
// silent: the dtype is given, or the factory has one of its own
Tensor given(const std::vector<double> &v) { return torch::zeros({(int64_t)v.size()}, torch::kFloat32); }
Tensor indices(const std::vector<double> &v) { return torch::arange((int64_t)v.size()); }
Tensor order(const std::vector<double> &v) { return torch::randperm((int64_t)v.size()); }
Tensor counts(const std::vector<double> &v) { return torch::full({(int64_t)v.size()}, 0); }
// silent: the list of sizes itself
Tensor ofShape(const std::vector<int64_t> &shape) { return torch::zeros(shape); }
