// One object given as two arguments: what the function writes before it binds it anew is still written.
// flags 4; storages memory:p11=0 param:p13=1 memory:v14=2
namespace PROGRAM {
static Tensor h7(Tensor & x8, Tensor & x9, const Path &c) {
  x9.mul_(0);
  Tensor t10{x8.squeeze()};
  x9 = torch::empty_like(t10).fill_(1);
  return t10.split(1, 0)[0];
}
void f(const Path &c, const std::vector<float> & p11, Tensor p13) {
  std::array<float, 12> v14 = {}; OWN(2, v14.data(), 12 * sizeof(float), static_cast<int>(torch::kFloat32))
  Tensor t16 = (c[1] ? at::for_blob(v14.data(), {3, 4}).options(torch::kFloat32).make_tensor() : p13.view({3, 4}));
  AT(0) SEE(0, 0, p13) SEE(0, 1, t16)
  std::pair<Tensor, Tensor> b17(t16.index({Slice(0, 1)}), h7(t16, t16, c));
  AT(1) SEE(1, 0, p13) SEE(1, 1, t16) SEE(1, 2, b17.first) SEE(1, 3, b17.second) SEE(1, 4, std::get<0>(b17))
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  std::vector<float> w12(12); OWN(0, w12.data(), 48, static_cast<int>(torch::kFloat32)) auto &p11 = w12;
  Tensor p13 = torch::ones({4, 3}); OWN(1, p13)
  f(c, p11, p13);
}
#endif
}
