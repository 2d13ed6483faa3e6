// RUN: %check_torch_tidy %s torch-discarded-result
#include <torch/torch.h>

#include <cstdlib>

// As in test frameworks.
#define EXPECT_THROW(statement, type)                                                                                  \
  do {                                                                                                                 \
    try {                                                                                                              \
      statement;                                                                                                       \
      std::abort();                                                                                                    \
    } catch (const type &) {                                                                                           \
    }                                                                                                                  \
  } while (false)
#define REQUIRE_THROWS(...) do { try { static_cast<void>(__VA_ARGS__); } catch (...) { } } while (false)
#define EXPECT_NO_THROW(statement) try { statement; } catch (...) { std::abort(); }
#define TIME(name, expression) do { expression; } while (false)
#define RUN(statements) do { statements } while (false)
#define TO_GPU(t) t.to(torch::kCUDA)
#define BY 2
#define BEGIN_GUARD try {
#define END_GUARD } catch (...) { std::abort(); }

// silent: it is there for what it throws
void expected(torch::Tensor t) {
  EXPECT_THROW(t.view({7}), c10::Error);
  EXPECT_THROW({ t.view({7}); }, c10::Error);
  EXPECT_THROW(
      {
        auto u = t.clone();
        u.view({7});
      },
      c10::Error);
  EXPECT_THROW([&] { t.view({7}); }(), c10::Error);
  REQUIRE_THROWS(t.view({7}));
  EXPECT_NO_THROW(t.view({7}));
}

// silent: an argument of a macro (strict)
void measured(torch::Tensor t) {
  TIME("add", t.add(1));
}

// speaks: statements that are given to a macro
void statements(torch::Tensor t) {
  RUN(t.add(1); t.zero_(););
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
}

// speaks: written by a macro, with its arguments
void inTheBody(torch::Tensor t) {
  TO_GPU(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-35]]:21: note: expanded from macro 'TO_GPU'
}

void argumentFromAMacro(torch::Tensor t) {
  t.mul(BY);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'mul' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'mul_'
  // CHECK-SUGGESTED: t = t.mul(BY);
}

// silent: it is there for what it throws
void guarded(torch::Tensor t) {
  BEGIN_GUARD
  t.add(1);
  END_GUARD
}

// silent: somebody takes the result
void assertion(torch::Tensor t) {
  TORCH_CHECK(t.add(1).defined(), "no tensor");
  TORCH_INTERNAL_ASSERT(t.defined());
}

// speaks: statements that are given to a macro
void dispatched(torch::Tensor t) {
  AT_DISPATCH_FLOATING_TYPES(t.scalar_type(), "dispatched", [&] {
    t.mul(scalar_t(2));
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'mul' is dropped; 't' keeps its values [torch-discarded-result]
    t.zero_();
  });
}

#define BENCH(...) __VA_ARGS__
// silent: an argument of a macro (strict)
void benched(torch::Tensor t) {
  BENCH(t.matmul(t));
}
