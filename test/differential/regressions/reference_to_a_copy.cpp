// `Tensor &&u = Tensor(t)` is a handle of its own: binding t anew leaves it alone.
// flags 0; storages memory:v5=0
namespace PROGRAM {
void f(const Path &c) {
  std::vector<int64_t> v5(12); OWN(0, v5.data(), 12 * sizeof(int64_t), static_cast<int>(torch::kInt64))
  Tensor t7 = torch::from_blob(v5.data(), {3, 4}, torch::kInt64);
  AT(0) SEE(0, 0, t7)
  Tensor &&t8 = Tensor(t7);
  AT(1) SEE(1, 0, t7) SEE(1, 1, t8)
  t7 = t8.to(torch::kFloat32);
  AT(2) SEE(2, 0, t7) SEE(2, 1, t8)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  f(c);
}
#endif
}
