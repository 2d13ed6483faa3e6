// RUN: %check_torch_tidy %s torch-explicit-options --level=strict
// Both are given, or come from another tensor, or nobody can see whether they are.
#include <torch/torch.h>
#include <vector>

// silent: both are given
torch::Tensor both() { return torch::zeros({2}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor chained(torch::Device d) { return torch::ones({2}, torch::TensorOptions().device(d).dtype<float>()); }
torch::Tensor separate() { return at::zeros({2}, at::kFloat, at::kStrided, at::kCPU, false); }
torch::Tensor separateNone() { return at::zeros({2}, c10::nullopt, c10::nullopt, c10::nullopt, c10::nullopt); }
// silent: options in a variable hold both
torch::Tensor throughVariable() {
  const auto options = torch::device(torch::kCUDA).dtype(torch::kHalf);
  return torch::full({2}, 1, options);
}
torch::Tensor addedLater(torch::Device d) {
  torch::TensorOptions options = torch::dtype(torch::kInt64);
  options = options.device(d);
  return torch::arange(10, options);
}
// silent: given on some path
torch::Tensor givenOnSomePaths(bool gpu) {
  torch::TensorOptions options = torch::dtype(torch::kFloat32);
  if (gpu)
    options = options.device(torch::kCUDA);
  return torch::zeros({2}, options);
}
torch::Tensor eitherArm(bool gpu) {
  auto options = gpu ? torch::dtype(torch::kFloat32).device(torch::kCUDA) : torch::dtype(torch::kFloat32);
  return torch::zeros({2}, options);
}

// silent: another tensor gives them
torch::Tensor like(const torch::Tensor &x) { return torch::zeros_like(x); }
torch::Tensor made(const torch::Tensor &x) { return x.new_zeros({2}); }
torch::Tensor optionsOf(const torch::Tensor &x) { return torch::zeros({2}, x.options()); }
torch::Tensor optionsOfPart(const torch::Tensor &x) { return torch::zeros({2}, x.options().dtype(torch::kInt64)); }
torch::Tensor ofFresh() {
  auto x = torch::zeros({2}, torch::dtype(torch::kFloat32).device(torch::kCPU));
  return torch::ones({2}, x.options());
}
torch::Tensor merged(const torch::Tensor &x) {
  return torch::zeros({2}, torch::TensorOptions(x.dtype()).device(x.device()));
}

// silent: nobody can see what the options hold
torch::TensorOptions unseen();
torch::Tensor unknownOptions() { return torch::zeros({2}, unseen()); }
torch::Tensor parameter(const torch::TensorOptions &options) { return torch::zeros({2}, options); }
torch::Tensor unknownBase(const torch::TensorOptions &options) { return torch::zeros({2}, options.requires_grad(false)); }
struct Net {
  torch::TensorOptions options;
  torch::Tensor zeros() const { return torch::zeros({2}, options); }
};

// silent: it makes no tensor from nothing
torch::Tensor sum(const torch::Tensor &x) { return torch::sum(x); }
torch::Tensor stacked(const std::vector<torch::Tensor> &v) { return torch::stack(v); }
torch::Tensor undefined() { return torch::Tensor(); }

// silent: a borrow is given both
torch::Tensor borrow(float *p) { return torch::from_blob(p, {2}, torch::dtype(torch::kFloat32).device(torch::kCPU)); }
torch::Tensor borrowOn(float *p, torch::Device d) { return torch::from_blob(p, {2}, torch::TensorOptions(d).dtype(torch::kFloat32)); }
torch::Tensor target(float *p, torch::Device d) {
  return at::from_blob(p, {2}, {1}, [](void *) {}, at::kFloat, d);
}
torch::Tensor builder(float *p, torch::Device d) {
  return torch::for_blob(p, {2}).options(torch::dtype(torch::kFloat32)).target_device(d).make_tensor();
}
