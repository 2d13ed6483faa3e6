// A helper writes what its pointers, containers and structs lead to, on all of its ways or on some.
// flags 1; storages memory:v1=0 memory:v2=1 memory:v3=2 memory:v4=3
namespace PROGRAM {
struct View { float *data; int n; };
static void always(float *p) { torch::from_blob(p, {12}).zero_(); }
static void sometimes(float *p, const Path &c) { if (c[0]) torch::from_blob(p, {12}).zero_(); }
static void container(std::vector<float> &x) { x[0] = 7; }
static void fields(View x) { for (int i = 0; i < x.n; ++i) x.data[i] = 7; }
static void nested(float *p, const Path &c) { if (c[0]) always(p); else p[1] = 8; }
static void copied(std::vector<float> x) { x[0] = 7; }
void f(const Path &c) {
  std::vector<float> v1(12); OWN(0, v1.data(), 48, static_cast<int>(torch::kFloat32))
  std::vector<float> v2(12); OWN(1, v2.data(), 48, static_cast<int>(torch::kFloat32))
  std::vector<float> v3(12); OWN(2, v3.data(), 48, static_cast<int>(torch::kFloat32))
  float v4[12] = {}; OWN(3, v4, 48, static_cast<int>(torch::kFloat32))
  Tensor t1 = torch::from_blob(v1.data(), {12});
  AT(0) SEE(0, 0, t1)
  always(v1.data());
  AT(1) SEE(1, 0, t1)
  sometimes(v2.data(), c);
  AT(2) SEE(2, 0, t1)
  container(v3);
  AT(3) SEE(3, 0, t1)
  fields({v4, 12});
  AT(4) SEE(4, 0, t1)
  nested(c[0] ? v4 : v1.data(), c);
  AT(5) SEE(5, 0, t1)
  always(t1.data_ptr<float>());
  AT(6) SEE(6, 0, t1)
  copied(v3);
  AT(7) SEE(7, 0, t1)
}
#ifdef TORCH_TIDY_RUN
void start(const Path &c) {
  f(c);
}
#endif
}
