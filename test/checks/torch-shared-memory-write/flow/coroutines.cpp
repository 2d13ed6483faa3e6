// RUN: %check_torch_tidy %s torch-shared-memory-write -- -std=c++20
// REQUIRES: libtorch2
// Coroutines run in pieces, in an order that callers choose: nothing is said about them.
#include <coroutine>
#include <torch/torch.h>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

// unknown: coroutines
Task clear(float *p) {
  auto t = torch::from_blob(p, {3});
  co_await std::suspend_always{};
  t.zero_();
}
// positive: concepts
template <class T> concept Floating = std::is_floating_point_v<T>;
template <Floating T> void wipe(T *p) { torch::from_blob(p, {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:66: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:66: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void call(float *p) { wipe(p); }
// negative: concepts
template <Floating T> void wipeOwn(T *p) { torch::from_blob(p, {3}).clone().zero_(); }
void callOwn(float *p) { wipeOwn(p); }
