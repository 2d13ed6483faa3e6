// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Each function is silent for one reason.
#include <cstdlib>
#include <memory>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
std::vector<float> make();
void use(const Tensor &t);
void fill(float *p);

// silent: used while the buffer is there
float inside() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); return t.sum().item<float>(); }
float insideBlock() { float s = 0; { std::vector<float> v(6); s = torch::from_blob(v.data(), {6}, torch::kFloat32).sum().item<float>(); } return s; }
// silent: a copy lies between
Tensor cloned() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).clone(); }
Tensor converted() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).to(torch::kFloat64); }
Tensor convertedFromTheDefault() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}).to(torch::kFloat64); }
void convertedAndKept(std::vector<Tensor> &out) { std::vector<float> v(6); out.push_back(torch::from_blob(v.data(), {6}).to(torch::kHalf)); }
Tensor onGpu() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).to(torch::kCUDA); }
Tensor forced() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32).to(torch::kFloat32, false, true); }
Tensor computed() { std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32) + 1; }
Tensor stacked() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); return torch::stack({t, t}); }
Tensor permuted() { std::vector<float> v(6); return torch::from_blob(v.data(), {2, 3}, torch::kFloat32).permute({1, 0}).contiguous(); }
Tensor rebound() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); t = t.clone(); return t; }
Tensor indexed() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); return t.index({torch::tensor({0, 1})}); }
// silent: the owner lives on
Tensor parameter(std::vector<float> &v) { return torch::from_blob(v.data(), {6}, torch::kFloat32); }
Tensor pointer(float *p) { return torch::from_blob(p, {6}, torch::kFloat32); }
Tensor statics() { static std::vector<float> v(6); return torch::from_blob(v.data(), {6}, torch::kFloat32); }
Tensor staticArray() { static float a[6]; return torch::from_blob(a, {6}, torch::kFloat32); }
std::vector<float> Global(6);
Tensor global() { return torch::from_blob(Global.data(), {6}, torch::kFloat32); }
struct Keeper { std::vector<float> v; Tensor t; Tensor get() { return torch::from_blob(v.data(), {6}, torch::kFloat32); } void set() { t = torch::from_blob(v.data(), {6}, torch::kFloat32); } };
Tensor leaked() { float *p = new float[6]; return torch::from_blob(p, {6}, torch::kFloat32); }
// silent: a deleter or context keeps it
Tensor owned() { float *p = new float[6]; return torch::from_blob(p, {6}, [](void *q) { delete[] static_cast<float *>(q); }, torch::kFloat32); }
Tensor freeFunction() { void *p = std::malloc(24); return torch::from_blob(p, {6}, std::free, torch::kFloat32); }
Tensor shared() { auto v = std::make_shared<std::vector<float>>(6); return torch::from_blob(v->data(), {6}, [v](void *) {}, torch::kFloat32); }
Tensor released() { auto p = std::make_unique<float[]>(6); float *q = p.release(); return torch::from_blob(q, {6}, torch::kFloat32); }
// silent: the owner goes along
struct Both { std::vector<float> v; Tensor t; };
Both both() { Both b; b.v.resize(6); b.t = torch::from_blob(b.v.data(), {6}, torch::kFloat32); return b; }
std::pair<std::vector<float>, Tensor> movedAlong() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); return {std::move(v), t}; }
struct Owner { std::vector<float> v; Tensor t; void take(std::vector<float> x) { t = torch::from_blob(x.data(), {6}, torch::kFloat32); v = std::move(x); } };
// silent: nobody knows whose memory it is
struct View { float *data(); };
Tensor foreign() { View v; return torch::from_blob(v.data(), {6}, torch::kFloat32); }
// silent: the tensor is bound anew before it is used
struct Scratch { Tensor t; void run() { std::vector<float> v(6); t = torch::from_blob(v.data(), {6}, torch::kFloat32); use(t); t = Tensor(); } };
// silent: used while the buffer is there
void unused() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); use(t); v.push_back(1); }
void freedLast() { float *p = new float[6]; auto t = torch::from_blob(p, {6}, torch::kFloat32); use(t); delete[] p; }
void temporaryInside() { use(torch::from_blob(make().data(), {6}, torch::kFloat32)); }
float temporaryClone() { auto t = torch::from_blob(make().data(), {6}, torch::kFloat32).clone(); return t.sum().item<float>(); }
// silent: borrowed anew
void again(std::vector<float> &v) { auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); v.push_back(1); t = torch::from_blob(v.data(), {7}, torch::kFloat32); use(t); }
void loop(std::vector<float> &v) { for (int i = 0; i < 3; ++i) { v.push_back(1); auto t = torch::from_blob(v.data(), {1}, torch::kFloat32); use(t); } }
void fresh() { for (int i = 0; i < 3; ++i) { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); use(t); } }
// silent: the container has reserved room
void reserved() { std::vector<float> v; v.reserve(100); v.push_back(1); auto t = torch::from_blob(v.data(), {1}, torch::kFloat32); v.push_back(2); use(t); }
// silent: the owner lives on
float extended() { const auto &v = make(); auto t = torch::from_blob(const_cast<float *>(v.data()), {6}, torch::kFloat32); return t.sum().item<float>(); }
// silent: the tensor is bound anew before it is used
void reboundAfter() { Tensor t; { std::vector<float> v(6); t = torch::from_blob(v.data(), {6}, torch::kFloat32); } t = torch::ones({3}); use(t); }
// silent: a deleter or context keeps it
Tensor sharedLater() { auto v = std::make_shared<std::vector<float>>(6); auto t = torch::from_blob(v->data(), {6}, [v](void *) {}, torch::kFloat32); return t; }
Tensor movedHandle(std::unique_ptr<std::vector<float>> v) { auto *p = v->data(); return torch::from_blob(p, {6}, [h = std::shared_ptr<std::vector<float>>(std::move(v))](void *) {}, torch::kFloat32); }
// silent: a function that gets it frees it on some paths only, finds room in it, or frees something else
void perhaps(float *p, bool really) { if (really) delete[] p; }
void freedPerhaps() { float *p = new float[6]; auto t = torch::from_blob(p, {6}, torch::kFloat32); perhaps(p, false); use(t); }
void other(float *p, float *q) { delete[] q; }
void freedOther() { float *p = new float[6], *q = new float[6]; auto t = torch::from_blob(p, {6}, torch::kFloat32); other(p, q); use(t); }
void refill(std::vector<float> &v) { v.clear(); v.push_back(1); }
void refilled() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); refill(v); use(t); }
void grow(std::vector<float> v) { v.push_back(1); }
void grownCopy() { std::vector<float> v(6); auto t = torch::from_blob(v.data(), {6}, torch::kFloat32); grow(v); use(t); }
// silent: the container has reserved room
void push(std::vector<float> &v) { v.push_back(2); }
void reservedHere() { std::vector<float> v; v.reserve(100); v.push_back(1); auto t = torch::from_blob(v.data(), {1}, torch::kFloat32); push(v); use(t); }
