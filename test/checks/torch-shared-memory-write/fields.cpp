// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>
#include <vector>

// speaks: a field that shares the memory of another
class Ring {
public:
  explicit Ring(int64_t n) : data(n), t(torch::from_blob(data.data(), {n})) {}
  // CHECK-SUGGESTED: explicit Ring(int64_t n) : data(n), t(torch::from_blob(data.data(), {n}).clone()) {}
  void reset() { t.zero_(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'zero_' overwrites 'data', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:41: note: 't' borrows the memory of 'data' here
  // CHECK-NOTES: :[[@LINE-3]]:20: note: make a copy: append '.clone()'
  void scale() { t.mul_(2); }
private:
  std::vector<float> data;
  torch::Tensor t;
};

// silent: another function may store a tensor of its own
class Mixed {
public:
  explicit Mixed(int64_t n) : data(n), t(torch::from_blob(data.data(), {n})) {}
  void own() { t = t.clone(); }
  void reset() { t.zero_(); }
private:
  std::vector<float> data;
  torch::Tensor t;
};

// speaks: a field that shares the memory of another
class Later {
public:
  void set(float *p);
  void reset() { t.zero_(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE+6]]:33: note: 't' borrows the memory of 'p' here
  // CHECK-NOTES: :[[@LINE-3]]:20: note: make a copy: append '.clone()'
private:
  torch::Tensor t;
};
// helpers
void Later::set(float *p) { t = torch::from_blob(p, {3}); }
// CHECK-SUGGESTED: void Later::set(float *p) { t = torch::from_blob(p, {3}).clone(); }

// silent: another function may store a tensor of its own
class Outside {
public:
  void set(float *p) { t = torch::from_blob(p, {3}); }
  void other();
  void reset() { t.zero_(); }
private:
  torch::Tensor t;
};
