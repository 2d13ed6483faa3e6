// RUN: %check_torch_tidy %s torch-from-blob-dtype
// Constants that somebody else may change: what they were made with says nothing any more.
#include <cstring>
#include <torch/torch.h>

using torch::Tensor;
void fill(torch::TensorOptions &o);
void fillp(torch::TensorOptions *o);
void parseTo(torch::ScalarType &t);
bool parse(torch::ScalarType *t);
void look(const torch::TensorOptions &o);
struct Cfg { torch::ScalarType type = torch::kFloat32; };
void load(Cfg &c);

// silent: an unknown function gets a reference or a pointer to the options
Tensor a(double *p) { torch::TensorOptions o; fill(o); return torch::from_blob(p, {2}, o).clone(); }
Tensor b(double *p) { torch::TensorOptions o; fillp(&o); return torch::from_blob(p, {2}, o).clone(); }
Tensor c(double *p) { torch::ScalarType t = torch::kFloat32; parseTo(t); return torch::from_blob(p, {2}, t).clone(); }
Tensor d(double *p) { torch::ScalarType t = torch::kFloat32; if (!parse(&t)) return {}; return torch::from_blob(p, {2}, t).clone(); }
Tensor e(double *p, int n) { torch::ScalarType t = torch::kFloat32; auto &x = t; std::memcpy(&x, &n, 1); return torch::from_blob(p, {2}, t).clone(); }
Tensor f(double *p) { Cfg c; load(c); return torch::from_blob(p, {3}, c.type).clone(); }
// speaks: an unknown function only reads the options
Tensor reads(double *p) { torch::TensorOptions o = torch::dtype(torch::kFloat32); look(o); return torch::from_blob(p, {2}, o).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:99: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:119: note: it reads 8 bytes; 2 doubles take 16
// CHECK-NOTES: :[[@LINE-3]]:99: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:99: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: Tensor reads(double *p) { torch::TensorOptions o = torch::dtype(torch::kFloat32); look(o); return torch::from_blob(p, {2}, o.dtype(torch::kFloat64)).clone(); }
Tensor untouched(double *p) { Cfg c; return torch::from_blob(p, {3}, c.type).clone(); }
// CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'from_blob' reads the doubles of 'p' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:65: note: it reads 12 bytes; 3 doubles take 24
// CHECK-NOTES: :[[@LINE-3]]:45: note: read them as they are: use 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-4]]:45: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: Tensor untouched(double *p) { Cfg c; return torch::from_blob(p, {3}, torch::kFloat64).clone(); }
