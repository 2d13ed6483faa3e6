// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Options in fields and variables that nothing changes.
#include <torch/torch.h>
#include <vector>

using torch::Tensor;

static torch::TensorOptions wide = torch::dtype(torch::kFloat64);
static torch::TensorOptions changed = torch::dtype(torch::kFloat64);
static torch::TensorOptions handed = torch::dtype(torch::kFloat64);
torch::TensorOptions visible = torch::dtype(torch::kFloat64);
void prepare(torch::TensorOptions &o);
void set() { changed = torch::dtype(torch::kFloat32); prepare(handed); }

// speaks: options that nothing changes
Tensor ofVariable(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, wide).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:78: note: it reads 24 bytes; 3 floats take 12
// CHECK-NOTES: :[[@LINE-3]]:51: note: read them as they are: use 'torch::kFloat32'
// CHECK-NOTES: :[[@LINE-4]]:51: note: read them as they are, then convert to 'torch::kFloat64'
// CHECK-SUGGESTED: Tensor ofVariable(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, wide.dtype(torch::kFloat32)).clone(); }
Tensor ofStaticLocal(std::vector<float> &v) { static auto o = torch::dtype(torch::kFloat64); return torch::from_blob(v.data(), {3}, o).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:101: warning: 'from_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:128: note: it reads 24 bytes; 3 floats take 12
// CHECK-NOTES: :[[@LINE-3]]:101: note: read them as they are: use 'torch::kFloat32'
// CHECK-NOTES: :[[@LINE-4]]:101: note: read them as they are, then convert to 'torch::kFloat64'
// CHECK-SUGGESTED: Tensor ofStaticLocal(std::vector<float> &v) { static auto o = torch::dtype(torch::kFloat64); return torch::from_blob(v.data(), {3}, o.dtype(torch::kFloat32)).clone(); }

// speaks: options that nothing changes
class Net {
  torch::TensorOptions options = torch::dtype(torch::kFloat64);
  torch::TensorOptions made;
  torch::TensorOptions given;
  torch::ScalarType type = torch::kInt32;
  torch::TensorOptions setLater = torch::dtype(torch::kFloat64);
  torch::TensorOptions byReference = torch::dtype(torch::kFloat64);

public:
  Net(torch::TensorOptions o) : made(torch::dtype(torch::kFloat64)), given(o) {}
  Net() : made(torch::dtype(torch::kFloat64)), given(torch::dtype(torch::kFloat64)) {}
  void later(torch::TensorOptions o) { setLater = o; }
  torch::TensorOptions &access() { return byReference; }
  Tensor inClass(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, options).clone(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'from_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
  // CHECK-NOTES: :[[@LINE-2]]:77: note: it reads 24 bytes; 3 floats take 12
  // CHECK-NOTES: :[[@LINE-3]]:50: note: read them as they are: use 'torch::kFloat32'
  // CHECK-NOTES: :[[@LINE-4]]:50: note: read them as they are, then convert to 'torch::kFloat64'
  // CHECK-SUGGESTED: Tensor inClass(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, options.dtype(torch::kFloat32)).clone(); }
  Tensor fromConstructors(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, made).clone(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'from_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
  // CHECK-NOTES: :[[@LINE-2]]:86: note: it reads 24 bytes; 3 floats take 12
  // CHECK-NOTES: :[[@LINE-3]]:59: note: read them as they are: use 'torch::kFloat32'
  // CHECK-NOTES: :[[@LINE-4]]:59: note: read them as they are, then convert to 'torch::kFloat64'
  // CHECK-SUGGESTED: Tensor fromConstructors(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, made.dtype(torch::kFloat32)).clone(); }
  Tensor scalarType(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, type).clone(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'from_blob' reads the floats of 'v' as int32 [torch-from-blob-dtype]
  // CHECK-NOTES: :[[@LINE-2]]:53: note: read them as they are: use 'torch::kFloat32'
  // CHECK-NOTES: :[[@LINE-3]]:53: note: read them as they are, then convert to 'torch::kInt32'
  // CHECK-SUGGESTED: Tensor scalarType(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, torch::kFloat32).clone(); }
  Tensor extended(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, options.device(torch::kCPU)).clone(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
  // CHECK-NOTES: :[[@LINE-2]]:78: note: it reads 24 bytes; 3 floats take 12
  // CHECK-NOTES: :[[@LINE-3]]:51: note: read them as they are: use 'torch::kFloat32'
  // CHECK-NOTES: :[[@LINE-4]]:51: note: read them as they are, then convert to 'torch::kFloat64'
  // CHECK-SUGGESTED: Tensor extended(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, options.device(torch::kCPU).dtype(torch::kFloat32)).clone(); }
  // Silent: a constructor, a method or a caller may make it something else.
  Tensor fromParameter(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, given).clone(); }
  Tensor assigned(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, setLater).clone(); }
  Tensor referenced(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, byReference).clone(); }
};
struct Plain {
  torch::ScalarType type = torch::kFloat64;
  Tensor read(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, type).clone(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'from_blob' reads the floats of 'v' as double [torch-from-blob-dtype]
  // CHECK-NOTES: :[[@LINE-2]]:74: note: it reads 24 bytes; 3 floats take 12
  // CHECK-NOTES: :[[@LINE-3]]:47: note: read them as they are: use 'torch::kFloat32'
  // CHECK-NOTES: :[[@LINE-4]]:47: note: read them as they are, then convert to 'torch::kFloat64'
  // CHECK-SUGGESTED: Tensor read(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, torch::kFloat32).clone(); }
};

// silent: options that something changes, or may
Tensor ofChanged(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, changed).clone(); }
Tensor ofHanded(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, handed).clone(); }
Tensor ofVisible(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, visible).clone(); }
struct Aggregate {
  torch::ScalarType type = torch::kFloat64;
  Tensor read(std::vector<float> &v) { return torch::from_blob(v.data(), {3}, type).clone(); }
};
Tensor ofAggregate(std::vector<float> &v) { return Aggregate{torch::kFloat32}.read(v); }
