// `b4.find(0)->second` and `b4[0]` are one element: a copy of it holds what was stored through either name.
// flags 0; storages param:p1=0 param:p2=1
namespace PROGRAM {
void f(const Path &c, Tensor p1, const Tensor & p2) {
  std::map<int, Tensor> b4 = {{0, p2}, {1, p2}};
  AT(0) SEE(0, 0, p1) SEE(0, 1, p2) SEE(0, 2, b4[0]) SEE(0, 3, b4.at(1)) SEE(0, 4, b4.find(0)->second)
  b4.find(0)->second = p1;
  AT(1) SEE(1, 0, p1) SEE(1, 1, p2) SEE(1, 2, b4[0]) SEE(1, 3, b4.at(1)) SEE(1, 4, b4.find(0)->second)
  Tensor t5 = b4[0];
  AT(2) SEE(2, 0, p1) SEE(2, 1, p2) SEE(2, 2, b4[0]) SEE(2, 3, b4.at(1)) SEE(2, 4, b4.find(0)->second) SEE(2, 5, t5)
  torch::nn::init::zeros_(std::make_pair(b4[0], 1).first);
  AT(3) SEE(3, 0, p1) SEE(3, 1, p2) SEE(3, 2, b4[0]) SEE(3, 3, b4.at(1)) SEE(3, 4, b4.find(0)->second) SEE(3, 5, t5)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  Tensor p1 = torch::ones({12}); OWN(0, p1)
  Tensor p2 = torch::ones({12}); OWN(1, p2)
  f(c, p1, p2);
}
#endif
}
