// RUN: %check_torch_tidy %s torch-from-blob-dangling
// The tensor gets away, the owner ends with the function.
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
std::vector<float> make();
void use(const Tensor &t);

// speaks: returned
Tensor returned() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:53: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:53: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor returned() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
Tensor variable() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); return t; }
// CHECK-MESSAGES: :[[@LINE-1]]:112: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:55: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:112: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor variable() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); return t; }
Tensor view() { float a[6] = {}; return torch::from_blob(a, {6}, torch::kFloat32).view({2, 3}); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: the tensor outlives 'a', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:41: note: the memory of 'a' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:41: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor view() { float a[6] = {}; return torch::from_blob(a, {6}, torch::kFloat32).clone().view({2, 3}); }
Tensor array() { std::array<float, 6> a{}; auto t = torch::from_blob(a.data(), {6}, torch::kFloat32); return t[0]; }
// CHECK-MESSAGES: :[[@LINE-1]]:110: warning: 't' outlives 'a', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:53: note: the memory of 'a' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:110: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor array() { std::array<float, 6> a{}; auto t = torch::from_blob(a.data(), {6}, torch::kFloat32).clone(); return t[0]; }
Tensor byValue(std::vector<float> v) { return torch::from_blob(v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:47: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:47: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor byValue(std::vector<float> v) { return torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
Tensor string(std::string s) { return torch::from_blob(s.data(), {6}, torch::kUInt8); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: the tensor outlives 's', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:39: note: the memory of 's' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:39: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor string(std::string s) { return torch::from_blob(s.data(), {6}, torch::kUInt8).clone(); }
Tensor scalar() { float x = 1; return torch::from_blob(&x, {1}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: the tensor outlives 'x', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:39: note: the memory of 'x' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:39: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor scalar() { float x = 1; return torch::from_blob(&x, {1}, torch::kFloat32).clone(); }
Tensor member() { struct { std::vector<float> v; } s; s.v.resize(6); return torch::from_blob(s.v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:77: warning: the tensor outlives 's', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:77: note: the memory of 's' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:77: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor member() { struct { std::vector<float> v; } s; s.v.resize(6); return torch::from_blob(s.v.data(), {6}, torch::kFloat32).clone(); }
Tensor nested() { std::vector<std::vector<float>> v(2); return torch::from_blob(v[0].data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:64: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:64: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:64: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor nested() { std::vector<std::vector<float>> v(2); return torch::from_blob(v[0].data(), {6}, torch::kFloat32).clone(); }
Tensor unique() { auto p = std::make_unique<float[]>(6); return torch::from_blob(p.get(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:65: warning: the tensor outlives 'p', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:65: note: the memory of 'p' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:65: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor unique() { auto p = std::make_unique<float[]>(6); return torch::from_blob(p.get(), {6}, torch::kFloat32).clone(); }
Tensor oneBranch(bool b) { std::vector<float> v(6); if (b) return torch::ones({6}); return torch::from_blob(v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:92: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:92: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:92: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor oneBranch(bool b) { std::vector<float> v(6); if (b) return torch::ones({6}); return torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
Tensor ternary(bool b) { std::vector<float> v(6); return b ? torch::ones({6}) : torch::from_blob(v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:58: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:81: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:58: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor ternary(bool b) { std::vector<float> v(6); return b ? torch::ones({6}) : torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
Tensor moved() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); return std::move(t); }
// CHECK-MESSAGES: :[[@LINE-1]]:109: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:52: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:109: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor moved() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); return std::move(t); }
// speaks: conversions that copy only where something differs
Tensor sameDtype() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).to(torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:54: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:54: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor sameDtype() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).clone().to(torch::kFloat32); }
Tensor runtimeDevice(torch::Device d) { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:73: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:73: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:73: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor runtimeDevice(torch::Device d) { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).clone().to(d); }
Tensor chosenDevice() { auto d = torch::cuda::is_available() ? torch::kCUDA : torch::kCPU; std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).to(d); }
// CHECK-MESSAGES: :[[@LINE-1]]:124: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:124: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:124: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor chosenDevice() { auto d = torch::cuda::is_available() ? torch::kCUDA : torch::kCPU; std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).clone().to(d); }
// speaks: returned inside something
std::tuple<Tensor, int> tuple() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); return {t, 1}; }
// CHECK-MESSAGES: :[[@LINE-1]]:126: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:69: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:126: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: std::tuple<Tensor, int> tuple() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); return {t, 1}; }
std::pair<Tensor, Tensor> pair() { std::vector<float> v(6); return std::make_pair(torch::ones({1}), torch::from_blob(v.data(), {6}, torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:101: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:68: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: std::pair<Tensor, Tensor> pair() { std::vector<float> v(6); return std::make_pair(torch::ones({1}), torch::from_blob(v.data(), {6}, torch::kFloat32).clone()); }
std::optional<Tensor> optional() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:68: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:68: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: std::optional<Tensor> optional() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
std::vector<Tensor> list() { std::vector<float> v(6); std::vector<Tensor> out; out.push_back(torch::from_blob(v.data(), {6}, torch::kFloat32)); return out; }
// CHECK-MESSAGES: :[[@LINE-1]]:152: warning: 'out' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:94: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:152: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: std::vector<Tensor> list() { std::vector<float> v(6); std::vector<Tensor> out; out.push_back(torch::from_blob(v.data(), {6}, torch::kFloat32).clone()); return out; }
std::map<std::string, Tensor> map() { std::vector<float> v(6); std::map<std::string, Tensor> out; out["x"] = torch::from_blob(v.data(), {6}, torch::kFloat32); return out; }
// CHECK-MESSAGES: :[[@LINE-1]]:167: warning: 'out' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:110: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:167: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: std::map<std::string, Tensor> map() { std::vector<float> v(6); std::map<std::string, Tensor> out; out["x"] = torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); return out; }
struct Item { Tensor data, target; };
Item item() { std::vector<float> v(6); return {torch::from_blob(v.data(), {6}, torch::kFloat32), torch::ones({1})}; }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:48: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:47: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Item item() { std::vector<float> v(6); return {torch::from_blob(v.data(), {6}, torch::kFloat32).clone(), torch::ones({1})}; }
torch::data::Example<> example() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); return {t, torch::ones({1})}; }
// CHECK-MESSAGES: :[[@LINE-1]]:127: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:70: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:127: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: torch::data::Example<> example() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); return {t, torch::ones({1})}; }
c10::IValue ivalue() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:56: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:56: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: c10::IValue ivalue() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
Tensor *heap() { std::vector<float> v(6); return new Tensor(torch::from_blob(v.data(), {6}, torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:50: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:61: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:50: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: Tensor *heap() { std::vector<float> v(6); return new Tensor(torch::from_blob(v.data(), {6}, torch::kFloat32).clone()); }
std::shared_ptr<Tensor> sharedHeap() { std::vector<float> v(6); return std::make_shared<Tensor>(torch::from_blob(v.data(), {6}, torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:72: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:97: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:72: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: std::shared_ptr<Tensor> sharedHeap() { std::vector<float> v(6); return std::make_shared<Tensor>(torch::from_blob(v.data(), {6}, torch::kFloat32).clone()); }
// helpers
Tensor wrap(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::kFloat32); }
// speaks: a helper borrows the memory of a local
Tensor helper() { std::vector<float> v(6); return wrap(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:51: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-5]]:45: note: by this 'from_blob'

// speaks: stored in what lives on
struct Holder {
  Tensor t;
  std::vector<Tensor> all;
  void field() { std::vector<float> v(6); t = torch::from_blob(v.data(), {6}, torch::kFloat32); }
  // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:47: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:43: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: void field() { std::vector<float> v(6); t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
  void element() { std::vector<float> v(6); all.push_back(torch::from_blob(v.data(), {6}, torch::kFloat32)); }
  // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'all' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:59: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:45: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: void element() { std::vector<float> v(6); all.push_back(torch::from_blob(v.data(), {6}, torch::kFloat32).clone()); }
  explicit Holder(std::vector<float> v) : t(torch::from_blob(v.data(), {6}, torch::kFloat32)) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:45: note: the memory of 'v' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:45: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: explicit Holder(std::vector<float> v) : t(torch::from_blob(v.data(), {6}, torch::kFloat32).clone()) {}
};
void out(Tensor &t) { float a[6] = {}; t = torch::from_blob(a, {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 't' outlives 'a', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:44: note: the memory of 'a' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:40: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: void out(Tensor &t) { float a[6] = {}; t = torch::from_blob(a, {6}, torch::kFloat32).clone(); }
void outPointer(Tensor *t) { float a[6] = {}; *t = torch::from_blob(a, {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 't' outlives 'a', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:52: note: the memory of 'a' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:47: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: void outPointer(Tensor *t) { float a[6] = {}; *t = torch::from_blob(a, {6}, torch::kFloat32).clone(); }
void outVector(std::vector<Tensor> &ts) { std::vector<float> v(6); ts.emplace_back(torch::from_blob(v.data(), {6}, torch::kFloat32)); }
// CHECK-MESSAGES: :[[@LINE-1]]:68: warning: 'ts' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:84: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:68: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: void outVector(std::vector<Tensor> &ts) { std::vector<float> v(6); ts.emplace_back(torch::from_blob(v.data(), {6}, torch::kFloat32).clone()); }
Tensor global;
void setGlobal() { std::vector<float> v(6); global = torch::from_blob(v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'global' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:54: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:45: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: void setGlobal() { std::vector<float> v(6); global = torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
void setStatic() { static Tensor cache; std::vector<float> v(6); cache = torch::from_blob(v.data(), {6}, torch::kFloat32); }
// CHECK-MESSAGES: :[[@LINE-1]]:66: warning: 'cache' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:74: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:66: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: void setStatic() { static Tensor cache; std::vector<float> v(6); cache = torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
struct Net : torch::nn::Module { Net() { std::vector<float> v(6); register_buffer("mean", torch::from_blob(v.data(), {6}, torch::kFloat32)); } };
// CHECK-MESSAGES: :[[@LINE-1]]:67: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:91: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-3]]:67: note: make a copy: append '.clone()'
// CHECK-SUGGESTED: struct Net : torch::nn::Module { Net() { std::vector<float> v(6); register_buffer("mean", torch::from_blob(v.data(), {6}, torch::kFloat32).clone()); } };
