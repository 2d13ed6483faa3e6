// `t.set_data(x)`, where `t` is perhaps the parameter itself: the parameter has other memory then.
// flags 0; storages param:p1=0 memory:v1=1
namespace PROGRAM {
void f(const Path &c, Tensor p1) {
  std::vector<float> v1(12); OWN(1, v1.data(), 12 * sizeof(float), static_cast<int>(torch::kFloat32))
  Tensor t1 = torch::atleast_1d(p1);
  AT(0) SEE(0, 0, p1) SEE(0, 1, t1)
  t1.set_data(torch::from_blob(v1.data(), {12}));
  AT(1) SEE(1, 0, p1) SEE(1, 1, t1)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  Tensor p1 = torch::ones({12}); OWN(0, p1)
  f(c, p1);
}
#endif
}
