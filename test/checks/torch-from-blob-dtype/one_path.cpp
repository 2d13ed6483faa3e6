// RUN: %check_torch_tidy %s torch-from-blob-dtype
// On one path a constant, on the other something that only the caller knows.
#include <torch/torch.h>
#include <map>
#include <vector>

using torch::Tensor;
torch::ScalarType get();
void set(torch::ScalarType &type);
struct Config { torch::ScalarType type; torch::TensorOptions options; torch::ScalarType of() const; };

// silent: a parameter that one path gives another value
Tensor parameter(float *p, torch::ScalarType type, bool b) { if (b) type = torch::kFloat64; return torch::from_blob(p, {4}, type); }
Tensor replaced(std::vector<float> &v, torch::ScalarType type) { if (type == torch::kFloat32) type = torch::kFloat64; return torch::from_blob(v.data(), {4}, type); }
Tensor options(std::vector<float> &v, torch::TensorOptions o, bool b) { if (b) o = torch::kFloat64; return torch::from_blob(v.data(), {4}, o); }
// silent: on one path the dtype comes from a function, a field or a container
Tensor result(std::vector<float> &v, bool b) { auto type = get(); if (b) type = torch::kFloat64; return torch::from_blob(v.data(), {4}, type); }
Tensor eitherBranch(std::vector<float> &v, bool b) { torch::ScalarType type; if (b) type = torch::kFloat64; else type = get(); return torch::from_blob(v.data(), {4}, type); }
Tensor eitherArm(std::vector<float> &v, bool b) { auto type = b ? torch::kFloat64 : get(); return torch::from_blob(v.data(), {4}, type); }
Tensor field(std::vector<float> &v, bool b, const Config &c) { auto type = torch::kFloat64; if (b) type = c.type; return torch::from_blob(v.data(), {4}, type); }
Tensor method(std::vector<float> &v, bool b, const Config &c) { auto type = torch::kFloat64; if (b) type = c.of(); return torch::from_blob(v.data(), {4}, type); }
Tensor fieldOptions(std::vector<float> &v, bool b, const Config &c) { torch::TensorOptions o = torch::kFloat64; if (b) o = c.options; return torch::from_blob(v.data(), {4}, o); }
Tensor mapped(std::vector<float> &v, bool b, std::map<int, torch::ScalarType> &m) { torch::TensorOptions o = torch::kFloat64; if (b) o = m[3]; return torch::from_blob(v.data(), {4}, o); }
Tensor ofTensor(std::vector<float> &v, const Tensor &x, bool b) { auto type = torch::kFloat64; if (b) type = x.scalar_type(); return torch::from_blob(v.data(), {4}, type); }
// silent: on one path an unknown function gets a reference to the dtype
Tensor given(std::vector<float> &v, bool b) { auto type = torch::kFloat64; if (b) set(type); return torch::from_blob(v.data(), {4}, type); }
Tensor givenInLoop(std::vector<float> &v, int n) { auto type = torch::kFloat64; for (int i = 0; i < n; ++i) set(type); return torch::from_blob(v.data(), {4}, type); }
// silent: on one path the dtype is a number of the caller
Tensor cases(std::vector<float> &v, int code) { torch::ScalarType type; switch (code) { case 0: type = torch::kFloat64; break; default: type = static_cast<torch::ScalarType>(code); } return torch::from_blob(v.data(), {4}, type); }
Tensor cast(std::vector<float> &v, int code) { torch::ScalarType type; if (code == 3) type = torch::kFloat64; else type = (torch::ScalarType)code; return torch::from_blob(v.data(), {4}, type); }
// speaks: each path gives the wrong dtype
Tensor wrongOnBoth(std::vector<float> &v, bool b) { torch::ScalarType type; if (b) type = torch::kFloat64; else type = torch::kInt64; return torch::from_blob(v.data(), {4}, type); }
// CHECK-MESSAGES: :[[@LINE-1]]:142: warning: 'from_blob' reads the floats of 'v' as int64 [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:169: note: it reads 32 bytes; 4 floats take 16
// CHECK-NOTES: :[[@LINE-3]]:142: note: read them as they are: use 'torch::kFloat32'
// CHECK-NOTES: :[[@LINE-4]]:142: note: read them as they are, then convert to 'torch::kInt64'
// CHECK-SUGGESTED: Tensor wrongOnBoth(std::vector<float> &v, bool b) { torch::ScalarType type; if (b) type = torch::kFloat64; else type = torch::kInt64; return torch::from_blob(v.data(), {4}, torch::kFloat32); }
Tensor wrongInBothArms(std::vector<float> &v, bool b) { auto type = b ? torch::kFloat64 : torch::kInt64; return torch::from_blob(v.data(), {4}, type); }
// CHECK-MESSAGES: :[[@LINE-1]]:113: warning: 'from_blob' reads the floats of 'v' as int64 [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:140: note: it reads 32 bytes; 4 floats take 16
// CHECK-NOTES: :[[@LINE-3]]:113: note: read them as they are: use 'torch::kFloat32'
// CHECK-NOTES: :[[@LINE-4]]:113: note: read them as they are, then convert to 'torch::kInt64'
// CHECK-SUGGESTED: Tensor wrongInBothArms(std::vector<float> &v, bool b) { auto type = b ? torch::kFloat64 : torch::kInt64; return torch::from_blob(v.data(), {4}, torch::kFloat32); }
