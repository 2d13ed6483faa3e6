// RUN: %check_torch_tidy %s torch-shared-memory-write
// Containers and algorithms: vector to map, iterators, range-for, tuples, bindings, swap, results of split and unbind.
#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <queue>
#include <torch/torch.h>
#include <tuple>
#include <unordered_map>
#include <vector>

using torch::Tensor;
std::vector<Tensor> foreignTensors();

// positive: vector, push_back and emplace_back
void pushBack(float *p) { std::vector<Tensor> v; v.push_back(torch::from_blob(p, {3})); v.back().zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:98: warning: 'zero_' overwrites 'p', whose memory 'v' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:62: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:98: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void emplaceBack(float *p) { std::vector<Tensor> v; v.emplace_back(torch::from_blob(p, {3})); v[0].zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:100: warning: 'zero_' overwrites 'p', whose memory 'v' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:68: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:100: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: vector, push_back and emplace_back
void pushClone(float *p) { std::vector<Tensor> v; v.push_back(torch::from_blob(p, {3}).clone()); v.back().zero_(); }
void pushCleared(float *p) { std::vector<Tensor> v; v.push_back(torch::from_blob(p, {3})); v.clear(); v.push_back(torch::ones({3})); v[0].zero_(); }
// unknown: vector, push_back and emplace_back
void vectorForeign() { auto v = foreignTensors(); v[0].zero_(); }
// negative: a container that also holds other tensors
void mixed(float *p, int i) { std::vector<Tensor> v{torch::ones({3}), torch::from_blob(p, {3})}; v[i].zero_(); }

// positive: array, deque, queue
void array(float *p) { std::array<Tensor, 1> a{torch::from_blob(p, {3})}; a[0].zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:80: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:48: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:80: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void carray(float *p) { Tensor a[2]; a[0] = torch::from_blob(p, {3}); a[0].zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:76: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:45: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:76: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void deque(float *p) { std::deque<Tensor> d; d.push_front(torch::from_blob(p, {3})); d.front().zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:96: warning: 'zero_' overwrites 'p', whose memory 'd' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:59: note: 'd' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:96: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void queue(float *p) { std::queue<Tensor> q; q.push(torch::from_blob(p, {3})); q.front().zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:90: warning: 'zero_' overwrites 'p', whose memory 'q' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:53: note: 'q' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:90: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: array, deque, queue
void dequeFresh() { std::deque<Tensor> d; d.push_front(torch::ones({3})); d.front().zero_(); }

// positive: map and unordered_map
void mapIndex(float *p) { std::map<int, Tensor> m; m[1] = torch::from_blob(p, {3}); m[1].zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:90: warning: 'zero_' overwrites 'p', whose memory 'm' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:59: note: 'm' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:90: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void mapFind(float *p) { std::unordered_map<int, Tensor> m; m.emplace(1, torch::from_blob(p, {3})); if (auto it = m.find(1); it != m.end()) it->second.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:152: warning: 'zero_' overwrites 'p', whose memory 'second' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:74: note: 'm' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:152: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void mapLoop(float *p) { std::map<int, Tensor> m{{1, torch::from_blob(p, {3})}}; for (auto &[k, t] : m) t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:107: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:54: note: 'm' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:107: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-4]]:107: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void mapLoop(float *p) { std::map<int, Tensor> m{{1, torch::from_blob(p, {3}).clone()}}; for (auto &[k, t] : m) t.zero_(); }
// negative: map and unordered_map
void mapClone(float *p) { std::map<int, Tensor> m; m[1] = torch::from_blob(p, {3}).clone(); m.at(1).zero_(); }

// positive: range-for by value and by reference
void byValue(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3})}; for (Tensor t : v) t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:96: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:48: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:89: note: 't' shares it from here on
// CHECK-NOTES: :[[@LINE-4]]:96: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-5]]:96: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void byValue(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; for (Tensor t : v) t.zero_(); }
void byReference(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3})}; for (const auto &t : v) t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:105: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:52: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:105: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-4]]:105: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void byReference(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; for (const auto &t : v) t.zero_(); }
void overList(float *p) { for (auto t : {torch::from_blob(p, {3})}) t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:71: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:42: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:71: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-4]]:71: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void overList(float *p) { for (auto t : {torch::from_blob(p, {3}).clone()}) t.zero_(); }
// negative: range-for by value and by reference
void cloned(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3})}; for (Tensor t : v) { t = t.clone(); t.zero_(); } }
// unknown: range-for by value and by reference
void overForeign() { for (auto &t : foreignTensors()) t.zero_(); }

// positive: iterators
void iterator(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3})}; for (auto it = v.begin(); it != v.end(); ++it) it->zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:127: warning: 'zero_' overwrites 'p', whose memory 'it' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:49: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:127: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-4]]:127: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void iterator(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; for (auto it = v.begin(); it != v.end(); ++it) it->zero_(); }
void reverse(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3})}; (*v.rbegin()).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:89: warning: 'zero_' overwrites 'p', whose memory 'v' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:48: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:89: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: iterators
void iteratorFresh() { std::vector<Tensor> v{torch::ones({3})}; for (auto it = v.begin(); it != v.end(); ++it) it->zero_(); }

