// A function that only makes a lambda writes nothing.
// flags 0; storages memory:v8=0
namespace PROGRAM {
static void h4(const Tensor &x5) {
  auto g7 = [&]() mutable { x5.zero_(); };
}
void f(const Path &c) {
  std::vector<float> v8(12); OWN(0, v8.data(), 48, static_cast<int>(torch::kFloat32))
  Tensor t1 = torch::from_blob(v8.data(), {12});
  AT(0) SEE(0, 0, t1)
  h4(t1);
  AT(1) SEE(1, 0, t1)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  f(c);
}
#endif
}
