// RUN: %check_torch_tidy %s torch-index-write-lost
#include <torch/torch.h>

#define AT(t, ...) t.index({__VA_ARGS__})
#define SET(target, value) target = value
#define RUN(statement) do { statement; } while (false)
#define VALUE 5
#define INDEX index
#define EXPECT_NO_THROW(statement) try { statement; } catch (...) { throw; }

// speaks: written by a macro
void indexInAMacro(torch::Tensor t, torch::Tensor mask) {
  AT(t, mask) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  AT(t, 0) = 1;
}

void assignmentInAMacro(torch::Tensor t, torch::Tensor mask) {
  SET(t.index({mask}), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-16]]:35: note: expanded from macro 'SET'
}

// speaks: an argument of a macro
void argument(torch::Tensor t, torch::Tensor mask) {
  RUN(t.index({mask}).zero_());
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}

void value(torch::Tensor t, torch::Tensor mask) {
  t.index({mask}) = VALUE;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  t.index({mask}).add_(VALUE);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: write into the tensor itself: use 'index_put_'
  // CHECK-SUGGESTED: t.index_put_({mask}, t.index({mask}).add_(VALUE));
}

// speaks: written by a macro
void name(torch::Tensor t, torch::Tensor mask) {
  t.INDEX({mask}) = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this writes into a copy: indexing with a tensor copies [torch-index-write-lost]
}

// silent: it is there for what it throws
void expected(torch::Tensor t, torch::Tensor mask) {
  EXPECT_NO_THROW(t.index({mask}) = 1);
}

#define REQUIRE_THROWS(...) do { try { static_cast<void>(__VA_ARGS__); } catch (...) { } } while (false)
void required(torch::Tensor t, torch::Tensor mask) { REQUIRE_THROWS(t.index({mask}).copy_(t)); }

#define PUT(t, value, ...) t.index_put_({__VA_ARGS__}, value)
#define ROW(t, i) t.index({i, torch::indexing::Slice()})
#define ACCUMULATE(sum, x) sum = sum + (x)
// silent: a macro writes the tensor itself
void put(torch::Tensor t, torch::Tensor mask) { PUT(t, 0, mask); }
void row(torch::Tensor t, int64_t i) { ROW(t, i) = 0; }
void accumulated(torch::Tensor sum, torch::Tensor t, torch::Tensor mask) { ACCUMULATE(sum, t.index({mask}).mul_(2)); }
