// RUN: %check_torch_tidy %s torch-index-write-lost --level=strict
#include <torch/torch.h>

// The level changes nothing here.

void lost(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}) = 5;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({mask}, 5);
}

void silent(torch::Tensor t, torch::Tensor scores, torch::Tensor mask) {
  t.index({scores.argmax()}) = 5;
  t.index({0}) = 5;
  auto u = t.index({mask}).zero_();
}
