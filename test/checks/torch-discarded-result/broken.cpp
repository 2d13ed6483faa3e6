// RUN: %check_torch_tidy %s torch-discarded-result
#include <torch/torch.h>

// A function that does not compile says nothing about the others; nothing is claimed about itself.

void sound(torch::Tensor t) {
  t.add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'add_'
}

void broken(torch::Tensor t) {
  t.add(1);
  t.unheardOfMember(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: error: no member named 'unheardOfMember' in 'at::Tensor' [clang-diagnostic-error]
}

void unknownName(torch::Tensor t) {
  t.to(undeclared);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: error: use of undeclared identifier 'undeclared' [clang-diagnostic-error]
  t.add(1);
}

void wrongArguments(torch::Tensor t) {
  t.to(torch::kCUDA);
  int n = "three";
  // CHECK-MESSAGES: :[[@LINE-1]]:7: error: cannot initialize a variable of type 'int' with an lvalue of type 'const char[6]' [clang-diagnostic-error]
  (void)n;
}

struct Incomplete;
void incompleteType(Incomplete &i, torch::Tensor t) {
  t.view({1});
  i.t.view({1});
  // CHECK-MESSAGES: :[[@LINE-1]]:4: error: member access into incomplete type 'Incomplete' [clang-diagnostic-error]
  // CHECK-NOTES: :[[@LINE-5]]:8: note: forward declaration of 'Incomplete'
}

void afterwards(torch::Tensor t) {
  t.to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
}

// Half typed: what is said of it may not be true of the finished code.
void unfinished(torch::Tensor t) {
  t.add(1)
  // CHECK-MESSAGES: :[[@LINE-1]]:11: error: expected ';' after expression [clang-diagnostic-error]
}
