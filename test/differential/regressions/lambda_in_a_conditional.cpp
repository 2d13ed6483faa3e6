// What a lambda writes that one side of a `?:` calls belongs to that statement, though a `switch` comes next.
// flags 4; storages param:p1=0 memory:v2=1
namespace PROGRAM {
void f(const Path &c, Tensor & p1) {
  float v2[12] = {}; OWN(1, v2, 12 * sizeof(float), static_cast<int>(torch::kFloat32))
  auto g5 = [&](Tensor x) mutable -> Tensor { x.index({Slice()}) = torch::zeros_like(x); return x[0]; };
  AT(0) SEE(0, 0, p1)
  auto t11 = (c[0] ? g5(torch::from_blob(&v2[0], {3, 4}, torch::TensorOptions().dtype(torch::kFloat32))) : torch::zeros({4}));
  AT(1) SEE(1, 0, p1) SEE(1, 1, t11)
  switch (c.Bits & 3) { case 0: {
  break; } case 1: {
    p1.view(-1).add_(377);
    AT(2) SEE(2, 0, p1) SEE(2, 1, t11)
  break; } default: break; }
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  Tensor p1 = torch::ones({12}); OWN(0, p1)
  f(c, p1);
}
#endif
}
