// A container with tensors of two dtypes: neither is the dtype of an element.
// flags 0; storages memory:v1=0 memory:v3=1
namespace PROGRAM {
void f(const Path &c) {
  std::vector<float> v1(12); OWN(0, v1.data(), 48, static_cast<int>(torch::kFloat32))
  std::vector<int64_t> v3(12); OWN(1, v3.data(), 96, static_cast<int>(torch::kInt64))
  std::vector<Tensor> b7; b7.push_back(torch::from_blob(v1.data(), {12}, torch::kFloat32)); b7.emplace_back(torch::cat({torch::from_blob(v3.data(), {12}, torch::kInt64)}));
  AT(0) SEE(0, 0, b7[0]) SEE(0, 1, b7[1])
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  f(c);
}
#endif
}
