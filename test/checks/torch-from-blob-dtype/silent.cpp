// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Each function is silent for one reason.
#include <complex>
#include <cstddef>
#include <string>
#include <torch/torch.h>
#include <type_traits>
#include <vector>

// silent: the dtype is right
torch::Tensor right(float *p) { return torch::from_blob(p, {2}, torch::kFloat32); }
torch::Tensor rightLong(std::vector<int64_t> &v) { return torch::from_blob(v.data(), {2}, torch::kLong); }
torch::Tensor rightLongLong(long long *p) { return torch::from_blob(p, {2}, torch::kInt64); }
torch::Tensor rightHalf(c10::Half *p) { return torch::from_blob(p, {2}, torch::kHalf); }
// silent: bytes stand for anything
torch::Tensor nothing(void *p) { return torch::from_blob(p, {2}); }
torch::Tensor chars(char *p) { return torch::from_blob(p, {2}, torch::kFloat32); }
torch::Tensor bytes(unsigned char *p) { return torch::from_blob(p, {2}, torch::kFloat32); }
torch::Tensor stdBytes(std::byte *p) { return torch::from_blob(p, {2}, torch::kFloat32); }
torch::Tensor string(std::string &s) { return torch::from_blob(s.data(), {2}, torch::kInt32); }
// silent: a cast to other elements
torch::Tensor reinterpreted(double *p) { return torch::from_blob(reinterpret_cast<float *>(p), {2}, torch::kFloat64); }
torch::Tensor cCast(double *p) { return torch::from_blob((float *)p, {2}, torch::kFloat64); }
torch::Tensor address(int64_t a) { return torch::from_blob(reinterpret_cast<void *>(a), {2}); }
// silent: classes lie in memory as their authors know
struct Point { float x, y, z; };
torch::Tensor points(std::vector<Point> &v) { return torch::from_blob(v.data(), {2, 3}, torch::kFloat32); }
torch::Tensor complexes(std::complex<float> *p) { return torch::from_blob(p, {2}, torch::kComplexFloat); }
torch::Tensor pairs(c10::complex<float> *p) { return torch::from_blob(p, {2, 2}, torch::kFloat32); }
// silent: reinterpretations of the same width
torch::Tensor bits(uint16_t *p) { return torch::from_blob(p, {2}, torch::kHalf); }
torch::Tensor unsignedInts(uint32_t *p) { return torch::from_blob(p, {2}, torch::kInt32); }
torch::Tensor sizes(std::vector<size_t> &v) { return torch::from_blob(v.data(), {2}, torch::kInt64); }
torch::Tensor flags(uint8_t *p) { return torch::from_blob(p, {2}, torch::kBool); }
torch::Tensor pointers(int **p) { return torch::from_blob(p, {2}, torch::kInt64); }
// silent: the single bytes of wider elements
torch::Tensor asBytes(std::vector<float> &v) { return torch::from_blob(v.data(), {(int64_t)(v.size() * sizeof(float))}, torch::kUInt8); }
torch::Tensor imageBytes(std::vector<int16_t> &pixels, int64_t n) { return torch::from_blob(pixels.data(), {n, 2}, torch::kByte); }
// silent: the dtype is known only at run time
torch::Tensor parameter(float *p, torch::ScalarType t) { return torch::from_blob(p, {2}, t); }
torch::Tensor options(double *p, torch::TensorOptions o) { return torch::from_blob(p, {2}, o); }
torch::Tensor ofTensor(double *p, torch::Tensor x) { return torch::from_blob(p, {2}, x.options()); }
// silent: different on different paths
torch::Tensor oneArm(double *p, bool b) { return torch::from_blob(p, {2}, b ? torch::kFloat64 : torch::kFloat32); }
torch::Tensor reassigned(double *p, bool b) { auto o = torch::dtype(torch::kFloat32); if (b) o = o.dtype(torch::kFloat64); return torch::from_blob(p, {2}, o); }
// silent: the dtype is known only at run time
extern torch::TensorOptions Changes;
torch::Tensor global(double *p) { return torch::from_blob(p, {2}, Changes); }
torch::TensorOptions foreign();
torch::Tensor foreignOptions(double *p) { return torch::from_blob(p, {2}, foreign()); }
struct Keeper {
  torch::TensorOptions options = torch::dtype(torch::kFloat32);
  void set(torch::TensorOptions o) { options = o; }
  torch::Tensor field(double *p) { return torch::from_blob(p, {2}, options); }
};
// silent: each instance of a template is right
template <class T> torch::Tensor trait(T *p) { return torch::from_blob(p, {2}, c10::CppTypeToScalarType<T>::value); }
template <class T> torch::Tensor meta(T *p) { return torch::from_blob(p, {2}, caffe2::TypeMeta::Make<T>()); }
template <class T> torch::Tensor builder(T *p) { return torch::from_blob(p, {2}, torch::dtype<T>()); }
template <class T> torch::Tensor chosen(T *p) { return torch::from_blob(p, {2}, std::is_same<T, float>::value ? torch::kFloat32 : torch::kFloat64); }
// helpers
void instances(float *p, double *q) { trait(p); trait(q); meta(q); builder(q); chosen(p); chosen(q); }
// silent: another finding offers to replace the borrow
void replaced() { std::vector<float> v(6); torch::from_blob(v.data(), {6}).zero_(); }
void filled() { float a[6]; auto t = torch::from_blob(a, {6}).fill_(1); }
// silent: the function is not libtorch's
namespace mine { torch::Tensor from_blob(void *p, int n); }
torch::Tensor own(double *p) { return mine::from_blob(p, 2); }
struct Blob { torch::Tensor from_blob(void *p, int n) const; };
torch::Tensor method(const Blob &blob, double *p) { return blob.from_blob(p, 2); }
