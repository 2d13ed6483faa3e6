// RUN: %check_torch_tidy %s torch-from-blob-dangling
// The tensor is used after its memory ended.
#include <cstdlib>
#include <memory>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
std::vector<float> make();
void use(const Tensor &t);
void destroy(float *p) {
  if (p != nullptr)
    std::free(p);
}
void append(std::vector<float> &v, int n) {
  for (int i = 0; i < n; ++i)
    v.push_back(1);
}

// speaks: used after the block of the owner
float block() {
  Tensor t;
  {
    std::vector<float> v(6);
    t = torch::from_blob(v.data(), {6}, torch::kFloat32);
    // CHECK-SUGGESTED: t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone();
  }
  return t.sum().item<float>();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:9: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'v' ends here
  // CHECK-NOTES: :[[@LINE-4]]:12: note: make a copy: append '.clone()'
}
void branch(bool b) {
  Tensor t = torch::ones({6});
  if (b) {
    float a[6] = {};
    t = torch::from_blob(a, {6}, torch::kFloat32);
    // CHECK-SUGGESTED: t = torch::from_blob(a, {6}, torch::kFloat32).clone();
  }
  use(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't' outlives 'a', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:9: note: the memory of 'a' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'a' ends here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: make a copy: append '.clone()'
}
void list(int n) {
  std::vector<Tensor> all;
  for (int i = 0; i < n; ++i) {
    std::vector<float> v(6);
    all.push_back(torch::from_blob(v.data(), {6}, torch::kFloat32));
    // CHECK-SUGGESTED: all.push_back(torch::from_blob(v.data(), {6}, torch::kFloat32).clone());
  }
  auto batch = torch::stack(all);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:19: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'v' ends here
  // CHECK-NOTES: :[[@LINE-4]]:16: note: make a copy: append '.clone()'
}
// speaks: a temporary whose memory is borrowed
void temporary() {
  auto t = torch::from_blob(make().data(), {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(make().data(), {6}, torch::kFloat32).clone();
  use(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't' outlives the temporary whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: make a copy: append '.clone()'
}
void braces() {
  auto t = torch::from_blob(std::vector<float>{1, 2, 3}.data(), {3}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(std::vector<float>{1, 2, 3}.data(), {3}, torch::kFloat32).clone();
  t.add_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 't' outlives the temporary whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: the memory is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
}
Tensor returnsTemporary() { return torch::from_blob(make().data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:36: warning: the tensor outlives the temporary whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:36: note: the memory is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:36: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor returnsTemporary() { return torch::from_blob(make().data(), {6}, torch::kFloat32).clone(); }
// speaks: used after the memory was freed
void freed() {
  float *p = static_cast<float *>(std::malloc(24));
  auto t = torch::from_blob(p, {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(p, {6}, torch::kFloat32).clone();
  std::free(p);
  use(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't' is used after 'free' frees the memory of 'p' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'p' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'free' is here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: make a copy: append '.clone()'
}
void deleted() {
  float *p = new float[6];
  auto t = torch::from_blob(p, {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(p, {6}, torch::kFloat32).clone();
  delete[] p;
  t.add_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 't' is used after 'delete' frees the memory of 'p' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'p' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'delete' is here
  // CHECK-NOTES: :[[@LINE-4]]:5: note: make a copy: append '.clone()'
}
Tensor deletedThenReturned() {
  float *p = new float[6]{};
  auto t = torch::from_blob(p, {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(p, {6}, torch::kFloat32).clone();
  delete[] p;
  return t;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 't' is used after 'delete' frees the memory of 'p' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'p' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'delete' is here
  // CHECK-NOTES: :[[@LINE-4]]:10: note: make a copy: append '.clone()'
}
void reset() {
  auto p = std::make_unique<float[]>(6);
  auto t = torch::from_blob(p.get(), {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(p.get(), {6}, torch::kFloat32).clone();
  p.reset();
  use(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't' is used after 'reset' invalidates the memory of 'p' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'p' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:5: note: 'reset' is here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: make a copy: append '.clone()'
}
void freedByFunction() {
  float *p = static_cast<float *>(std::malloc(24));
  auto t = torch::from_blob(p, {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(p, {6}, torch::kFloat32).clone();
  destroy(p);
  use(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't' is used after 'destroy' frees the memory of 'p' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'p' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'destroy' is here
  // CHECK-NOTES: :[[@LINE-123]]:5: note: by this 'free'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: make a copy: append '.clone()'
}
// speaks: used after the container gave up its elements
void pushedByFunction() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone();
  append(v, 60);
  use(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't' is used after 'append' invalidates the memory of 'v' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'append' is here
  // CHECK-NOTES: :[[@LINE-132]]:7: note: by this 'push_back'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: make a copy: append '.clone()'
}
void pushed(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone();
  v.push_back(1);
  use(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't' is used after 'push_back' invalidates the memory of 'v' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:5: note: 'push_back' is here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: make a copy: append '.clone()'
}
void resized() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone();
  v.resize(60);
  t.mul_(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 't' is used after 'resize' invalidates the memory of 'v' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:5: note: 'resize' is here
  // CHECK-NOTES: :[[@LINE-4]]:5: note: make a copy: append '.clone()'
}
struct Ring {
  std::vector<float> data;
  void grow() {
    auto t = torch::from_blob(data.data(), {6}, torch::kFloat32);
    // CHECK-SUGGESTED: auto t = torch::from_blob(data.data(), {6}, torch::kFloat32).clone();
    data.insert(data.end(), 6, 0.f);
    use(t);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 't' is used after 'insert' invalidates the memory of 'data' that it borrows [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-5]]:14: note: the memory of 'data' is borrowed here
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'insert' is here
    // CHECK-NOTES: :[[@LINE-4]]:5: note: make a copy: append '.clone()'
  }
};
void assigned(std::vector<float> &v, const std::vector<float> &w) {
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat32);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone();
  v = w;
  use(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 't' is used after '=' invalidates the memory of 'v' that it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:5: note: '=' is here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: make a copy: append '.clone()'
}
