// `t.set_data(x)` gives other memory to the tensor: its other handles see it.
// flags 0; storages memory:v1=0 memory:v2=1
namespace PROGRAM {
void f(const Path &c) {
  std::vector<float> v1(12); OWN(0, v1.data(), 48, static_cast<int>(torch::kFloat32))
  std::vector<float> v2(12); OWN(1, v2.data(), 48, static_cast<int>(torch::kFloat32))
  Tensor t1 = torch::from_blob(v1.data(), {12});
  AT(0) SEE(0, 0, t1)
  Tensor t2 = t1;
  AT(1) SEE(1, 0, t1) SEE(1, 1, t2)
  t1.set_data(torch::from_blob(v2.data(), {12}));
  AT(2) SEE(2, 0, t1) SEE(2, 1, t2)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  f(c);
}
#endif
}
