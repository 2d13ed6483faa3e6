// RUN: %check_torch_tidy %s torch-factory-options
// Sizes that went through integers, and parts of sizes.
#include <iostream>
#include <torch/torch.h>

using torch::Tensor;
void change(int64_t &n);
void change(int64_t *n);

// speaks: the integers are the sizes of 'x', and the result meets it
Tensor variables(const Tensor &x) {
  auto b = x.size(0), n = x.size(1);
  auto t = torch::zeros({b, n});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
  // CHECK-FIXES: auto t = torch::zeros({b, n}, x.options());
  return x + t;
}
Tensor joined(const Tensor &x) {
  int64_t b = x.size(0);
  auto t = torch::zeros({b, 3});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
  // CHECK-FIXES: auto t = torch::zeros({b, 3}, x.options());
  return torch::cat({x, t}, 1);
}
Tensor parts(const Tensor &x) {
  auto s = x.sizes();
  auto t = torch::ones({s[0], s[1]});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'ones' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
  // CHECK-FIXES: auto t = torch::ones({s[0], s[1]}, x.options());
  return x * t;
}
Tensor halves(const Tensor &x) {
  auto t = torch::ones({x.sizes()[0], x.size(1) / 2});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'ones' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
  // CHECK-FIXES: auto t = torch::ones({x.sizes()[0], x.size(1) / 2}, x.options());
  return torch::cat({x, t}, 1);
}
// silent: the integer is another one by then
Tensor incremented(const Tensor &x) { int64_t b = x.size(0); ++b; auto t = torch::zeros({b, 3}); return torch::cat({x, t}); }
Tensor assigned(const Tensor &x) { int64_t b = x.size(0); b = 3; auto t = torch::zeros({b, 3}); return torch::cat({x, t}); }
Tensor compound(const Tensor &x) { int64_t b = x.size(0); b *= 3; auto t = torch::zeros({b, 3}); return torch::cat({x, t}); }
Tensor byReference(const Tensor &x) { int64_t b = x.size(0); change(b); auto t = torch::zeros({b, 3}); return torch::cat({x, t}); }
Tensor byPointer(const Tensor &x) { int64_t b = x.size(0); change(&b); auto t = torch::zeros({b, 3}); return torch::cat({x, t}); }
Tensor alias(const Tensor &x) { int64_t b = x.size(0); int64_t &r = b; r = 3; auto t = torch::zeros({b, 3}); return torch::cat({x, t}); }
Tensor lambda(const Tensor &x) { int64_t b = x.size(0); auto f = [&b] { b = 7; }; f(); auto t = torch::zeros({b, 3}); return torch::cat({x, t}); }
Tensor stream(const Tensor &x) { int64_t b = x.size(0); std::cin >> b; auto t = torch::zeros({b, 3}); return torch::cat({x, t}); }
// silent: sizes of two tensors, or it never meets 'x', whose dtype nobody knows
Tensor two(const Tensor &x, const Tensor &y) { int64_t b = x.size(0), n = y.size(0); auto t = torch::zeros({n, b}); return torch::mm(t, x); }
Tensor apart(const Tensor &x) { int64_t b = x.size(0); return torch::zeros({b, 3}); }
// speaks: it meets 'x' where it is made
Tensor sum(const Tensor &x) { return x + torch::zeros({x.size(0), 1}); }
// CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor sum(const Tensor &x) { return x + torch::zeros({x.size(0), 1}, x.options()); }
Tensor joinedAtOnce(const Tensor &x) { return torch::cat({x, torch::zeros({x.size(0), 3})}, 1); }
// CHECK-MESSAGES: :[[@LINE-1]]:62: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor joinedAtOnce(const Tensor &x) { return torch::cat({x, torch::zeros({x.size(0), 3}, x.options())}, 1); }
Tensor inPlace(Tensor x) { x.add_(torch::ones({x.size(0)})); return x; }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'ones' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor inPlace(Tensor x) { x.add_(torch::ones({x.size(0)}, x.options())); return x; }
Tensor chosen(const Tensor &x) { return torch::where(x > 0, x, torch::zeros({x.size(0), x.size(1)})); }
// CHECK-MESSAGES: :[[@LINE-1]]:64: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
// CHECK-FIXES: Tensor chosen(const Tensor &x) { return torch::where(x > 0, x, torch::zeros({x.size(0), x.size(1)}, x.options())); }
Tensor layer(const Tensor &x, torch::nn::GRU &gru) {
  auto h = torch::zeros({1, x.size(0), 64});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'zeros' takes its sizes from 'x', but not its dtype and device [torch-factory-options]
  // CHECK-FIXES: auto h = torch::zeros({1, x.size(0), 64}, x.options());
  return std::get<0>(gru->forward(x, h));
}
// silent: they are only kept together, or another function has to know
void save(Tensor x, Tensor mask);
std::tuple<Tensor, Tensor> together(const Tensor &x) { auto t = torch::zeros({x.size(0)}); return std::make_tuple(x, t); }
void handedOn(const Tensor &x) { auto t = torch::zeros({x.size(0)}); save(x, t); }
void handedOnAtOnce(const Tensor &x) { save(x, torch::zeros({x.size(0)})); }
void kept(const Tensor &x, std::vector<std::pair<Tensor, Tensor>> &all) { auto t = torch::zeros({x.size(0)}); all.emplace_back(x, t); }
Tensor bound(Tensor x) { x = torch::zeros({x.size(0), 4}); return x; }
Tensor other(const Tensor &x, const Tensor &w) { return torch::matmul(w, torch::ones({x.size(0), 1})); }
