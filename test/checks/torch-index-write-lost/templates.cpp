// RUN: %check_torch_tidy %s torch-index-write-lost
#include <torch/torch.h>

// speaks: in a template, once for all instances
template <typename T> void set(torch::Tensor t, torch::Tensor mask, T value) {
  t.index({mask}) = value;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}
template void set(torch::Tensor, torch::Tensor, int);
template void set(torch::Tensor, torch::Tensor, double);

// speaks: in a template, in an instance
template <typename F> void writeAt(torch::Tensor t, F index) { t.index({index(t)}).fill_(1); }
// CHECK-MESSAGES: :[[@LINE-1]]:84: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
template <typename I> void clear(torch::Tensor t, I index) {
  t.index({index}) = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}
template void clear(torch::Tensor, torch::Tensor);
template void clear(torch::Tensor, int64_t);

// silent: no instance of a template indexes with a tensor
template <typename... I> void clearAll(torch::Tensor t, I... index) { t.index({index...}) = 0; }
template void clearAll(torch::Tensor, int64_t, torch::indexing::Slice);
template <typename I> void clearRow(torch::Tensor t, I index) { t.index({index}).zero_(); }
template void clearRow(torch::Tensor, int64_t);
template void clearRow(torch::Tensor, torch::indexing::Slice);

// speaks: in a template, once for all instances
template <typename T> struct Pruner {
  torch::Tensor weight;
  void prune(T below) {
    weight.index({weight < below}) = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  }
  void never(torch::Tensor mask) { weight.index({mask}) = 0; }
};
// helpers
void usePruner(Pruner<float> a, Pruner<double> b) {
  a.prune(0.5f);
  b.prune(0.5);
}

// speaks: in a template, once for all instances
void genericLambda(torch::Tensor t, torch::Tensor mask) {
  auto f = [&](auto value) {
    t.index({mask}) = value;
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  };
  f(1);
  f(2.0);
}

// helpers
void useWriteAt(torch::Tensor t) {
  writeAt(t, [](const torch::Tensor &x) { return x > 0; });
  writeAt(t, [](const torch::Tensor &) { return 0; });
}
