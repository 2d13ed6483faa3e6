// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Macros: no edit of text that others share.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
#define WRAP(p, n) torch::from_blob(p, {n})
#define CHECKED(x) (x)
#define KIND torch::kFloat32
#define OPTIONS(kind) torch::TensorOptions().dtype(kind)
#define WRAP_AS(p, n, type) torch::from_blob(p, {n}, torch::CppTypeToScalarType<type>::value)
#define BYTES(p) reinterpret_cast<char *>(p)
#define DATA(v) v.data()

// speaks: written by a macro
Tensor macro(double *p) { return WRAP(p, 2); }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-11]]:20: note: expanded from macro 'WRAP'
// CHECK-NOTES: :[[@LINE-3]]:34: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-13]]:40: note: expanded from macro 'WRAP'
Tensor kind(double *p) { return torch::from_blob(p, {2}, KIND); }
// CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:53: note: it reads 8 bytes; 2 doubles take 16
// speaks: an argument of a macro
Tensor argument(double *p) { return CHECKED(torch::from_blob(p, {2})); }
// CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:65: note: it reads 8 bytes; 2 doubles take 16
Tensor options(int *p) { return torch::from_blob(p, {2}, OPTIONS(torch::kInt64)); }
// CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'from_blob' reads the ints of 'p' as int64 [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:53: note: it reads 16 bytes; 2 ints take 8
Tensor data(std::vector<double> &v) { return torch::from_blob(DATA(v), {2}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:72: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:46: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:46: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: Tensor data(std::vector<double> &v) { return torch::from_blob(DATA(v), {2}, torch::kFloat64); }

// silent: a macro gives the right dtype
Tensor right(double *p) { return WRAP_AS(p, 2, double); }
Tensor rightKind(float *p) { return torch::from_blob(p, {2}, KIND); }
Tensor rightOptions(int64_t *p) { return torch::from_blob(p, {2}, OPTIONS(torch::kInt64)); }
// silent: a cast to other elements
Tensor bytes(double *p) { return torch::from_blob(BYTES(p), {2}, torch::kFloat32); }
Tensor dispatched(Tensor x) {
  Tensor out;
  AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "dispatched", [&] {
    out = torch::from_blob(x.data_ptr<scalar_t>(), {2}, x.scalar_type());
  });
  return out;
}
