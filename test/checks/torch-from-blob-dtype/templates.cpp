// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Templates: one finding for all instantiations, and no edit of text that they share.
#include <torch/torch.h>
#include <vector>

// speaks: in a template, in an instance
template <class T> torch::Tensor wrap(T *p) { return torch::from_blob(p, {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:74: note: it reads 8 bytes; 2 doubles take 16
template <class T> struct Box { T *p; torch::Tensor get() { return torch::from_blob(p, {2}, torch::kFloat32); } };
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:88: note: it reads 8 bytes; 2 doubles take 16
// silent: each instance of a template is right
template <class T> torch::Tensor wrapFloat(T *p) { return torch::from_blob(p, {2}); }
template <class T> struct Traits;
template <> struct Traits<float> { static constexpr auto kind = torch::kFloat32; };
template <> struct Traits<int64_t> { static constexpr auto kind = torch::kInt64; };
template <class T> torch::Tensor traits(std::vector<T> &v) { return torch::from_blob(v.data(), {(int64_t)v.size()}, Traits<T>::kind); }
template <class T> torch::Tensor chosen(T *p) {
  if constexpr (sizeof(T) == 8)
    return torch::from_blob(p, {2}, torch::kFloat64);
  else
    return torch::from_blob(p, {2}, torch::kFloat32);
}
template <class T> class Blob {
  std::vector<T> data;

public:
  torch::Tensor tensor() { return torch::from_blob(data.data(), {2}, torch::TensorOptions().dtype<T>()); }
};
// silent: the code of a template that nobody uses
template <class T> torch::Tensor unused(std::vector<double> &v) { return torch::from_blob(v.data(), {2}, torch::kFloat32); }
template <class T> struct Unused { double *p; torch::Tensor get() { return torch::from_blob(p, {2}); } };
// helpers
void instances(float *f, double *d, int *i) { wrap(f); wrap(d); wrap(i); }
torch::Tensor box(double *d) { return Box<double>{d}.get(); }
void floats(float *f) { wrapFloat(f); }
void rights(std::vector<float> &f, std::vector<int64_t> &i, double *d, Blob<float> &a, Blob<double> &b) {
  traits(f); traits(i); chosen(d); chosen(f.data()); a.tensor(); b.tensor();
}
