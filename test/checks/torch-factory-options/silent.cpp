// RUN: %check_torch_tidy %s torch-factory-options
// Each function is silent for one reason.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
std::vector<int64_t> foreign();

// silent: options are given in any form
Tensor options(const Tensor &x) { return torch::zeros(x.sizes(), x.options()); }
Tensor dtype(const Tensor &x) { return torch::zeros(x.sizes(), torch::kFloat32); }
Tensor device(const Tensor &x) { return torch::zeros(x.sizes(), x.device()); }
Tensor variable(const Tensor &x, torch::TensorOptions o) { return torch::zeros(x.sizes(), o); }
// silent: made like the tensor
Tensor like(const Tensor &x) { return torch::zeros_like(x); }
Tensor newZeros(const Tensor &x) { return x.new_zeros(x.sizes()); }
// silent: what the factory makes by itself is what the tensor is
Tensor floats() { auto x = torch::ones({3}, torch::kFloat32); return torch::zeros(x.sizes()); }
Tensor defaults() { auto x = torch::ones({3}); return torch::zeros(x.sizes()); }
Tensor integers() { auto x = torch::zeros({3}, torch::kInt64); return torch::zeros(x.sizes()); }
// silent: the sizes come from elsewhere
Tensor numbers(int64_t n) { return torch::zeros({n, 3}); }
Tensor container(const std::vector<float> &v) { return torch::zeros({(int64_t)v.size()}); }
Tensor unknown() { return torch::zeros(foreign()); }
Tensor parameter(torch::IntArrayRef sizes) { return torch::zeros(sizes); }
// silent: the sizes may have changed on the way
Tensor changed(const Tensor &x) { auto sizes = x.sizes().vec(); sizes[0] = 1; return torch::zeros(sizes); }
Tensor reassigned(const Tensor &x, torch::IntArrayRef other) { auto sizes = x.sizes(); sizes = other; return torch::zeros(sizes); }
Tensor slice(const Tensor &x) { return torch::zeros(x.sizes().slice(1)); }
Tensor longer(const Tensor &x) { auto sizes = x.sizes().vec(); sizes.push_back(3); return torch::zeros(sizes); }
Tensor rewritten(const Tensor &x) { auto sizes = x.sizes().vec(); for (auto &size : sizes) size = 1; return torch::zeros(sizes); }
Tensor inLambda(const Tensor &x) { auto sizes = x.sizes().vec(); auto drop = [&] { sizes.pop_back(); }; drop(); return torch::zeros(sizes); }
Tensor swapped(const Tensor &x) { auto sizes = x.sizes().vec(); std::swap(sizes[0], sizes[1]); return torch::zeros(sizes); }
Tensor byReference(const Tensor &x) { auto sizes = x.sizes().vec(); auto &same = sizes; same.clear(); return torch::zeros(sizes); }
Tensor rest(const Tensor &x) { std::vector<int64_t> sizes(x.sizes().begin() + 1, x.sizes().end()); return torch::zeros(sizes); }
// silent: asking twice may answer differently
Tensor call(Tensor (*f)()) { return torch::zeros(f().sizes()); }
// silent: single sizes of a tensor that the result never meets
Tensor count(const Tensor &x) { return torch::zeros({x.size(0)}); }
Tensor mask(const Tensor &x, int64_t n) { auto t = torch::zeros({x.size(0), n}); return t.cumsum(0); }
Tensor two(const Tensor &x, const Tensor &y) { return torch::zeros({x.size(0), y.size(0)}); }
// silent: the dtype or device that is converted was asked for
Tensor asked(const Tensor &x) { return torch::zeros({3}, torch::kInt32).to(torch::kFloat32); }
// silent: something happens before it is moved
Tensor computed(torch::Device d) { return (torch::zeros({3}) + 1).to(d); }
// silent: the dtype or device that is converted was asked for
Tensor onDevice(torch::Device d, torch::Device e) { return torch::zeros({3}, torch::device(d)).to(e); }
// silent: something happens before it is moved
Tensor later(torch::Device d) { auto t = torch::zeros({3}); t[0] = 1; return t.to(d); }
// silent: the conversion says more, or is not one of a factory
Tensor asynchronous(torch::Device d) { return torch::zeros({3}).to(d, true); }
Tensor tensorTo(const Tensor &x) { return torch::tensor({1, 2}).to(x.device()); }
// silent: random numbers, which differ per device
Tensor random(torch::Device d) { return torch::randn({3}).to(d); }
Tensor permutation(torch::Device d) { return torch::randperm(3).to(d); }
// silent: numbers that the factory makes in no such dtype
Tensor randomIntegers() { return torch::rand({3}).to(torch::kInt32); }
Tensor normalIntegers() { return torch::randn({3}, torch::kCPU).to(torch::kLong); }
Tensor randomBools() { return torch::randint(-1, 2, {3}).to(torch::kBool); }
Tensor steps() { return torch::arange(0.0, 1.0, 0.1).to(torch::kInt64); }
Tensor rounded() { return torch::linspace(0, 10, 4).to(torch::kInt32); }
// silent: it is made with that dtype, unless the program has changed the default
Tensor asFloat() { return torch::zeros({3}).to(torch::kFloat32); }
Tensor randomFloats(torch::Device d) { return torch::rand({3}, d).to(torch::kFloat); }
Tensor integersAsFloats(torch::Device d) { return torch::randint(1, 10, {3}, d).to(torch::kF32); }
// silent: random numbers of a dtype that may be one of integers
Tensor randomOf(torch::ScalarType t) { return torch::randn({3}).to(t); }
Tensor integersOf(const Tensor &x) { return torch::randint(5, {3}).to(x.scalar_type()); }
