// RUN: %check_torch_tidy %s torch-discarded-result --level=strict
#include <torch/torch.h>

#include <chrono>
#include <vector>

#define TIME(name, expression) do { expression; } while (false)
#define CHECK_CUDA(call) do { if (call) throw 1; } while (false)
int cudaDeviceSynchronize();
#define EXPECT_THROW(statement) do { try { statement; } catch (...) { } } while (false)

// speaks: a function, not a method
void freeFunction(torch::Tensor t) {
  torch::matmul(t, t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'matmul' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: assign the result to 't'
  // CHECK-SUGGESTED: t = torch::matmul(t, t);
}

void relu(torch::Tensor t) {
  at::relu(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'relu' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: assign the result to 't'
  // CHECK-SUGGESTED: t = at::relu(t);
}

// speaks: a new tensor without a name
void newTensor() {
  torch::rand({2}).to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the result of 'to' is dropped [torch-discarded-result]
}

void resultOfAFunction(torch::Tensor (*next)()) {
  next().to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the result of 'to' is dropped [torch-discarded-result]
}

// speaks: warm-ups, benchmarks and clocks
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

// speaks: before a synchronisation
void synchronised(torch::Tensor t) {
  t.matmul(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'matmul' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.matmul(t);
  torch::cuda::synchronize();
}

void beforeACheck(torch::Tensor t) {
  t.add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'add_'
  // CHECK-SUGGESTED: t = t.add(1);
  CHECK_CUDA(cudaDeviceSynchronize());
}

// speaks: in a try with a handler
void tried(torch::Tensor t) {
  try {
    t.to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-SUGGESTED: t = t.to(torch::kCUDA);
  } catch (const c10::Error &) {
  }
}

bool probed(torch::Tensor t) {
  try {
    t.view({7});
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'view' is dropped; 't' keeps its shape [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-SUGGESTED: t = t.view({7});
    return true;
  } catch (...) {
    return false;
  }
}

// speaks: an argument of a macro
void measured(torch::Tensor t) {
  TIME("add", t.add(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
}

void measuredBlock(torch::Tensor t) {
  TIME("mul", { t.mul(2); });
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the result of 'mul' is dropped; 't' keeps its values [torch-discarded-result]
}

// speaks: a result that is no tensor
void test(torch::Tensor t, torch::Tensor u) {
  t.allclose(u);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'allclose' is dropped [torch-discarded-result]
}

void compared(const torch::Tensor &t, const torch::Tensor &u) {
  torch::allclose(t, u);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'allclose' is dropped [torch-discarded-result]
}

// silent: at this level too
void purposes(torch::Tensor t) {
  EXPECT_THROW(t.view({7}));
  (void)t.add(1);
  t.add_(1);
}

void waits(torch::Tensor t) {
  t.item<float>();
  t.cpu();
}

void asked(torch::Tensor t) {
  t.dim();
  t.sizes();
}
