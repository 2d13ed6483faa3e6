// `Tensor(c ? a : b)` is a handle of its own, whatever becomes of `a` and `b`.
// flags 1; storages param:p1=0 param:p2=1
namespace PROGRAM {
void f(const Path &c, Tensor & p1, Tensor & p2) {
  Tensor &&t1 = Tensor((c[0] ? p2 : p1));
  AT(0) SEE(0, 0, p1) SEE(0, 1, p2) SEE(0, 2, t1)
  p2 = p1;
  AT(1) SEE(1, 0, p1) SEE(1, 1, p2) SEE(1, 2, t1)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  Tensor p1 = torch::ones({2, 3, 2}); OWN(0, p1)
  Tensor p2 = torch::ones({2, 3, 2}); OWN(1, p2)
  f(c, p1, p2);
}
#endif
}
