// RUN: %check_torch_tidy %s torch-shared-memory-write
// Initialisers that stand in no function.
#include <functional>
#include <torch/torch.h>
#include <vector>

static float table[6] = {1, 2, 3, 4, 5, 6};
static std::vector<float> store(6);

// positive: variables at namespace scope
torch::Tensor cleared = torch::from_blob(table, {2, 3}).zero_();
// CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'zero_' overwrites 'table', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:57: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-3]]:57: note: to change 'table' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: torch::Tensor cleared = torch::zeros({2, 3}, torch::kFloat32);
namespace { const torch::Tensor hidden = torch::from_blob(store.data(), {2, 3}, torch::kFloat32).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:98: warning: 'zero_' overwrites 'store', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:98: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-3]]:98: note: to change 'store' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: namespace { const torch::Tensor hidden = torch::zeros({2, 3}, torch::kFloat32); }
std::vector<torch::Tensor> many = {torch::from_blob(table, {6}).fill_(1), torch::ones({3})};
// CHECK-MESSAGES: :[[@LINE-1]]:65: warning: 'fill_' overwrites 'table', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:65: note: make a tensor of its own: use 'torch::full'
// CHECK-NOTES: :[[@LINE-3]]:65: note: to change 'table' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: std::vector<torch::Tensor> many = {torch::full({6}, 1, torch::kFloat32), torch::ones({3})};
struct Shared { static inline torch::Tensor all = torch::from_blob(table, {6}).zero_(); };
// CHECK-MESSAGES: :[[@LINE-1]]:80: warning: 'zero_' overwrites 'table', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:80: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-3]]:80: note: to change 'table' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: struct Shared { static inline torch::Tensor all = torch::zeros({6}, torch::kFloat32); };
// negative: variables at namespace scope
torch::Tensor cloned = torch::from_blob(table, {2, 3}).clone().zero_();
torch::Tensor summed = torch::from_blob(table, {2, 3}).sum();
torch::Tensor fresh = torch::zeros({3}).fill_(2);
// unknown: variables at namespace scope
torch::Tensor foreign(torch::Tensor t);
torch::Tensor handed = foreign(torch::from_blob(table, {2, 3})).zero_();

// positive: lambdas at namespace scope
auto clear = [](float *p) { torch::from_blob(p, {3}).zero_(); };
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:54: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
std::function<void(float *)> stored = [](float *p) { auto t = torch::from_blob(p, {3}); t.zero_(); };
// CHECK-MESSAGES: :[[@LINE-1]]:91: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:63: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:91: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: lambdas at namespace scope
auto copy = [](float *p) { return torch::from_blob(p, {3}).clone().zero_(); };

// positive: initialisers of fields
struct Config {
  float raw[4];
  torch::Tensor view = torch::from_blob(raw, {4}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'zero_' overwrites 'raw', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:51: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-3]]:51: note: to change 'raw' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: torch::Tensor view = torch::zeros({4}, torch::kFloat32);
};
struct WithConstructor {
  float raw[4];
  torch::Tensor view = torch::from_blob(raw, {4}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'zero_' overwrites 'raw', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:51: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-3]]:51: note: to change 'raw' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: torch::Tensor view = torch::zeros({4}, torch::kFloat32);
  torch::Tensor other;
  WithConstructor() : other(torch::from_blob(raw, {4}).zero_()) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'zero_' overwrites 'raw', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:56: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-3]]:56: note: to change 'raw' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: WithConstructor() : other(torch::zeros({4}, torch::kFloat32)) {}
};
template <class T> struct Pool { torch::Tensor b = torch::from_blob(table, {6}).zero_(); };
// CHECK-MESSAGES: :[[@LINE-1]]:81: warning: 'zero_' overwrites 'table', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:81: note: to change 'table' on purpose, write it directly, for example with 'std::fill'
Pool<float> ofFloats;
Pool<double> ofDoubles;
// negative: initialisers of fields
struct Copies {
  float raw[4];
  torch::Tensor copy = torch::from_blob(raw, {4}).clone().zero_();
  torch::Tensor fresh = torch::zeros({4}).zero_();
};
