// RUN: %check_torch_tidy %s torch-index-write-lost --level=strict
#include <torch/torch.h>

// The level changes nothing here.

// speaks: the same at this level
void lost(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}) = 5;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-FIXES: t.index_put_({mask}, 5);
}

void lostSelection(torch::Tensor t, torch::Tensor mask) {
  t.masked_select(mask).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: this writes into a copy: 'masked_select' copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:25: note: write into the tensor itself: use 'masked_fill_'
  // CHECK-SUGGESTED: t.masked_fill_(mask, 0);
}

// silent: the same at this level
void silent(torch::Tensor t, torch::Tensor scores, torch::Tensor mask) {
  t.index({scores.argmax()}) = 5;
  t.index({0}) = 5;
  auto u = t.index({mask}).zero_();
}

void named(torch::Tensor t, torch::Tensor mask, std::vector<torch::indexing::TensorIndex> indices) {
  t.index(indices) = 5;
  t.index_put_({mask}, 5);
}
