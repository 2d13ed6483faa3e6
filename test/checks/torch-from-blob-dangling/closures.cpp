// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Closures that hold the tensor and live on.
#include <functional>
#include <memory>
#include <thread>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
static std::function<Tensor()> last;

auto returned() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  return [t] { return t.sum(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
std::function<Tensor()> asFunction() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  return [t] { return t.sum(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
std::function<Tensor()> initCapture() {
  std::vector<float> v(3);
  return [t = torch::from_blob(v.data(), {3}, torch::kFloat32)] { return t.sum(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:15: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: return [t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone()] { return t.sum(); };
}
void global() {
  float v[3];
  auto t = torch::from_blob(v, {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v, {3}, torch::kFloat32).clone();
  last = [t] { return t.sum(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'last' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: make a copy: append '.clone()'
}
Tensor resultOfLambda() {
  auto f = [] {
    std::vector<float> v(3);
    return torch::from_blob(v.data(), {3}, torch::kFloat32);
    // CHECK-SUGGESTED: return torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
  };
  return f();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
struct Queue {
  std::function<Tensor()> task;
  std::vector<std::function<Tensor()>> tasks;
  void stored() {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
    // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
    task = [t] { return t.sum(); };
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'task' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-4]]:14: note: the memory of 'v' is borrowed here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  }
  void pushed() {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
    // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
    tasks.emplace_back([=] { return t.sum(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'tasks' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-4]]:14: note: the memory of 'v' is borrowed here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  }
  void copyOfTheBuffer() {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
    // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
    task = [t, v] { return t.sum(); };
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'task' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-4]]:14: note: the memory of 'v' is borrowed here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  }
  // Silent: the owner goes along, or a copy of the tensor does.
  void movedAlong() {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
    task = [t, v = std::move(v)] { return t.sum(); };
  }
  void sharedAlong() {
    auto v = std::make_shared<std::vector<float>>(3);
    auto t = torch::from_blob(v->data(), {3}, torch::kFloat32);
    task = [t, v] { return t.sum(); };
  }
  void cloned() {
    std::vector<float> v(3);
    auto t = torch::from_blob(v.data(), {3}, torch::kFloat32).clone();
    task = [t] { return t.sum(); };
  }
};
// Silent: the closure goes before the buffer.
void calledHere() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  auto f = [t] { return t.sum(); };
  f();
}
void joined() {
  std::vector<float> v(3);
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat32);
  std::thread worker([t] { t.sum(); });
  worker.join();
}
