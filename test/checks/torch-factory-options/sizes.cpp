// RUN: %check_torch_tidy %s torch-factory-options
// The sizes of a tensor, and not its dtype and device.
#include <torch/torch.h>

using torch::Tensor;
void look(const std::vector<int64_t> &sizes);
// speaks: all sizes of a tensor
struct Layer { Tensor weight; Tensor like() { return torch::zeros(weight.sizes()); } };
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'zeros' takes its sizes from 'weight', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: struct Layer { Tensor weight; Tensor like() { return torch::zeros(weight.sizes(), weight.options()); } };

// speaks: all sizes of a tensor
Tensor zeros(const Tensor &x) { return torch::zeros(x.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor zeros(const Tensor &x) { return torch::zeros(x.sizes(), x.options()); }
Tensor ones(Tensor x) { auto t = torch::ones(x.sizes()); return t; }
// CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'ones' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor ones(Tensor x) { auto t = torch::ones(x.sizes(), x.options()); return t; }
Tensor empty(const Tensor &x) { return at::empty(x.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'empty' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor empty(const Tensor &x) { return at::empty(x.sizes(), x.options()); }
Tensor full(const Tensor &x) { return torch::full(x.sizes(), 1.5); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'full' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:39: note: take the options too: add 'x.options()'
// CHECK-SUGGESTED: Tensor full(const Tensor &x) { return torch::full(x.sizes(), 1.5, x.options()); }
Tensor rand(const Tensor &x) { return torch::rand(x.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'rand' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-NOTES: :[[@LINE-2]]:39: note: take the options too: add 'x.options()'
// CHECK-SUGGESTED: Tensor rand(const Tensor &x) { return torch::rand(x.sizes(), x.options()); }
Tensor variable(const Tensor &x) { auto sizes = x.sizes(); return torch::zeros(sizes); }
// CHECK-MESSAGES: :[[@LINE-1]]:67: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor variable(const Tensor &x) { auto sizes = x.sizes(); return torch::zeros(sizes, x.options()); }
Tensor vec(const Tensor &x) { const auto sizes = x.sizes().vec(); return torch::zeros(sizes); }
// CHECK-MESSAGES: :[[@LINE-1]]:74: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor vec(const Tensor &x) { const auto sizes = x.sizes().vec(); return torch::zeros(sizes, x.options()); }
Tensor pointer(const Tensor *x) { return torch::zeros(x->sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor pointer(const Tensor *x) { return torch::zeros(x->sizes(), x->options()); }
Tensor member(const Layer &l) { return torch::zeros(l.weight.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'zeros' takes its sizes from 'weight', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor member(const Layer &l) { return torch::zeros(l.weight.sizes(), l.weight.options()); }
Tensor lambda(const Tensor &x) { auto f = [&] { return torch::zeros(x.sizes()); }; return f(); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor lambda(const Tensor &x) { auto f = [&] { return torch::zeros(x.sizes(), x.options()); }; return f(); }
Tensor knownDouble() { auto x = torch::ones({3}, torch::kFloat64); return torch::zeros(x.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:75: warning: 'zeros' takes its sizes from 'x', but not its dtype [torch-factory-options]
// CHECK-FIXES: Tensor knownDouble() { auto x = torch::ones({3}, torch::kFloat64); return torch::zeros(x.sizes(), x.options()); }
Tensor knownCuda() { auto x = torch::ones({3}, torch::kCUDA); return torch::zeros(x.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:70: warning: 'zeros' takes its sizes from 'x', but not its device [torch-factory-options]
// CHECK-FIXES: Tensor knownCuda() { auto x = torch::ones({3}, torch::kCUDA); return torch::zeros(x.sizes(), torch::device(x.device())); }
// speaks: all sizes of integers, whose device alone counts
Tensor integral(torch::Device d) { auto x = torch::zeros({3}, torch::dtype(torch::kInt64).device(d)); return torch::zeros(x.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:110: warning: 'zeros' takes its sizes from 'x', but not its device [torch-factory-options]
// CHECK-FIXES: Tensor integral(torch::Device d) { auto x = torch::zeros({3}, torch::dtype(torch::kInt64).device(d)); return torch::zeros(x.sizes(), torch::device(x.device())); }
Tensor counts(torch::Device d) { auto labels = torch::arange(8, torch::dtype(torch::kInt64).device(d)); return torch::ones(labels.sizes()); }
// CHECK-MESSAGES: :[[@LINE-1]]:112: warning: 'ones' takes its sizes from 'labels', but not its device [torch-factory-options]
// CHECK-FIXES: Tensor counts(torch::Device d) { auto labels = torch::arange(8, torch::dtype(torch::kInt64).device(d)); return torch::ones(labels.sizes(), torch::device(labels.device())); }
// speaks: single sizes of a tensor that the result meets
Tensor meets(const Tensor &x, int64_t n) { auto t = torch::zeros({x.size(0), n}); return torch::matmul(x, t); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor meets(const Tensor &x, int64_t n) { auto t = torch::zeros({x.size(0), n}, x.options()); return torch::matmul(x, t); }
Tensor adds(const Tensor &x) { auto t = torch::zeros({x.size(0), x.size(1)}); t += x; return t; }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor adds(const Tensor &x) { auto t = torch::zeros({x.size(0), x.size(1)}, x.options()); t += x; return t; }
Tensor copies(const Tensor &x) { auto t = torch::empty({x.size(0), x.size(1)}); t.copy_(x); return t; }
// CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'empty' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor copies(const Tensor &x) { auto t = torch::empty({x.size(0), x.size(1)}, x.options()); t.copy_(x); return t; }
Tensor single(const Tensor &x) { auto n = x.size(0); const auto m = x.size(1); auto t = torch::ones({n, m}); return x.add(t); }
// CHECK-MESSAGES: :[[@LINE-1]]:89: warning: 'ones' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor single(const Tensor &x) { auto n = x.size(0); const auto m = x.size(1); auto t = torch::ones({n, m}, x.options()); return x.add(t); }
// speaks: single sizes of a tensor that is known to be floating
Tensor floating(torch::Device d) { auto x = torch::zeros({3, 4}, torch::dtype(torch::kFloat64).device(d)); return torch::zeros({x.size(0), 5}); }
// CHECK-MESSAGES: :[[@LINE-1]]:115: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor floating(torch::Device d) { auto x = torch::zeros({3, 4}, torch::dtype(torch::kFloat64).device(d)); return torch::zeros({x.size(0), 5}, x.options()); }
Tensor half(torch::Device d) { const auto x = torch::rand({3, 4}, torch::dtype(torch::kHalf).device(d)); return torch::ones({2, x.size(1)}); }
// CHECK-MESSAGES: :[[@LINE-1]]:113: warning: 'ones' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor half(torch::Device d) { const auto x = torch::rand({3, 4}, torch::dtype(torch::kHalf).device(d)); return torch::ones({2, x.size(1)}, x.options()); }
// speaks: all sizes of a tensor
Tensor vectorOfSizes(const Tensor &x) { auto sizes = x.sizes().vec(); return torch::empty(sizes); }
// CHECK-MESSAGES: :[[@LINE-1]]:78: warning: 'empty' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor vectorOfSizes(const Tensor &x) { auto sizes = x.sizes().vec(); return torch::empty(sizes, x.options()); }
Tensor vectorFromRange(const Tensor &x) { std::vector<int64_t> sizes(x.sizes().begin(), x.sizes().end()); return torch::empty(sizes); }
// CHECK-MESSAGES: :[[@LINE-1]]:114: warning: 'empty' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor vectorFromRange(const Tensor &x) { std::vector<int64_t> sizes(x.sizes().begin(), x.sizes().end()); return torch::empty(sizes, x.options()); }
Tensor vectorThatIsRead(const Tensor &x) { std::vector<int64_t> sizes = x.sizes().vec(); look(sizes); return torch::zeros(sizes); }
// CHECK-MESSAGES: :[[@LINE-1]]:110: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor vectorThatIsRead(const Tensor &x) { std::vector<int64_t> sizes = x.sizes().vec(); look(sizes); return torch::zeros(sizes, x.options()); }
Tensor smallVector(const Tensor &x) { at::DimVector sizes(x.sizes()); return torch::ones(sizes); }
// CHECK-MESSAGES: :[[@LINE-1]]:78: warning: 'ones' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor smallVector(const Tensor &x) { at::DimVector sizes(x.sizes()); return torch::ones(sizes, x.options()); }
