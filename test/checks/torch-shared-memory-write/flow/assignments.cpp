// RUN: %check_torch_tidy %s torch-shared-memory-write
// Assignments that the compiler writes: field by field.
#include <torch/torch.h>
#include <utility>
#include <vector>

struct Batch { torch::Tensor x, y; };
Batch make(std::vector<float> &v) { return {torch::from_blob(v.data(), {3}), torch::ones({3})}; }
Batch foreign(std::vector<float> &v);

// positive: implicit assignment operators
void copies(std::vector<float> &v) { Batch a{torch::from_blob(v.data(), {3}), torch::zeros({3})}, b; b = a; b.x.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:113: warning: 'zero_' overwrites 'v', whose memory 'x' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:46: note: 'x' borrows the memory of 'v' here
// CHECK-NOTES: :[[@LINE-3]]:113: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:113: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void copies(std::vector<float> &v) { Batch a{torch::zeros({3}, torch::kFloat32), torch::zeros({3})}, b; b = a; }
void moves(std::vector<float> &v) { Batch a{torch::from_blob(v.data(), {3}), torch::zeros({3})}, b; b = std::move(a); b.x.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:123: warning: 'zero_' overwrites 'v', whose memory 'x' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:45: note: 'x' borrows the memory of 'v' here
// CHECK-NOTES: :[[@LINE-3]]:123: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:123: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void moves(std::vector<float> &v) { Batch a{torch::zeros({3}, torch::kFloat32), torch::zeros({3})}, b; b = std::move(a); }
void temporary(std::vector<float> &v) { Batch a; a = Batch{torch::from_blob(v.data(), {3}), torch::ones({3})}; a.x.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:116: warning: 'zero_' overwrites 'v', whose memory 'x' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:60: note: 'x' borrows the memory of 'v' here
// CHECK-NOTES: :[[@LINE-3]]:116: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:116: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void temporary(std::vector<float> &v) { Batch a; a = Batch{torch::zeros({3}, torch::kFloat32), torch::ones({3})}; }
void made(std::vector<float> &v) { Batch a; a = make(v); a.x.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:62: warning: 'zero_' overwrites 'v', whose memory 'x' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:49: note: 'x' borrows the memory of 'v' here
// CHECK-NOTES: :[[@LINE-25]]:45: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:62: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// negative: implicit assignment operators
void otherField(std::vector<float> &v) { Batch a{torch::from_blob(v.data(), {3}), torch::zeros({3})}, b; b = a; b.y.zero_(); }
void rebound(std::vector<float> &v) { Batch a{torch::from_blob(v.data(), {3}), torch::zeros({3})}; a = Batch{torch::ones({3}), torch::ones({3})}; a.x.zero_(); }
// unknown: implicit assignment operators
void unknown(std::vector<float> &v) { Batch a; a = foreign(v); a.x.zero_(); }
