// RUN: %check_torch_tidy %s torch-discarded-result -- -std=c++20
// REQUIRES: libtorch2
// Coroutines run in pieces: nothing is said about them. A requirement is never run.
#include <coroutine>
#include <torch/torch.h>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    std::suspend_never yield_value(const torch::Tensor &) { return {}; }
    void return_value(const torch::Tensor &) {}
    void unhandled_exception() {}
  };
};

// silent: in a coroutine
Task coroutine(torch::Tensor t) {
  t.add(1);
  co_yield t.add(1);
  co_return t.add(1);
}

Task onEachPath(std::vector<torch::Tensor> &all) {
  for (auto &t : all) {
    t.to(torch::kCUDA);
    co_yield t;
  }
  co_return all[0];
}

// silent: it is never run
template <typename T>
concept Tensor = requires(T t) {
  t.add(1);
  { t.relu() };
};
static_assert(Tensor<torch::Tensor>);

bool asked(torch::Tensor t) {
  return requires { t.add(1); };
}
