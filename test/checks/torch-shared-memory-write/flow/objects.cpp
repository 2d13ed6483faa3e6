// RUN: %check_torch_tidy %s torch-shared-memory-write
// Objects: fields, aggregates, inheritance, smart pointers, optional, variant, any, modules, IValue and its containers.
#include <any>
#include <memory>
#include <optional>
#include <torch/torch.h>
#include <variant>
#include <vector>

torch::Tensor foreign(const float *p);
void consume(torch::Tensor t);

// positive: fields of local structs
struct Pair { torch::Tensor a, b; };
void local(float *p) { Pair s; s.a = torch::from_blob(p, {3}); s.a.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:38: note: 's.a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:68: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: fields of local structs
void localOther(float *p) { Pair s; s.a = torch::from_blob(p, {3}); s.b = torch::ones({3}); s.b.zero_(); }
// unknown: fields of local structs
void fill(Pair &s);
void localFilled(float *p) { Pair s; s.a = torch::from_blob(p, {3}); fill(s); s.a.zero_(); }

// positive: fields of returned structs
Pair makePair(float *p) { return {torch::from_blob(p, {3}), torch::ones({3})}; }
void returned(float *p) { auto s = makePair(p); s.a.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:36: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-4]]:35: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:53: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: fields of returned structs
void returnedOther(float *p) { auto s = makePair(p); s.b.zero_(); }
// unknown: fields of returned structs
Pair foreignPair(float *p);
void returnedForeign(float *p) { auto s = foreignPair(p); s.a.zero_(); }

