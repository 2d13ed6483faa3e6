// RUN: %check_torch_tidy %s torch-shared-memory-write
// The code of containers.cpp that is warned about, over copies: silent, each for this one reason.
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

// negative: over copies: vector, push_back and emplace_back
void pushBack(float *p) { std::vector<Tensor> v; v.push_back(torch::from_blob(p, {3}).clone()); v.back().zero_(); }
void emplaceBack(float *p) { std::vector<Tensor> v; v.emplace_back(torch::from_blob(p, {3}).clone()); v[0].zero_(); }
// negative: over copies: array, deque, queue
void array(float *p) { std::array<Tensor, 1> a{torch::from_blob(p, {3}).clone()}; a[0].zero_(); }
void carray(float *p) { Tensor a[2]; a[0] = torch::from_blob(p, {3}).clone(); a[0].zero_(); }
void deque(float *p) { std::deque<Tensor> d; d.push_front(torch::from_blob(p, {3}).clone()); d.front().zero_(); }
void queue(float *p) { std::queue<Tensor> q; q.push(torch::from_blob(p, {3}).clone()); q.front().zero_(); }
// negative: over copies: map and unordered_map
void mapIndex(float *p) { std::map<int, Tensor> m; m[1] = torch::from_blob(p, {3}).clone(); m[1].zero_(); }
void mapFind(float *p) { std::unordered_map<int, Tensor> m; m.emplace(1, torch::from_blob(p, {3}).clone()); if (auto it = m.find(1); it != m.end()) it->second.zero_(); }
void mapLoop(float *p) { std::map<int, Tensor> m{{1, torch::from_blob(p, {3}).clone()}}; for (auto &[k, t] : m) t.zero_(); }
// negative: over copies: range-for by value and by reference
void byValue(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; for (Tensor t : v) t.zero_(); }
void byReference(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; for (const auto &t : v) t.zero_(); }
void overList(float *p) { for (auto t : {torch::from_blob(p, {3}).clone()}) t.zero_(); }
// negative: over copies: iterators
void iterator(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; for (auto it = v.begin(); it != v.end(); ++it) it->zero_(); }
void reverse(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; (*v.rbegin()).zero_(); }
// negative: over copies: for_each and transform
void forEach(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; std::for_each(v.begin(), v.end(), [](Tensor &t) { t.zero_(); }); }
struct Zero { void operator()(Tensor &t) const { t.zero_(); } };
void forEachFunctor(float *p) { std::vector<Tensor> v{torch::from_blob(p, {3}).clone()}; std::for_each(v.begin(), v.end(), Zero{}); }
void transform(std::vector<float *> ps) { std::vector<Tensor> v; std::transform(ps.begin(), ps.end(), std::back_inserter(v), [](float *p) { return torch::from_blob(p, {3}).clone(); }); v[0].zero_(); }
Tensor foreignMake(float *p);
// negative: over copies: tuple, get, tie, apply
void get(float *p) { auto t = std::make_tuple(torch::from_blob(p, {3}).clone(), torch::ones({3})); std::get<0>(t).zero_(); }
std::tuple<Tensor, Tensor> both(float *p) { return {torch::from_blob(p, {3}).clone(), torch::ones({3})}; }
void tie(float *p) { Tensor a, b; std::tie(a, b) = both(p); a.zero_(); }
void apply(float *p) { std::apply([](Tensor a, Tensor b) { a.zero_(); }, both(p)); }
std::tuple<Tensor, Tensor> foreignBoth(float *p);
// negative: over copies: structured bindings
void binding(float *p) { auto [a, b] = both(p); a.zero_(); }
void bindingPair(float *p) { auto [a, n] = std::make_pair(torch::from_blob(p, {3}).clone(), 3); a.zero_(); }
// negative: over copies: swap and exchange
void swap(float *p) { Tensor a = torch::from_blob(p, {3}).clone(), b = torch::ones({3}); std::swap(a, b); b.zero_(); }
void exchange(float *p) { Tensor a = torch::from_blob(p, {3}).clone(); Tensor b = std::exchange(a, torch::ones({3})); b.zero_(); }
// negative: over copies: initializer lists
Tensor first(std::initializer_list<Tensor> l) { return *l.begin(); }
void initializer(float *p) { first({torch::from_blob(p, {3}).clone()}).zero_(); }
// negative: over copies: results of split, chunk, unbind
void chunk(float *p) { auto parts = torch::from_blob(p, {4, 3}).clone().chunk(2); parts[0].zero_(); }
void unbind(float *p) { for (auto &row : torch::from_blob(p, {4, 3}).clone().unbind()) row.zero_(); }
void split(float *p) { auto parts = torch::split(torch::from_blob(p, {4, 3}).clone(), 2); parts.at(1).zero_(); }
