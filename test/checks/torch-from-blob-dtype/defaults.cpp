// RUN: %check_torch_tidy %s torch-from-blob-dtype
// A program that sets the default dtype means it: "no dtype" may be right.
#include <torch/torch.h>

// helpers
void setUp() { torch::set_default_dtype(caffe2::TypeMeta::Make<double>()); }
// silent: no dtype in a program that sets the default dtype
torch::Tensor doubles(double *p) { return torch::from_blob(p, {2}); }
torch::Tensor floats(float *p, int64_t n) { return torch::from_blob(p, {n}, torch::device(torch::kCPU)); }
