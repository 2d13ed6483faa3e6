// std::fill_n(t.data_ptr<float>(), ..) writes the tensor.
// flags 0; storages memory:v2=0
namespace PROGRAM {
void f(const Path &c) {
  std::vector<float> v2(12); OWN(0, v2.data(), 48, static_cast<int>(torch::kFloat32))
  Tensor t1 = torch::from_blob(v2.data(), {12});
  AT(0) SEE(0, 0, t1)
  std::fill_n(t1.data_ptr<float>(), 1, 0.0f);
  AT(1) SEE(1, 0, t1)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  f(c);
}
#endif
}
