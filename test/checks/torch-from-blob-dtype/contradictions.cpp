// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Elements of one type, read as another.
#include <array>
#include <torch/torch.h>
#include <vector>

// speaks: no dtype, and elements that are not float
torch::Tensor doubles(std::vector<double> &v) { return torch::from_blob(v.data(), {2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:83: note: it reads 24 bytes; 6 doubles take 48
// CHECK-NOTES: :[[@LINE-3]]:56: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:56: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor doubles(std::vector<double> &v) { return torch::from_blob(v.data(), {2, 3}, torch::kFloat64); }
torch::Tensor ints(const int *p) { return torch::from_blob(const_cast<int *>(p), {4}); }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'from_blob' reads the ints of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:43: note: read them as they are: add 'torch::kInt32'
// CHECK-NOTES: :[[@LINE-3]]:43: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor ints(const int *p) { return torch::from_blob(const_cast<int *>(p), {4}, torch::kInt32); }
torch::Tensor longs(int64_t *p, int64_t n) { return torch::from_blob(p, {n}); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'from_blob' reads the 'int64_t' elements of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:53: note: read them as they are: add 'torch::kInt64'
// CHECK-NOTES: :[[@LINE-3]]:53: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor longs(int64_t *p, int64_t n) { return torch::from_blob(p, {n}, torch::kInt64); }
torch::Tensor empty(double *p) { return torch::from_blob(p, {2}, torch::TensorOptions()); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:61: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:41: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:41: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor empty(double *p) { return torch::from_blob(p, {2}, torch::TensorOptions().dtype(torch::kFloat64)); }
torch::Tensor onDevice(double *p) { return torch::from_blob(p, {2}, torch::device(torch::kCPU)); }
// CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:64: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:44: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:44: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor onDevice(double *p) { return torch::from_blob(p, {2}, torch::device(torch::kCPU).dtype(torch::kFloat64)); }
torch::Tensor bareDevice(double *p) { return torch::from_blob(p, {2}, torch::kCPU); }
// CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:66: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:46: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:46: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor bareDevice(double *p) { return torch::from_blob(p, {2}, torch::device(torch::kCPU).dtype(torch::kFloat64)); }
torch::Tensor deleter(double *p) { return torch::from_blob(p, {2}, [](void *q) { delete[] static_cast<double *>(q); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:63: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:43: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:43: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor deleter(double *p) { return torch::from_blob(p, {2}, [](void *q) { delete[] static_cast<double *>(q); }, torch::kFloat64); }

// speaks: another dtype than the elements have
torch::Tensor given(double *p) { return torch::from_blob(p, {2}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:61: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:41: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:41: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor given(double *p) { return torch::from_blob(p, {2}, torch::kFloat64); }
torch::Tensor chain(float *p) { return torch::from_blob(p, {2}, torch::TensorOptions().dtype(torch::kFloat64).requires_grad(false)); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'from_blob' reads the floats of 'p' as double [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:60: note: it reads 16 bytes; 2 floats take 8
// CHECK-NOTES: :[[@LINE-3]]:40: note: read them as they are: use 'torch::kFloat32'
// CHECK-NOTES: :[[@LINE-4]]:40: note: read them as they are, then convert to 'torch::kFloat64'
// CHECK-SUGGESTED: torch::Tensor chain(float *p) { return torch::from_blob(p, {2}, torch::TensorOptions().dtype(torch::kFloat32).requires_grad(false)); }
torch::Tensor function(int *p) { return torch::from_blob(p, {2}, torch::dtype(torch::kInt64)); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'from_blob' reads the ints of 'p' as int64 [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:61: note: it reads 16 bytes; 2 ints take 8
// CHECK-NOTES: :[[@LINE-3]]:41: note: read them as they are: use 'torch::kInt32'
// CHECK-NOTES: :[[@LINE-4]]:41: note: read them as they are, then convert to 'torch::kInt64'
// CHECK-SUGGESTED: torch::Tensor function(int *p) { return torch::from_blob(p, {2}, torch::dtype(torch::kInt32)); }
torch::Tensor mask(std::vector<int> &v) { return torch::from_blob(v.data(), {2, 2}, torch::kBool); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'from_blob' reads the ints of 'v' as bool [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:77: note: it reads 4 bytes; 4 ints take 16
// CHECK-NOTES: :[[@LINE-3]]:50: note: read them as they are: use 'torch::kInt32'
// CHECK-NOTES: :[[@LINE-4]]:50: note: read them as they are, then convert to 'torch::kBool'
// CHECK-SUGGESTED: torch::Tensor mask(std::vector<int> &v) { return torch::from_blob(v.data(), {2, 2}, torch::kInt32); }
torch::Tensor atNamespace(double *p) { return at::from_blob(p, {2}, at::kFloat); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:64: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:47: note: read them as they are: use 'at::kDouble'
// CHECK-NOTES: :[[@LINE-4]]:47: note: read them as they are, then convert to 'at::kFloat'
// CHECK-SUGGESTED: torch::Tensor atNamespace(double *p) { return at::from_blob(p, {2}, at::kDouble); }

// speaks: whatever the buffer is
torch::Tensor matrix() { static double m[2][3]; return torch::from_blob(m, {2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'from_blob' reads the doubles of 'm' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:76: note: it reads 24 bytes; 6 doubles take 48
// CHECK-NOTES: :[[@LINE-3]]:56: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:56: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor matrix() { static double m[2][3]; return torch::from_blob(m, {2, 3}, torch::kFloat64); }
torch::Tensor array(std::array<int, 4> &a) { return torch::from_blob(a.data(), {4}); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'from_blob' reads the ints of 'a' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:53: note: read them as they are: add 'torch::kInt32'
// CHECK-NOTES: :[[@LINE-3]]:53: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor array(std::array<int, 4> &a) { return torch::from_blob(a.data(), {4}, torch::kInt32); }
torch::Tensor arrays(std::vector<std::array<double, 3>> &v) { return torch::from_blob(v.data(), {2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:70: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:97: note: it reads 24 bytes; 6 doubles take 48
// CHECK-NOTES: :[[@LINE-3]]:70: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:70: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor arrays(std::vector<std::array<double, 3>> &v) { return torch::from_blob(v.data(), {2, 3}, torch::kFloat64); }
torch::Tensor first(std::vector<double> &v) { return torch::from_blob(&v[0], {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:78: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:54: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:54: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor first(std::vector<double> &v) { return torch::from_blob(&v[0], {2}, torch::kFloat64); }
torch::Tensor address(double &x) { return torch::from_blob(&x, {1}); }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'from_blob' reads the doubles of 'x' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:64: note: it reads 4 bytes; 1 double takes 8
// CHECK-NOTES: :[[@LINE-3]]:43: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:43: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor address(double &x) { return torch::from_blob(&x, {1}, torch::kFloat64); }
torch::Tensor forgets(std::vector<double> &v) { return torch::from_blob(static_cast<void *>(v.data()), {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:104: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:56: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:56: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor forgets(std::vector<double> &v) { return torch::from_blob(static_cast<void *>(v.data()), {2}, torch::kFloat64); }
torch::Tensor offset(double *p) { return torch::from_blob(p + 3, {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:66: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:42: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:42: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor offset(double *p) { return torch::from_blob(p + 3, {2}, torch::kFloat64); }
torch::Tensor made() { double *p = new double[4]{}; return torch::from_blob(p, {4}); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:80: note: it reads 16 bytes; 4 doubles take 32
// CHECK-NOTES: :[[@LINE-3]]:60: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:60: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor made() { double *p = new double[4]{}; return torch::from_blob(p, {4}, torch::kFloat64); }
using Action = double;
torch::Tensor renamed(Action *p) { return torch::from_blob(p, {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'from_blob' reads the 'Action' elements of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:63: note: it reads 8 bytes; 2 'Action' elements take 16
// CHECK-NOTES: :[[@LINE-3]]:43: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:43: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor renamed(Action *p) { return torch::from_blob(p, {2}, torch::kFloat64); }
torch::Tensor half(c10::Half *p) { return torch::from_blob(p, {2}); }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'from_blob' reads the 'c10::Half' elements of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:63: note: it reads 8 bytes; 2 'c10::Half' elements take 4
// CHECK-NOTES: :[[@LINE-3]]:43: note: read them as they are: add 'torch::kFloat16'
// CHECK-NOTES: :[[@LINE-4]]:43: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor half(c10::Half *p) { return torch::from_blob(p, {2}, torch::kFloat16); }

// speaks: the containers themselves, or pointers
torch::Tensor headers(std::vector<std::vector<float>> &v) { return torch::from_blob(v.data(), {2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: 'from_blob' reads the bytes of 'std::vector<float>' objects, not their elements [torch-from-blob-dtype]
torch::Tensor container(std::vector<float> &v) { return torch::from_blob(&v, {2, 3}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'from_blob' reads the bytes of 'std::vector<float>' objects, not their elements [torch-from-blob-dtype]
torch::Tensor rows(float **p) { return torch::from_blob(p, {2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'from_blob' reads the pointers of 'p' as float [torch-from-blob-dtype]

// helpers
torch::TensorOptions floats() { return torch::dtype(torch::kFloat32); }
// speaks: options from elsewhere
torch::Tensor local(double *p) { auto options = torch::TensorOptions().dtype(torch::kFloat32); return torch::from_blob(p, {2}, options); }
// CHECK-MESSAGES: :[[@LINE-1]]:103: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:123: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:103: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:103: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor local(double *p) { auto options = torch::TensorOptions().dtype(torch::kFloat32); return torch::from_blob(p, {2}, options.dtype(torch::kFloat64)); }
torch::Tensor built(double *p) { torch::TensorOptions options; options = options.device(torch::kCPU); return torch::from_blob(p, {2}, options); }
// CHECK-MESSAGES: :[[@LINE-1]]:110: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:130: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:110: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:110: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor built(double *p) { torch::TensorOptions options; options = options.device(torch::kCPU); return torch::from_blob(p, {2}, options.dtype(torch::kFloat64)); }
static const auto Shared = torch::TensorOptions().dtype(torch::kInt32);
constexpr auto Kind = torch::kFloat32;
torch::Tensor global(double *p) { return torch::from_blob(p, {2}, Shared); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'from_blob' reads the doubles of 'p' as int32 [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:62: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:42: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:42: note: read them as they are, then convert to 'torch::kInt32'
// CHECK-SUGGESTED: torch::Tensor global(double *p) { return torch::from_blob(p, {2}, Shared.dtype(torch::kFloat64)); }
torch::Tensor constant(double *p) { return torch::from_blob(p, {2}, Kind); }
// CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:64: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:44: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:44: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor constant(double *p) { return torch::from_blob(p, {2}, torch::kFloat64); }
torch::Tensor helper(double *p) { return torch::from_blob(p, {2}, floats()); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:62: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:42: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:42: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor helper(double *p) { return torch::from_blob(p, {2}, floats().dtype(torch::kFloat64)); }
torch::Tensor ternary(double *p, bool b) { return torch::from_blob(p, {2}, b ? torch::kFloat32 : torch::kInt32); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' reads the doubles of 'p' as int32 [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:71: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:51: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:51: note: read them as they are, then convert to 'torch::kInt32'
// CHECK-SUGGESTED: torch::Tensor ternary(double *p, bool b) { return torch::from_blob(p, {2}, torch::kFloat64); }
torch::Tensor ofTensor(double *p) { auto x = torch::zeros({2}, torch::kFloat32); return torch::from_blob(p, {2}, x.options()); }
// CHECK-MESSAGES: :[[@LINE-1]]:89: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:109: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:89: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:89: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor ofTensor(double *p) { auto x = torch::zeros({2}, torch::kFloat32); return torch::from_blob(p, {2}, x.options().dtype(torch::kFloat64)); }
torch::Tensor ofOther(double *p, torch::Tensor x) { return torch::from_blob(p, {2}, x.options().dtype(torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:80: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:60: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:60: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor ofOther(double *p, torch::Tensor x) { return torch::from_blob(p, {2}, x.options().dtype(torch::kFloat64)); }
struct Keeper {
  const torch::TensorOptions options = torch::dtype(torch::kFloat32);
  torch::Tensor field(double *p) { return torch::from_blob(p, {2}, options); }
  // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
  // CHECK-NOTES: :[[@LINE-2]]:63: note: it reads 8 bytes; 2 doubles take 16
  // CHECK-NOTES: :[[@LINE-3]]:43: note: read them as they are: use 'torch::kFloat64'
  // CHECK-NOTES: :[[@LINE-4]]:43: note: read them as they are, then convert to 'torch::kFloat32'
  // CHECK-SUGGESTED: torch::Tensor field(double *p) { return torch::from_blob(p, {2}, options.dtype(torch::kFloat64)); }
};
torch::Tensor mutating(double *p) { torch::TensorOptions o; o.dtype<float>(); return torch::from_blob(p, {2}, o); }
// CHECK-MESSAGES: :[[@LINE-1]]:86: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:106: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:86: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:86: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor mutating(double *p) { torch::TensorOptions o; o.dtype<float>(); return torch::from_blob(p, {2}, o.dtype(torch::kFloat64)); }
torch::Tensor inLambda(std::vector<double> &v) { auto f = [&] { return torch::from_blob(v.data(), {2}); }; return f().clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:72: warning: 'from_blob' reads the doubles of 'v' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:99: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:72: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:72: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: torch::Tensor inLambda(std::vector<double> &v) { auto f = [&] { return torch::from_blob(v.data(), {2}, torch::kFloat64); }; return f().clone(); }
