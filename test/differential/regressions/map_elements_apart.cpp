// `b.find(0)->second = t` says nothing for sure of b.at(1).
// flags 0; storages memory:v9=0
namespace PROGRAM {
void f(const Path &c) {
  std::vector<float> v9(12); OWN(0, v9.data(), 48, static_cast<int>(torch::kFloat32))
  std::map<int, Tensor> b1 = {{0, torch::ones({12})}, {1, torch::ones({12})}};
  AT(0) SEE(0, 0, b1.at(0)) SEE(0, 1, b1.at(1))
  b1.find(0)->second = torch::from_blob(v9.data(), {12});
  AT(1) SEE(1, 0, b1.at(0)) SEE(1, 1, b1.at(1))
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  f(c);
}
#endif
}
