// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Templates and macros: one finding for all instantiations, and no edit of text that others share.
#include <torch/torch.h>

template <class T> torch::Tensor wrap(T *p) { return torch::from_blob(p, {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:74: note: it reads 8 bytes; 2 doubles take 16
void instances(float *f, double *d, int *i) { wrap(f); wrap(d); wrap(i); }
template <class T> torch::Tensor wrapFloat(T *p) { return torch::from_blob(p, {2}); }
void floats(float *f) { wrapFloat(f); }
template <class T> struct Box { T *p; torch::Tensor get() { return torch::from_blob(p, {2}, torch::kFloat32); } };
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:88: note: it reads 8 bytes; 2 doubles take 16
torch::Tensor box(double *d) { return Box<double>{d}.get(); }

#define WRAP(p, n) torch::from_blob(p, {n})
torch::Tensor macro(double *p) { return WRAP(p, 2); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-3]]:20: note: expanded from macro 'WRAP'
// CHECK-NOTES: :[[@LINE-3]]:41: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-5]]:40: note: expanded from macro 'WRAP'
#define CHECKED(x) (x)
torch::Tensor argument(double *p) { return CHECKED(torch::from_blob(p, {2})); }
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:72: note: it reads 8 bytes; 2 doubles take 16
