// RUN: %check_torch_tidy %s torch-shared-memory-write
// The code of objects.cpp that is warned about, over copies: silent, each for this one reason.
#include <any>
#include <memory>
#include <optional>
#include <torch/torch.h>
#include <variant>
#include <vector>


torch::Tensor foreign(const float *p);
void consume(torch::Tensor t);

// negative: over copies: fields of local structs
struct Pair { torch::Tensor a, b; };
void local(float *p) { Pair s; s.a = torch::from_blob(p, {3}).clone(); s.a.zero_(); }
void fill(Pair &s);
// negative: over copies: fields of returned structs
Pair makePair(float *p) { return {torch::from_blob(p, {3}).clone(), torch::ones({3})}; }
void returned(float *p) { auto s = makePair(p); s.a.zero_(); }
Pair foreignPair(float *p);
// negative: over copies: nested aggregates
struct Outer { int k; Pair inner; };
void nested(float *p) { Outer o{1, {torch::from_blob(p, {3}).clone(), {}}}; o.inner.a.zero_(); }
// negative: over copies: fields of `this` across methods
class Across {
public:
  void use(float *p) { bind(p); work.zero_(); }
private:
  void bind(float *p) { work = torch::from_blob(p, {3}).clone(); }
  torch::Tensor work;
};
class AcrossClone {
public:
private:
  void bind(float *p) { work = torch::from_blob(p, {3}).clone(); }
  torch::Tensor work;
};
class AcrossForeign {
public:
private:
  void bind(float *p);
  torch::Tensor work;
};
// negative: over copies: constructors' initialiser lists
class Init {
public:
  explicit Init(float *p) : t(torch::from_blob(p, {3}).clone()) { t.zero_(); }
private:
  torch::Tensor t;
};
class InitClone {
public:
private:
  torch::Tensor t;
};
// negative: over copies: delegating and base constructors
struct Base { torch::Tensor t; explicit Base(torch::Tensor x) : t(std::move(x)) {} };
struct Derived : Base { explicit Derived(float *p) : Base(torch::from_blob(p, {3}).clone()) {} };
void inherit(float *p) { Derived d(p); d.t.zero_(); }
struct DerivedClone : Base { explicit DerivedClone(float *p) : Base(torch::from_blob(p, {3}).clone()) {} };
// negative: over copies: default member initialisers
float table[4];
struct Defaulted { torch::Tensor t = torch::from_blob(table, {4}).clone(); };
void defaulted() { Defaulted d; d.t.zero_(); }
struct DefaultedFresh { torch::Tensor t = torch::ones({4}); };
// negative: over copies: unique_ptr and shared_ptr
void unique(float *p) { auto t = std::make_unique<torch::Tensor>(torch::from_blob(p, {3}).clone()); t->zero_(); }
void shared(float *p) { auto s = std::make_shared<Pair>(); s->a = torch::from_blob(p, {3}).clone(); auto u = s; u->a.zero_(); }
std::shared_ptr<Pair> foreignShared(float *p);
// negative: over copies: optional
void optional(float *p) { std::optional<torch::Tensor> t = torch::from_blob(p, {3}).clone(); if (t) t->zero_(); }
std::optional<torch::Tensor> foreignOptional(float *p);
// negative: over copies: variant and any
void variant(float *p) { std::variant<int, torch::Tensor> v = torch::from_blob(p, {3}).clone(); std::get<torch::Tensor>(v).zero_(); }
void variantIf(float *p) { std::variant<int, torch::Tensor> v = torch::from_blob(p, {3}).clone(); if (auto *t = std::get_if<torch::Tensor>(&v)) t->zero_(); }
void any(float *p) { std::any v = torch::from_blob(p, {3}).clone(); std::any_cast<torch::Tensor &>(v).zero_(); }
// negative: over copies: nn::Module members and buffers
struct Net : torch::nn::Module {
  explicit Net(float *p) { state = register_buffer("state", torch::from_blob(p, {3}).clone()); state.zero_(); }
  torch::Tensor state;
};
struct NetFresh : torch::nn::Module {
  torch::Tensor weight;
};
// negative: over copies: IValue
void ivalue(float *p) { c10::IValue v = torch::from_blob(p, {3}).clone(); v.toTensor().zero_(); }
// negative: over copies: c10::List and c10::Dict
void list(float *p) { c10::List<torch::Tensor> l; l.push_back(torch::from_blob(p, {3}).clone()); l.get(0).zero_(); }
void dict(float *p) { c10::Dict<std::string, torch::Tensor> d; d.insert("x", torch::from_blob(p, {3}).clone()); d.at("x").zero_(); }
// negative: over copies: TensorList and ArrayRef
void clearAll(at::TensorList ts) { for (const auto &t : ts) t.zero_(); }
void tensorList(float *p) { std::vector<torch::Tensor> v{torch::from_blob(p, {3}).clone()}; clearAll(v); }
void tensorListFresh() { std::vector<torch::Tensor> v{torch::ones({3})}; clearAll(v); }
// negative: over copies: MaybeOwned and OptionalTensorRef
void maybeOwned(float *p) { auto t = torch::from_blob(p, {3}).clone(); auto m = c10::MaybeOwned<torch::Tensor>::borrowed(t); m->zero_(); }
void tensorRef(float *p) { auto t = torch::from_blob(p, {3}).clone(); at::OptionalTensorRef r(t); r->zero_(); }
