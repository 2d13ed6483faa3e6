// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Complex numbers: the standard library's and libtorch's own.
#include <complex>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;

// speaks: twice, or half the size
Tensor twice(std::vector<std::complex<float>> &v) { return torch::from_blob(v.data(), {3}, torch::kComplexDouble).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'from_blob' reads the 'std::complex<float>' elements of 'v' as complex double [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:87: note: it reads 48 bytes; 3 'std::complex<float>' elements take 24
// CHECK-NOTES: :[[@LINE-3]]:60: note: read them as they are: use 'torch::kComplexFloat'
// CHECK-NOTES: :[[@LINE-4]]:60: note: read them as they are, then convert to 'torch::kComplexDouble'
// CHECK-SUGGESTED: Tensor twice(std::vector<std::complex<float>> &v) { return torch::from_blob(v.data(), {3}, torch::kComplexFloat).clone(); }
Tensor half(std::complex<double> *p) { return torch::from_blob(p, {3}, torch::kComplexFloat).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' reads the 'std::complex<double>' elements of 'p' as complex float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:67: note: it reads 24 bytes; 3 'std::complex<double>' elements take 48
// CHECK-NOTES: :[[@LINE-3]]:47: note: read them as they are: use 'torch::kComplexDouble'
// CHECK-NOTES: :[[@LINE-4]]:47: note: read them as they are, then convert to 'torch::kComplexFloat'
// CHECK-SUGGESTED: Tensor half(std::complex<double> *p) { return torch::from_blob(p, {3}, torch::kComplexDouble).clone(); }
Tensor parts(std::complex<double> *p) { return torch::from_blob(p, {3, 2}, torch::kFloat32).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'from_blob' reads the 'std::complex<double>' elements of 'p' as float [torch-from-blob-dtype]
Tensor whole(std::complex<float> (&a)[3]) { return torch::from_blob(a, {3}, torch::kInt64).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'from_blob' reads the 'std::complex<float>' elements of 'a' as int64 [torch-from-blob-dtype]
// silent: as they are
Tensor same(std::vector<std::complex<float>> &v) { return torch::from_blob(v.data(), {3}, torch::kComplexFloat).clone(); }
Tensor sameDouble(std::complex<double> *p) { return torch::from_blob(p, {3}, torch::kComplexDouble).clone(); }
Tensor own(c10::complex<double> *p) { return torch::from_blob(p, {3}, torch::kComplexDouble).clone(); }
// silent: the real and the imaginary part one after the other, or a class of the user
Tensor realAndImaginary(std::vector<std::complex<float>> &v) { return torch::from_blob(v.data(), {3, 2}, torch::kFloat32).clone(); }
Tensor pairs(float *p) { return torch::from_blob(p, {3}, torch::kComplexFloat).clone(); }
template <class T> struct complex { T re, im; };
Tensor users(complex<double> *p) { return torch::from_blob(p, {3}, torch::kComplexFloat).clone(); }
