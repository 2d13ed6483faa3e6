// RUN: %check_torch_tidy %s torch-shared-memory-write
// `it->second`, the value of a structured binding and `m[key]` are one element of a map.
#include <map>
#include <string>
#include <torch/torch.h>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

using torch::Tensor;
struct Named {
  Tensor t;
  int n = 0;
};
static Tensor over(std::vector<float> &v) { return torch::from_blob(v.data(), {4}, torch::kFloat32); }

// speaks: what one name stored, another one reads
void storedByKey(std::vector<float> &v) { std::map<int, Tensor> m; m[0] = over(v); m.find(0)->second.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:102: warning: 'zero_' overwrites 'v', whose memory 'second' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:75: note: 'm' borrows the memory of 'v' here
// CHECK-NOTES: :[[@LINE-6]]:52: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:102: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
void storedByIterator(std::vector<float> &v) { std::map<int, Tensor> m; m.begin()->second = over(v); m[0].zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:107: warning: 'zero_' overwrites 'v', whose memory 'm' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:93: note: 'm' borrows the memory of 'v' here
// CHECK-NOTES: :[[@LINE-11]]:52: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:107: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
void storedByBinding(std::vector<float> &v, std::unordered_map<std::string, Tensor> &m) {
  for (auto &[name, t] : m)
    t = over(v);
  std::map<int, Tensor> own;
  own.emplace(1, over(v));
  for (auto &[key, t] : own)
    t.zero_();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'zero_' overwrites 'v', whose memory 't' shares [torch-shared-memory-write]
    // CHECK-NOTES: :[[@LINE-4]]:18: note: 'own' borrows the memory of 'v' here
    // CHECK-NOTES: :[[@LINE-22]]:52: note: by this 'from_blob'
    // CHECK-NOTES: :[[@LINE-4]]:7: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
}
void insertedPair(std::vector<float> &v) { std::map<int, Tensor> m; std::pair<const int, Tensor> p{0, over(v)}; m.insert(p); m.at(0).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:134: warning: 'zero_' overwrites 'v', whose memory 'm' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:103: note: 'm' borrows the memory of 'v' here
// CHECK-NOTES: :[[@LINE-28]]:52: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:134: note: to change 'v' on purpose, write it directly, for example with 'std::fill'

// silent: another tensor was stored through another name
void replacedByIterator(std::vector<float> &v, Tensor x) {
  std::map<int, Tensor> m = {{0, over(v)}, {1, over(v)}};
  m.find(0)->second = x.clone();
  m[0].zero_();
}
void copied(std::vector<float> &v, Tensor x) {
  std::map<int, Tensor> m = {{0, over(v)}, {1, over(v)}};
  m.find(0)->second = x.clone();
  Tensor q = m[0];
  q.zero_();
}
void copiedIntoPair(std::vector<float> &v, Tensor x) {
  std::map<int, Tensor> m = {{0, over(v)}, {1, over(v)}};
  m.find(0)->second = x.clone();
  torch::nn::init::zeros_(std::make_pair(m[0], 1).first);
}
void copiedIntoTuple(std::vector<float> &v, Tensor x) {
  std::map<int, Tensor> m = {{0, over(v)}, {1, over(v)}};
  m.find(0)->second = x.clone();
  std::tuple<Tensor, int> t(m[0], 1);
  std::get<0>(t).zero_();
}
void copiedIntoField(std::vector<float> &v, Tensor x) {
  std::map<int, Tensor> m = {{0, over(v)}, {1, over(v)}};
  m.find(0)->second = x.clone();
  Named s{m[0], 1};
  s.t.zero_();
}
void captured(std::vector<float> &v, Tensor x) {
  std::map<int, Tensor> m = {{0, over(v)}, {1, over(v)}};
  m.begin()->second = x.clone();
  auto f = [t = m[0]]() mutable { t.zero_(); };
  f();
}
void pairsInVector(std::vector<float> &v, Tensor x) {
  std::vector<std::pair<Tensor, Tensor>> m = {{over(v), x.clone()}, {over(v), x.clone()}};
  m[0].second = x.clone();
  m[0].second.zero_();
}