// positive: for_each and transform
void forEach(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3})}; std::for_each(v.begin(), v.end(), [](Tensor &t) { t.zero_(); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:127: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:48: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:127: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
struct Zero { void operator()(Tensor &t) const { t.zero_(); } };
void forEachFunctor(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3})}; std::for_each(v.begin(), v.end(), Zero{}); }
// CHECK-MESSAGES: :[[@LINE-1]]:82: warning: 'Zero' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:55: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-4]]:52: note: 'zero_' writes it here
// CHECK-NOTES: :[[@LINE-4]]:82: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void transform(std::vector<float *> ps) { std::vector<Tensor> v; std::transform(ps.begin(), ps.end(), std::back_inserter(v), [](float *p) { return torch::from_blob(p, {3}); }); v[0].zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:183: warning: 'zero_' overwrites 'ps', whose memory 'v' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:148: note: 'v' borrows the memory of 'ps' here
// CHECK-NOTES: :[[@LINE-3]]:183: note: to change 'ps' on purpose, write it directly, for example with 'std::fill'
// negative: for_each and transform
void transformClone(std::vector<float *> ps) { std::vector<Tensor> v; std::transform(ps.begin(), ps.end(), std::back_inserter(v), [](float *p) { return torch::from_blob(p, {3}).clone(); }); v[0].zero_(); }
// unknown: for_each and transform
Tensor foreignMake(float *p);
void transformForeign(std::vector<float *> ps) { std::vector<Tensor> v; std::transform(ps.begin(), ps.end(), std::back_inserter(v), foreignMake); v[0].zero_(); }

// positive: tuple, get, tie, apply
void get(float *p) { auto t = std::make_tuple(torch::from_blob(p, {3}), torch::ones({3})); std::get<0>(t).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:107: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:47: note: 'from_blob' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:107: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
std::tuple<Tensor, Tensor> both(float *p) { return {torch::from_blob(p, {3}), torch::ones({3})}; }
void tie(float *p) { Tensor a, b; std::tie(a, b) = both(p); a.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:52: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-4]]:53: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:63: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void apply(float *p) { std::apply([](Tensor a, Tensor b) { a.zero_(); }, both(p)); }
// CHECK-MESSAGES: :[[@LINE-1]]:62: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:74: note: 'from_blob' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-9]]:53: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:62: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: tuple, get, tie, apply
void getOther(float *p) { auto t = std::make_tuple(torch::from_blob(p, {3}), torch::ones({3})); std::get<1>(t).zero_(); }
void tieOther(float *p) { Tensor a, b; std::tie(a, b) = both(p); b.zero_(); }
// unknown: tuple, get, tie, apply
std::tuple<Tensor, Tensor> foreignBoth(float *p);
void tieForeign(float *p) { Tensor a, b; std::tie(a, b) = foreignBoth(p); a.zero_(); }

// positive: structured bindings
void binding(float *p) { auto [a, b] = both(p); a.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:40: note: 'from_blob' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-22]]:53: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:51: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void bindingPair(float *p) { auto [a, n] = std::make_pair(torch::from_blob(p, {3}), 3); a.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:91: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:59: note: 'from_blob' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:91: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: structured bindings
void bindingOther(float *p) { auto [a, b] = both(p); b.zero_(); }

// positive: swap and exchange
void swap(float *p) { Tensor a = torch::from_blob(p, {3}), b = torch::ones({3}); std::swap(a, b); b.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:101: warning: 'zero_' overwrites 'p', whose memory 'b' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:34: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:82: note: 'b' shares it from here on
// CHECK-NOTES: :[[@LINE-4]]:101: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void exchange(float *p) { Tensor a = torch::from_blob(p, {3}); Tensor b = std::exchange(a, torch::ones({3})); b.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:113: warning: 'zero_' overwrites 'p', whose memory 'b' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:38: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:75: note: 'b' shares it from here on
// CHECK-NOTES: :[[@LINE-4]]:113: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: swap and exchange
void swapOther(float *p) { Tensor a = torch::from_blob(p, {3}), b = torch::ones({3}); std::swap(a, b); a.zero_(); }
void exchangeOther(float *p) { Tensor a = torch::from_blob(p, {3}); std::exchange(a, torch::ones({3})).sum(); a.zero_(); }

// positive: initializer lists
Tensor first(std::initializer_list<Tensor> l) { return *l.begin(); }
void initializer(float *p) { first({torch::from_blob(p, {3})}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:64: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:64: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: initializer lists
void initializerFresh() { first({torch::ones({3})}).zero_(); }

// positive: results of split, chunk, unbind
void chunk(float *p) { auto parts = torch::from_blob(p, {4, 3}).chunk(2); parts[0].zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:84: warning: 'zero_' overwrites 'p', whose memory 'parts' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:37: note: 'parts' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:84: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void unbind(float *p) { for (auto &row : torch::from_blob(p, {4, 3}).unbind()) row.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:84: warning: 'zero_' overwrites 'p', whose memory 'row' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:42: note: 'from_blob' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:84: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-4]]:84: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void unbind(float *p) { for (auto &row : torch::from_blob(p, {4, 3}).clone().unbind()) row.zero_(); }
void split(float *p) { auto parts = torch::split(torch::from_blob(p, {4, 3}), 2); parts.at(1).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:95: warning: 'zero_' overwrites 'p', whose memory 'parts' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:50: note: 'parts' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:95: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: results of split, chunk, unbind
void chunkClone(float *p) { auto parts = torch::from_blob(p, {4, 3}).clone().chunk(2); parts[0].zero_(); }
void stacked(float *p) { auto s = torch::stack({torch::from_blob(p, {3}), torch::from_blob(p, {3})}); s.zero_(); }
// negative: operators that return several new tensors
void topk(float *p) { auto [values, indices] = torch::from_blob(p, {4, 3}).topk(2); values.zero_(); }
