// A lambda copies a structured binding: binding the name anew leaves the copy alone.
// flags 4; storages memory:p1=0 memory:p3=1 memory:line4=2
namespace PROGRAM {
void f(const Path &c, const std::vector<float> & p1, std::vector<float> & p3) {
  std::unique_ptr<float[]> v5(new float[12]()); OWN(2, v5.get(), 12 * sizeof(float), static_cast<int>(torch::kFloat32))
  const Tensor t6 = torch::from_blob(v5.get(), {2, 6}, torch::TensorOptions().dtype(torch::kFloat32));
  AT(0) SEE(0, 0, t6)
  auto [b7a, b7b] = std::make_tuple(t6, t6);
  AT(1) SEE(1, 0, t6) SEE(1, 1, b7a) SEE(1, 2, b7b)
  torch::ScalarType o10 = torch::kFloat64;
  AT(2) SEE(2, 0, t6) SEE(2, 1, b7a) SEE(2, 2, b7b)
  auto g18 = [=]() mutable { b7b.copy_(b7b + 498); };
  AT(3) SEE(3, 0, t6) SEE(3, 1, b7a) SEE(3, 2, b7b)
  b7b = torch::from_blob(&v5[0], {12}, torch::TensorOptions().dtype(torch::kFloat32)).to(o10).reshape({2, 6});
  AT(4) SEE(4, 0, t6) SEE(4, 1, b7a) SEE(4, 2, b7b)
  g18();
  AT(5) SEE(5, 0, t6) SEE(5, 1, b7a) SEE(5, 2, b7b)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  std::vector<float> w2(12); OWN(0, w2.data(), 48, static_cast<int>(torch::kFloat32)) auto &p1 = w2;
  std::vector<float> w4(12); OWN(1, w4.data(), 48, static_cast<int>(torch::kFloat32)) auto &p3 = w4;
  f(c, p1, p3);
}
#endif
}
