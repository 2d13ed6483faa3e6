// RUN: %check_torch_tidy %s torch-from-blob-dtype
// A program that sets the default dtype means it: "no dtype" may be right.
#include <torch/torch.h>

void setUp() { torch::set_default_dtype(caffe2::TypeMeta::Make<double>()); }
torch::Tensor doubles(double *p) { return torch::from_blob(p, {2}); }
