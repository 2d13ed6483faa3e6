// RUN: %check_torch_tidy %s torch-index-write-lost
#include <torch/torch.h>

// A function that does not compile says nothing about the others; nothing is claimed about itself.

void sound(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}) = 5;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}

void unknownIndex(torch::Tensor t, torch::Tensor mask) {
  t.index({undeclared}) = 5;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: error: use of undeclared identifier 'undeclared' [clang-diagnostic-error]
  t.index({mask}) = 5;
}

void unknownValue(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}) = undeclared;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: error: use of undeclared identifier 'undeclared' [clang-diagnostic-error]
}

void unfinishedList(torch::Tensor t, torch::Tensor mask) {
  t.index({mask};
  // CHECK-MESSAGES: :[[@LINE-1]]:17: error: expected ')' [clang-diagnostic-error]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: to match this '('
  t.index({mask}) = 5;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}

void afterwards(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}).zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}
