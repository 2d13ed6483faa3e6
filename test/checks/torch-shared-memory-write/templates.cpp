// RUN: %check_torch_tidy %s torch-shared-memory-write
#include <torch/torch.h>

#include <vector>

// speaks: in a template, once for all instances
template <typename T> torch::Tensor inAFunction(std::vector<T> &v) {
  auto t = torch::from_blob(v.data(), {6}, c10::CppTypeToScalarType<T>::value);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t;
}
template torch::Tensor inAFunction(std::vector<float> &);
template torch::Tensor inAFunction(std::vector<double> &);

template <typename T> struct Buffer {
  std::vector<T> v;
  void clear() { torch::from_blob(v.data(), {6}).zero_(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:50: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  void sum() { torch::from_blob(v.data(), {6}).sum(); }
};
// helpers
void useBuffer() {
  Buffer<float> a;
  Buffer<int> b;
  a.clear();
  b.clear();
  a.sum();
}

// helpers
template <typename F> void apply(F f, torch::Tensor t) { f(t); }
// speaks: whatever the alias
void throughACallable() {
  std::vector<float> v(6);
  auto t = torch::from_blob(v.data(), {6});
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone();
  apply([](torch::Tensor x) { x.zero_(); }, t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'apply' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:33: note: 'zero_' writes it here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-5]]:3: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}

// silent: the code of a template that nobody uses
template <typename T> void neverInstantiated(T *p) { torch::from_blob(p, {6}).zero_(); }
template <typename T> struct Unused {
  std::vector<T> v;
  void clear() { torch::from_blob(v.data(), {6}).zero_(); }
};

// helpers
template <bool Copy> torch::Tensor get(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {6});
  if constexpr (Copy)
    t = t.clone();
  return t;
}
// silent: a copy lies between
void copied() {
  std::vector<float> v(6);
  auto t = get<true>(v);
  t.zero_();
}

// helpers
template <typename... T> void all(T... t) { (t.zero_(), ...); }
// silent: another tensor is written
void ownTensors() { all(torch::ones({2}), torch::ones({3})); }

// helpers
template <typename T> T identity(T t) { return t; }
// silent: a copy lies between
void cloneInATemplate() {
  std::vector<float> v(6);
  auto t = identity(torch::from_blob(v.data(), {6}).clone());
  t.zero_();
}