// positive: nested aggregates
struct Outer { int k; Pair inner; };
void nested(float *p) { Outer o{1, {torch::from_blob(p, {3}), {}}}; o.inner.a.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:79: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:37: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:79: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:79: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void nested(float *p) { Outer o{1, {torch::zeros({3}, torch::kFloat32), {}}}; }
// negative: nested aggregates
void nestedClone(float *p) { Outer o{1, {torch::from_blob(p, {3}).clone(), {}}}; o.inner.a.zero_(); }

// positive: fields of `this` across methods
class Across {
public:
  void use(float *p) { bind(p); work.zero_(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:38: warning: 'zero_' overwrites 'p', whose memory 'work' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:24: note: 'work' borrows the memory of 'p' here
  // CHECK-NOTES: :[[@LINE+3]]:32: note: by this 'from_blob'
  // CHECK-NOTES: :[[@LINE-4]]:38: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
private:
  void bind(float *p) { work = torch::from_blob(p, {3}); }
  torch::Tensor work;
};
// negative: fields of `this` across methods
class AcrossClone {
public:
  void use(float *p) { bind(p); work.zero_(); }
private:
  void bind(float *p) { work = torch::from_blob(p, {3}).clone(); }
  torch::Tensor work;
};
// unknown: fields of `this` across methods
class AcrossForeign {
public:
  void use(float *p) { bind(p); work.zero_(); }
private:
  void bind(float *p);
  torch::Tensor work;
};

// positive: constructors' initialiser lists
class Init {
public:
  explicit Init(float *p) : t(torch::from_blob(p, {3})) { t.zero_(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:31: note: 't' borrows the memory of 'p' here
  // CHECK-NOTES: :[[@LINE-3]]:61: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-4]]:61: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: explicit Init(float *p) : t(torch::zeros({3}, torch::kFloat32)) { }
private:
  torch::Tensor t;
};
// negative: constructors' initialiser lists
class InitClone {
public:
  explicit InitClone(float *p) : t(torch::from_blob(p, {3}).clone()) { t.zero_(); }
private:
  torch::Tensor t;
};

// positive: delegating and base constructors
struct Base { torch::Tensor t; explicit Base(torch::Tensor x) : t(std::move(x)) {} };
struct Derived : Base { explicit Derived(float *p) : Base(torch::from_blob(p, {3})) {} };
void inherit(float *p) { Derived d(p); d.t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:34: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-4]]:59: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:44: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: delegating and base constructors
struct DerivedClone : Base { explicit DerivedClone(float *p) : Base(torch::from_blob(p, {3}).clone()) {} };
void inheritClone(float *p) { DerivedClone d(p); d.t.zero_(); }

// positive: default member initialisers
float table[4];
struct Defaulted { torch::Tensor t = torch::from_blob(table, {4}); };
// CHECK-SUGGESTED: struct Defaulted { torch::Tensor t = torch::from_blob(table, {4}).clone(); };
void defaulted() { Defaulted d; d.t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'zero_' overwrites 'table', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-4]]:38: note: 't' borrows the memory of 'table' here
// CHECK-NOTES: :[[@LINE-3]]:37: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-4]]:37: note: to change 'table' on purpose, write it directly, for example with 'std::fill'
// negative: default member initialisers
struct DefaultedFresh { torch::Tensor t = torch::ones({4}); };
void defaultedFresh() { DefaultedFresh d; d.t.zero_(); }

// positive: unique_ptr and shared_ptr
void unique(float *p) { auto t = std::make_unique<torch::Tensor>(torch::from_blob(p, {3})); t->zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:96: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:66: note: 'from_blob' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:96: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void shared(float *p) { auto s = std::make_shared<Pair>(); s->a = torch::from_blob(p, {3}); auto u = s; u->a.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:110: warning: 'zero_' overwrites 'p', whose memory 'a' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:67: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:110: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:110: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void shared(float *p) { auto s = std::make_shared<Pair>(); s->a = torch::zeros({3}, torch::kFloat32); auto u = s; }
// negative: unique_ptr and shared_ptr
void uniqueReset(float *p) { auto t = std::make_unique<torch::Tensor>(torch::from_blob(p, {3})); t = std::make_unique<torch::Tensor>(torch::ones({3})); t->zero_(); }
// unknown: unique_ptr and shared_ptr
std::shared_ptr<Pair> foreignShared(float *p);
void sharedForeign(float *p) { auto s = foreignShared(p); s->a.zero_(); }

// positive: optional
void optional(float *p) { std::optional<torch::Tensor> t = torch::from_blob(p, {3}); if (t) t->zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:96: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:60: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:96: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: optional
void optionalReset(float *p) { std::optional<torch::Tensor> t = torch::from_blob(p, {3}); t.reset(); t.emplace(torch::ones({3})); t->zero_(); }
// unknown: optional
std::optional<torch::Tensor> foreignOptional(float *p);
void optionalForeign(float *p) { if (auto t = foreignOptional(p)) t->zero_(); }

// positive: variant and any
void variant(float *p) { std::variant<int, torch::Tensor> v = torch::from_blob(p, {3}); std::get<torch::Tensor>(v).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:116: warning: 'zero_' overwrites 'p', whose memory 'v' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:63: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:116: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void variantIf(float *p) { std::variant<int, torch::Tensor> v = torch::from_blob(p, {3}); if (auto *t = std::get_if<torch::Tensor>(&v)) t->zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:140: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:65: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:140: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void any(float *p) { std::any v = torch::from_blob(p, {3}); std::any_cast<torch::Tensor &>(v).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:95: warning: 'zero_' overwrites 'p', whose memory 'v' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:35: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:95: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: variant and any
void variantOther(float *p) { std::variant<int, torch::Tensor> v = torch::from_blob(p, {3}); v = torch::ones({3}); std::get<torch::Tensor>(v).zero_(); }
void anyFresh() { std::any v = torch::ones({3}); std::any_cast<torch::Tensor &>(v).zero_(); }
// unknown: variant and any
void anyParameter(std::any v) { std::any_cast<torch::Tensor &>(v).zero_(); }

// positive: nn::Module members and buffers
struct Net : torch::nn::Module {
  explicit Net(float *p) { state = register_buffer("state", torch::from_blob(p, {3})); state.zero_(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:94: warning: 'zero_' overwrites 'p', whose memory 'state' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-2]]:61: note: 'state' borrows the memory of 'p' here
  // CHECK-NOTES: :[[@LINE-3]]:94: note: make a tensor of its own: use 'torch::zeros'
  // CHECK-NOTES: :[[@LINE-4]]:94: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
  // CHECK-SUGGESTED: explicit Net(float *p) { state = register_buffer("state", torch::zeros({3}, torch::kFloat32)); }
  torch::Tensor state;
};
// negative: nn::Module members and buffers
struct NetFresh : torch::nn::Module {
  NetFresh() { weight = register_parameter("weight", torch::empty({3})); torch::NoGradGuard guard; weight.zero_(); }
  torch::Tensor weight;
};
// unknown: nn::Module members and buffers
void parameters(torch::nn::Module &m) { torch::NoGradGuard guard; for (auto &t : m.parameters()) t.zero_(); }

// positive: IValue
void ivalue(float *p) { c10::IValue v = torch::from_blob(p, {3}); v.toTensor().zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:80: warning: 'zero_' overwrites 'p', whose memory 'v' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:41: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:80: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: IValue
void ivalueClone(float *p) { c10::IValue v = torch::from_blob(p, {3}).clone(); v.toTensor().zero_(); }
// unknown: IValue
void ivalueParameter(c10::IValue v) { v.toTensor().zero_(); }

// positive: c10::List and c10::Dict
void list(float *p) { c10::List<torch::Tensor> l; l.push_back(torch::from_blob(p, {3})); l.get(0).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:99: warning: 'zero_' overwrites 'p', whose memory 'l' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:63: note: 'l' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:99: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void dict(float *p) { c10::Dict<std::string, torch::Tensor> d; d.insert("x", torch::from_blob(p, {3})); d.at("x").zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:115: warning: 'zero_' overwrites 'p', whose memory 'd' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:78: note: 'd' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:115: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: c10::List and c10::Dict
void listClone(float *p) { c10::List<torch::Tensor> l; l.push_back(torch::from_blob(p, {3}).clone()); l.get(0).zero_(); }
// unknown: c10::List and c10::Dict
void listParameter(const c10::List<torch::Tensor> &l) { l.get(0).zero_(); }

// positive: TensorList and ArrayRef
void clearAll(at::TensorList ts) { for (const auto &t : ts) t.zero_(); }
void tensorList(float *p) { std::vector<torch::Tensor> v{torch::from_blob(p, {3})}; clearAll(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:85: warning: 'clearAll' overwrites 'p', whose memory 'v' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:58: note: 'v' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-4]]:63: note: 'zero_' writes it here
// CHECK-NOTES: :[[@LINE-4]]:85: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: TensorList and ArrayRef
void tensorListFresh() { std::vector<torch::Tensor> v{torch::ones({3})}; clearAll(v); }

// positive: MaybeOwned and OptionalTensorRef
void maybeOwned(float *p) { auto t = torch::from_blob(p, {3}); auto m = c10::MaybeOwned<torch::Tensor>::borrowed(t); m->zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:121: warning: 'zero_' overwrites 'p', whose memory 'm' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:38: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:73: note: 'm' shares it from here on
// CHECK-NOTES: :[[@LINE-4]]:121: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void tensorRef(float *p) { auto t = torch::from_blob(p, {3}); at::OptionalTensorRef r(t); r->zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:94: warning: 'zero_' overwrites 'p', whose memory 'r' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:37: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:85: note: 'r' shares it from here on
// CHECK-NOTES: :[[@LINE-4]]:94: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: MaybeOwned and OptionalTensorRef
void maybeOwnedClone(float *p) { auto t = torch::from_blob(p, {3}).clone(); auto m = c10::MaybeOwned<torch::Tensor>::borrowed(t); m->zero_(); }
