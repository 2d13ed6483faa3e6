// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Threads and futures that go on when the buffer has ended.
#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
void work(Tensor t);

// speaks: nobody can wait for it
void detached() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  std::thread([t] { work(t); }).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the thread outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: make a copy: append '.clone()'
}
void detachedLater(std::vector<float> v) {
  auto view = torch::from_blob(v.data(), {3}, torch::kFloat32).view({3, 1});
  // CHECK-SUGGESTED: auto view = torch::from_blob(v.data(), {3}, torch::kFloat32).clone().view({3, 1});
  std::thread worker{work, view};
  worker.detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the thread outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:15: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: make a copy: append '.clone()'
}
// speaks: the caller waits, when it is too late
std::thread returned() {
  float v[3] = {};
  auto t = torch::from_blob(v, {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v, {3}, torch::kFloat32).clone();
  std::thread worker([t] { work(t); });
  return worker;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the thread outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: make a copy: append '.clone()'
}
std::future<Tensor> returnedFuture() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  return std::async(std::launch::async, [t] { return t.sum(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: make a copy: append '.clone()'
}
void stored(std::vector<std::future<void>> &all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  all.push_back(std::async([t] { work(t); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: make a copy: append '.clone()'
}
void stored(std::vector<std::thread> *all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  all->emplace_back([t] { work(t); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the thread outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: make a copy: append '.clone()'
}
// speaks: each round ends its buffer, the threads end after the loop
void joinedAfterTheLoop(size_t n) {
  std::vector<std::thread> all;
  for (size_t i = 0; i < n; ++i) {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
    // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
    all.emplace_back([t] { work(t); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the thread outlives 'v', whose memory it borrows [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-4]]:14: note: the memory of 'v' is borrowed here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  }
  for (auto &worker : all)
    worker.join();
}
struct Pool {
  std::thread worker;
  std::vector<std::thread> all;
  void finish();
  // It is said that the thread lives as long as the object.
  void start() {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
    // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
    worker = std::thread([t] { work(t); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the thread outlives 'v', whose memory it borrows [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-4]]:14: note: the memory of 'v' is borrowed here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  }
  // Nothing is said: somebody waits, or may do so.
  void waits() {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
    worker = std::thread([t] { work(t); });
    worker.join();
  }
  void mayWait() {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
    all.emplace_back([t] { work(t); });
    finish();
  }
};
// silent: it is told when the thread is done
void flag() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  std::atomic<bool> done{false};
  std::thread([t, &done] { work(t); done = true; }).detach();
  while (!done) {
  }
}
void condition() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::thread([&, t] { work(t); done = true; changed.notify_one(); }).detach();
  std::unique_lock<std::mutex> lock(mutex);
  changed.wait(lock, [&] { return done; });
}
void promised() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  std::promise<void> promise;
  auto done = promise.get_future();
  std::thread([t, p = std::move(promise)]() mutable { work(t); p.set_value(); }).detach();
  done.get();
}
struct Joiner {
  std::thread &worker;
  ~Joiner() { worker.join(); }
};
void guarded(std::thread &worker) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  Joiner joins{worker};
  worker = std::thread([t] { work(t); });
}
// silent: a future of 'async' waits where it ends
void future() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  auto done = std::async([t] { work(t); });
}
Tensor result() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  auto sum = std::async(std::launch::async, [t] { return t.sum(); });
  return sum.get();
}
void joinedHere() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back([t] { work(t); });
  for (auto &worker : all)
    worker.join();
}
// silent: the memory stays, or goes along
void fixedMemory() {
  static float v[3] = {};
  auto t = torch::from_blob(v, {3}, torch::kFloat32);
  std::thread([t] { work(t); }).detach();
}
void callers(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  std::thread([t] { work(t); }).detach();
}
void shared() {
  auto v = std::make_shared<std::vector<float>>(3);
  auto t = torch::from_blob(v->data(), {3}, torch::kFloat32);
  std::thread([t, v] { work(t); }).detach();
}
void moved(std::vector<float> v) {
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  std::thread([t, v = std::move(v)] { work(t); }).detach();
}
void copied() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  std::thread([t] { work(t); }).detach();
}
// silent: somebody waits, through a pointer too
void joinedThere(std::vector<std::thread> *all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  all->emplace_back([t] { work(t); });
  all->back().join();
}
void waitsThere(std::vector<std::future<void>> *all) {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  all->push_back(std::async([t] { work(t); }));
  all->back().wait();
}
