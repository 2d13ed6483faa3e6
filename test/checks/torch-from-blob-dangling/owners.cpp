// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Several callers of one helper, and owners that change hands.
#include <torch/torch.h>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

using torch::Tensor;
struct Samples { std::vector<float> values = std::vector<float>(4); Tensor view() { return torch::from_blob(values.data(), {4}, torch::kFloat32); } };
struct Both { std::vector<float> values; Tensor t; };
std::vector<float> load();
static Tensor view(const std::vector<float> &v) { return torch::from_blob(const_cast<float *>(v.data()), {(int64_t)v.size()}, torch::kFloat32); }
static Tensor over(std::vector<float> &v) { return torch::from_blob(v.data(), {4}, torch::kFloat32); }

// speaks: a helper borrows the memory of a local
Tensor first() { auto v = load(); return view(v); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:42: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-7]]:58: note: by this 'from_blob'
Tensor second() { std::vector<float> v(4); Tensor t = view(v); return t; }
// CHECK-MESSAGES: :[[@LINE-1]]:71: warning: 't' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:55: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-11]]:58: note: by this 'from_blob'
Tensor ofTemporary() { Tensor t = view(load()); return t.sum(); }
// CHECK-MESSAGES: :[[@LINE-1]]:58: warning: 't' outlives the temporary whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:35: note: the memory is borrowed here
// CHECK-NOTES: :[[@LINE-15]]:58: note: by this 'from_blob'
Tensor grown() { std::vector<float> v(4); Tensor t = view(v); v.push_back(1); return t.sum(); }
// CHECK-MESSAGES: :[[@LINE-1]]:88: warning: 't' is used after 'push_back' invalidates the memory of 'v' that it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:54: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-19]]:58: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:65: note: 'push_back' is here
Tensor ofObject() { Samples s; return s.view(); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: the tensor outlives 's', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:41: note: the memory of 's' is borrowed here
// CHECK-NOTES: :[[@LINE-27]]:92: note: by this 'from_blob'
Tensor ofTemporaryObject() { return Samples().view(); }
// CHECK-MESSAGES: :[[@LINE-1]]:37: warning: the tensor outlives the temporary whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:47: note: the memory is borrowed here
// CHECK-NOTES: :[[@LINE-31]]:92: note: by this 'from_blob'
Tensor ofUniqueObject() { auto s = std::make_unique<Samples>(); return s->view(); }
// CHECK-MESSAGES: :[[@LINE-1]]:72: warning: the tensor outlives 's', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:75: note: the memory of 's' is borrowed here
// CHECK-NOTES: :[[@LINE-35]]:92: note: by this 'from_blob'
Tensor ofDeletedObject() { auto *s = new Samples; Tensor t = s->view(); delete s; return t; }
// CHECK-MESSAGES: :[[@LINE-1]]:90: warning: 't' is used after 'delete' frees the memory of 'values' that it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:65: note: the memory of 'values' is borrowed here
// CHECK-NOTES: :[[@LINE-39]]:92: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:73: note: 'delete' is here
// silent: used while the buffer is there
Tensor summed() { auto v = load(); return view(v).sum(); }
Tensor summedOfTemporary() { return Samples().view().sum(); }
// silent: the owner lives on
Tensor ofParameter(Samples &s) { return s.view(); }
Tensor ofStatic() { static Samples s; return s.view(); }
// speaks: a copy of the owner goes along, and the tensor stays with the first
std::pair<std::vector<float>, Tensor> inPair() { std::vector<float> v(4); auto t = over(v); return {v, t}; }
// CHECK-MESSAGES: :[[@LINE-1]]:100: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:84: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-47]]:52: note: by this 'from_blob'
std::tuple<std::vector<float>, Tensor, int> inTuple() { std::vector<float> v(4); auto t = over(v); return {v, t, 1}; }
// CHECK-MESSAGES: :[[@LINE-1]]:107: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:91: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-51]]:52: note: by this 'from_blob'
Both inStruct() { std::vector<float> v(4); auto t = over(v); return {v, t}; }
// CHECK-MESSAGES: :[[@LINE-1]]:69: warning: the tensor outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:53: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-55]]:52: note: by this 'from_blob'
Both assigned() { std::vector<float> v(4); auto t = over(v); Both b; b.values = v; b.t = t; return b; }
// CHECK-MESSAGES: :[[@LINE-1]]:100: warning: 'b' outlives 'v', whose memory it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:53: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-59]]:52: note: by this 'from_blob'
// silent: the owner goes along
Both moved() { std::vector<float> v(4); auto t = over(v); Both b; b.values = std::move(v); b.t = t; return b; }
Both swapped() { std::vector<float> v(4); auto t = over(v); Both b; b.values.swap(v); b.t = t; return b; }
std::pair<std::vector<float>, Tensor> movedPair() { std::vector<float> v(4); auto t = over(v); return {std::move(v), t}; }
// silent: the other one of two owners holds the memory now
Tensor exchanged() { std::vector<float> v(4), other(8); auto t = over(v); v.swap(other); return t.sum(); }
Tensor exchangedByStd() { std::vector<float> v(4), other(8); auto t = over(v); std::swap(v, other); return t.sum(); }
Tensor intoParameter(std::vector<float> &keep) { std::vector<float> v(4); auto t = over(v); keep.swap(v); return t; }
// speaks: a temporary takes the memory
Tensor emptied() { std::vector<float> v(4); auto t = over(v); std::vector<float>().swap(v); return t.sum(); }
// CHECK-MESSAGES: :[[@LINE-1]]:102: warning: 't' is used after 'swap' invalidates the memory of 'v' that it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:54: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-72]]:52: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:84: note: 'swap' is here
Tensor emptiedParameter(std::vector<float> &v) { auto t = over(v); std::vector<float>{}.swap(v); return t.sum(); }
// CHECK-MESSAGES: :[[@LINE-1]]:107: warning: 't' is used after 'swap' invalidates the memory of 'v' that it borrows [torch-from-blob-dangling]
// CHECK-NOTES: :[[@LINE-2]]:59: note: the memory of 'v' is borrowed here
// CHECK-NOTES: :[[@LINE-77]]:52: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:89: note: 'swap' is here
