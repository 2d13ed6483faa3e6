// RUN: %check_torch_tidy %s torch-from-blob-dtype
// The dtype, or the buffer, is an argument of the helper that borrows.
#include <torch/torch.h>
#include <cstdlib>
#include <vector>

using torch::Tensor;
static Tensor wrap(void *p, int64_t n, torch::ScalarType type = torch::kFloat32) { return torch::from_blob(p, {n}, type); }
static Tensor wrapOptions(void *p, int64_t n, const torch::TensorOptions &options) { return torch::from_blob(p, {n}, options); }
static Tensor wrapBoth(void *p, torch::Dtype type, torch::Device device) { return torch::from_blob(p, {4}, torch::TensorOptions().dtype(type).device(device)); }
static Tensor floats(void *p, int64_t n) { return torch::from_blob(p, {n}, torch::kFloat32); }
static Tensor typed(float *p, int64_t n, torch::ScalarType type) { return torch::from_blob(p, {n}, type); }
template <class T> Tensor templated(T *p, int64_t n, torch::ScalarType type) { return torch::from_blob(p, {n}, type); }
struct Bridge { Tensor of(void *p, torch::ScalarType type) const { return torch::from_blob(p, {4}, type); } };
static Tensor changed(void *p, torch::ScalarType type) { if (type == torch::kFloat32) type = torch::kFloat64; return torch::from_blob(p, {4}, type); }
struct Point { float x, y; };

// speaks: a helper is given the buffer, or the dtype, or both
Tensor byDefault(std::vector<double> &v) { return wrap(v.data(), 4).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-13]]:91: note: this is the 'from_blob'
Tensor again(std::vector<double> &v) { return wrap(v.data(), 4, torch::kFloat32).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-16]]:91: note: this is the 'from_blob'
Tensor options(std::vector<double> &v) { auto o = torch::TensorOptions().dtype(torch::kFloat32); return wrapOptions(v.data(), 4, o).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:105: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-18]]:93: note: this is the 'from_blob'
Tensor both(std::vector<double> &v) { return wrapBoth(v.data(), torch::kFloat32, torch::kCPU).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-20]]:83: note: this is the 'from_blob'
Tensor bufferAlone(std::vector<double> &v) { return floats(v.data(), 4).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-22]]:51: note: this is the 'from_blob'
Tensor dtypeAlone(std::vector<float> &v) { return typed(v.data(), 4, torch::kFloat64).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-24]]:75: note: this is the 'from_blob'
Tensor ofTemplate(std::vector<float> &v) { return templated(v.data(), 4, torch::kFloat64).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-26]]:87: note: this is the 'from_blob'
Tensor ofMethod(const Bridge &b, std::vector<float> &v) { return b.of(v.data(), torch::kInt32).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: 'from_blob' reads the floats of 'v' as int32 [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-28]]:75: note: this is the 'from_blob'
Tensor ofLambda(std::vector<double> &v) { auto f = [](void *p, torch::ScalarType t) { return torch::from_blob(p, {4}, t); }; return f(v.data(), torch::kFloat32).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:94: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:114: note: it reads 16 bytes; 4 doubles take 32
// CHECK-NOTES: :[[@LINE-3]]:94: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:94: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: Tensor ofLambda(std::vector<double> &v) { auto f = [](void *p, torch::ScalarType t) { return torch::from_blob(p, {4}, torch::kFloat64); }; return f(v.data(), torch::kFloat32).clone(); }
Tensor ofArray(double (&v)[4]) { return wrap(v, 4, torch::kFloat32).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-43]]:91: note: this is the 'from_blob'
Tensor castToForget(const std::vector<double> &v) { return wrap((void *)v.data(), 4, torch::kFloat32).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-46]]:91: note: this is the 'from_blob'
// silent: the helper is given the right dtype, or one that may be right
Tensor right(std::vector<double> &v) { return wrap(v.data(), 4, torch::kFloat64).clone(); }
Tensor rightBuffer(std::vector<float> &v) { return floats(v.data(), 4).clone(); }
Tensor rightTemplate(std::vector<float> &v) { return templated(v.data(), 4, torch::kFloat32).clone(); }
Tensor oneOfTwo(std::vector<double> &v, bool f) { return wrap(v.data(), 4, f ? torch::kFloat32 : torch::kFloat64).clone(); }
Tensor unknownDtype(std::vector<double> &v, torch::ScalarType type) { return wrap(v.data(), 4, type).clone(); }
// silent: the helper takes another dtype than it is given
Tensor changedThere(std::vector<double> &v) { return changed(v.data(), torch::kFloat32).clone(); }
Tensor changedAgain(std::vector<float> &v) { return changed(v.data(), torch::kInt32).clone(); }
// silent: what a helper is given has no type of its own
Tensor bytes(std::vector<uint8_t> &v) { return wrap(v.data(), 4, torch::kFloat32).clone(); }
Tensor pointer(void *p) { return wrap(p, 4, torch::kFloat32).clone(); }
Tensor allocated() { void *p = std::malloc(64); auto t = wrap(p, 4, torch::kFloat32).clone(); std::free(p); return t; }
Tensor points(std::vector<Point> &v) { return wrap(v.data(), 8, torch::kFloat32).clone(); }
// silent: a cast says that the elements are others
Tensor reinterpreted(std::vector<double> &v) { return wrap(reinterpret_cast<float *>(v.data()), 8, torch::kFloat32).clone(); }
Tensor inVariable(std::vector<double> &v) { auto *f = (float *)v.data(); void *p = f; return wrap(p, 8, torch::kFloat32).clone(); }
Tensor behindVoid(std::vector<double> &v) { void *p = reinterpret_cast<float *>(v.data()); return torch::from_blob(p, {8}, torch::kFloat32).clone(); }
