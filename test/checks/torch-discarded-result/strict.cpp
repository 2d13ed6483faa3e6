// RUN: %check_torch_tidy %s torch-discarded-result --level=strict
#include <torch/torch.h>

#include <chrono>
#include <vector>

#define TIME(name, expression) do { expression; } while (false)
#define EXPECT_THROW(statement) do { try { statement; } catch (...) { } } while (false)

void freeFunction(torch::Tensor t) {
  torch::matmul(t, t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'matmul' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: assign the result to 't'
  // CHECK-SUGGESTED: t = torch::matmul(t, t);
}

void newTensor() {
  torch::rand({2}).to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the result of 'to' is dropped [torch-discarded-result]
}

void resultOfAFunction(torch::Tensor (*next)()) {
  next().to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the result of 'to' is dropped [torch-discarded-result]
}

void warmUp(torch::Tensor t) {
  for (int i = 0; i < 10; ++i)
    t.matmul(t);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'matmul' is dropped; 't' stays as it is [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-SUGGESTED: t = t.matmul(t);
}

void lambda(torch::Tensor t) {
  auto f = [&] { t.matmul(t); };
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the result of 'matmul' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:20: note: assign the result to 't'
  // CHECK-SUGGESTED: auto f = [&] { t = t.matmul(t); };
  f();
}

void clock(torch::Tensor t) {
  auto start = std::chrono::steady_clock::now();
  t.matmul(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'matmul' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.matmul(t);
  auto end = std::chrono::steady_clock::now();
  (void)(end - start);
}

void synchronised(torch::Tensor t) {
  t.matmul(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'matmul' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.matmul(t);
  torch::cuda::synchronize();
}

void tried(torch::Tensor t) {
  try {
    t.to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-SUGGESTED: t = t.to(torch::kCUDA);
  } catch (const c10::Error &) {
  }
}

void measured(torch::Tensor t) {
  TIME("add", t.add(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
}

// A number, not a tensor.
void test(torch::Tensor t, torch::Tensor u) {
  t.allclose(u);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'allclose' is dropped [torch-discarded-result]
}

// Silent at this level too.
void purposes(torch::Tensor t) {
  EXPECT_THROW(t.view({7}));
  t.item<float>();
  t.cpu();
  (void)t.add(1);
  t.add_(1);
  t.dim();
}
