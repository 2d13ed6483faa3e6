// One object given as two arguments: what the function binds anew is the other one too.
// flags 4; storages param:p5=0 memory:p6=1 memory:v8=2
namespace PROGRAM {
static Tensor h1(const Tensor & x2, Tensor & x3, const Path &c) {
  x3 = x3.clone();
  x3 = x2;
  return torch::broadcast_tensors({x2, x2})[0];
}
void f(const Path &c, Tensor p5, std::vector<float> & p6) {
  auto &&r9 = p5;
  AT(0) SEE(0, 0, p5) SEE(0, 1, r9)
  h1(r9, r9, c);
  AT(1) SEE(1, 0, p5) SEE(1, 1, r9)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  Tensor p5 = torch::ones({12}); OWN(0, p5)
  std::vector<float> w7(12); OWN(1, w7.data(), 48, static_cast<int>(torch::kFloat32)) auto &p6 = w7;
  f(c, p5, p6);
}
#endif
}
