// RUN: %check_torch_tidy %s torch-discarded-result
// RUN-PLAIN
#include <torch/torch.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// speaks: whatever the tensor keeps

void device(torch::Tensor t) {
  t.to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.to(torch::kCUDA);
}

void deviceOfRunTime(torch::Tensor t, torch::Device device) {
  t.to(device);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.to(device);
}

void deviceByName(torch::Tensor t) {
  t.to("cuda:1");
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.to("cuda:1");
}

void deviceInOptions(torch::Tensor t) {
  t.to(torch::TensorOptions().device(torch::kCUDA));
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.to(torch::TensorOptions().device(torch::kCUDA));
}

void deviceAndDtype(torch::Tensor t, torch::Device device) {
  t.to(device, torch::kHalf, /*non_blocking=*/true);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.to(device, torch::kHalf, /*non_blocking=*/true);
}

void deviceMethod(torch::Tensor t) {
  t.cuda();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'cuda' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.cuda();
}

void dtype(torch::Tensor t) {
  t.to(torch::kFloat64);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' keeps its dtype [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.to(torch::kFloat64);
}

void dtypeInOptions(torch::Tensor t) {
  t.to(torch::dtype(torch::kInt));
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' keeps its dtype [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.to(torch::dtype(torch::kInt));
}

void dtypeMethod(torch::Tensor t) {
  t.toType(torch::kLong);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'toType' is dropped; 't' keeps its dtype [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.toType(torch::kLong);
}

void shapeOfAView(torch::Tensor t) {
  t.view({-1, 4});
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'view' is dropped; 't' keeps its shape [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.view({-1, 4});
}

void shapeOfAReshape(torch::Tensor t) {
  t.reshape({2, 3});
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'reshape' is dropped; 't' keeps its shape [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.reshape({2, 3});
}

void shapeWithATwin(torch::Tensor t) {
  t.unsqueeze(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'unsqueeze' is dropped; 't' keeps its shape [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'unsqueeze_'
  // CHECK-SUGGESTED: t = t.unsqueeze(0);
}

void values(torch::Tensor t) {
  t.add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'add_'
  // CHECK-SUGGESTED: t = t.add(1);
}

void valuesOfTwo(torch::Tensor t, const torch::Tensor &u) {
  t.mul(u);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'mul' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'mul_'
  // CHECK-SUGGESTED: t = t.mul(u);
}

void valuesClamped(torch::Tensor t) {
  t.clamp(0, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'clamp' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'clamp_'
  // CHECK-SUGGESTED: t = t.clamp(0, 1);
}

void valuesFilled(torch::Tensor t, const torch::Tensor &mask) {
  t.masked_fill(mask, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'masked_fill' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'masked_fill_'
  // CHECK-SUGGESTED: t = t.masked_fill(mask, 0);
}

void itself(torch::Tensor t) {
  t.contiguous();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'contiguous' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.contiguous();
}

void itselfOfOtherOptions(torch::Tensor t, torch::TensorOptions options) {
  t.to(options);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'to' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.to(options);
}

void itselfDetached(torch::Tensor t) {
  t.detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'detach' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'detach_'
  // CHECK-SUGGESTED: t = t.detach();
}

// A result of another kind: assigning it is one thing that may be meant.
void reduced(torch::Tensor t) {
  t.sum(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'sum' is dropped; 't' stays as it is [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.sum(0);
}

// speaks: however the call is written

void plus(torch::Tensor t) {
  t + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of '+' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use '+='
  // CHECK-SUGGESTED: t = t + 1;
}

void timesATensor(torch::Tensor t, const torch::Tensor &u) {
  t * u;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of '*' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use '*='
  // CHECK-SUGGESTED: t = t * u;
}

void comparison(const torch::Tensor &t, const torch::Tensor &u) {
  t == u;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of '==' is dropped; 't' stays as it is [torch-discarded-result]
}

void chain(torch::Tensor t) {
  t.add(1).mul(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the result of 'mul' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:12: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.add(1).mul(2);
}

void viewThenDevice(torch::Tensor t) {
  t.view({-1}).to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:16: note: assign the result to 't'
  // CHECK-SUGGESTED: t = t.view({-1}).to(torch::kCUDA);
}

void severalResults(torch::Tensor t) {
  t.max(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'max' is dropped; 't' stays as it is [torch-discarded-result]
}

void listOfResults(torch::Tensor t) {
  t.split(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'split' is dropped; 't' stays as it is [torch-discarded-result]
}

void parentheses(torch::Tensor t) {
  (t.add(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:6: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:6: note: change 't' in place: use 'add_'
  // CHECK-SUGGESTED: (t = t.add(1));
}

// speaks: whichever tensor it is

struct Batch {
  torch::Tensor data, target;
  void move(torch::Device device) {
    data.to(device);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the result of 'to' is dropped; 'data' stays on its device [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:10: note: assign the result to 'data'
    // CHECK-SUGGESTED: data = data.to(device);
    this->target.to(device);
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the result of 'to' is dropped; 'target' stays on its device [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:18: note: assign the result to 'this->target'
    // CHECK-SUGGESTED: this->target = this->target.to(device);
  }
  void look() const {
    data.add(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the result of 'add' is dropped; 'data' keeps its values [torch-discarded-result]
  }
};

void field(Batch &batch) {
  batch.data.to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the result of 'to' is dropped; 'batch.data' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:14: note: assign the result to 'batch.data'
  // CHECK-SUGGESTED: batch.data = batch.data.to(torch::kCUDA);
}

void elementOfAVector(std::vector<torch::Tensor> &ts) {
  ts[0].to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the result of 'to' is dropped; 'ts[0]' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:9: note: assign the result to 'ts[0]'
  // CHECK-SUGGESTED: ts[0] = ts[0].to(torch::kCUDA);
}

void elementOfAnArray(std::array<torch::Tensor, 2> &ts, torch::Tensor (&raw)[2]) {
  ts.at(1).relu();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the result of 'relu' is dropped; 'ts.at(1)' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:12: note: assign the result to 'ts.at(1)'
  // CHECK-NOTES: :[[@LINE-3]]:12: note: change 'ts.at(1)' in place: use 'relu_'
  // CHECK-SUGGESTED: ts.at(1) = ts.at(1).relu();
  raw[1].relu();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the result of 'relu' is dropped; 'raw[1]' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: assign the result to 'raw[1]'
  // CHECK-NOTES: :[[@LINE-3]]:10: note: change 'raw[1]' in place: use 'relu_'
  // CHECK-SUGGESTED: raw[1] = raw[1].relu();
}

void elementOfAMap(std::map<std::string, torch::Tensor> &ts) {
  ts.at("weight").to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the result of 'to' is dropped; 'ts.at("weight")' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: assign the result to 'ts.at("weight")'
  // CHECK-SUGGESTED: ts.at("weight") = ts.at("weight").to(torch::kCUDA);
}

void everyElement(std::vector<torch::Tensor> &ts) {
  for (auto &t : ts)
    t.to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-SUGGESTED: t = t.to(torch::kCUDA);
}

void everyCopy(std::vector<torch::Tensor> &ts) {
  for (auto t : ts)
    t.to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
}

void everyIndex(std::vector<torch::Tensor> &ts) {
  for (size_t i = 0; i < ts.size(); ++i) {
    ts[i].to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the result of 'to' is dropped; 'ts[i]' stays on its device [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:11: note: assign the result to 'ts[i]'
    // CHECK-SUGGESTED: ts[i] = ts[i].to(torch::kCUDA);
  }
}

void everyValueOfAMap(std::map<std::string, torch::Tensor> &ts) {
  for (auto &[name, t] : ts)
    t.to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-SUGGESTED: t = t.to(torch::kCUDA);
}

void iterator(std::vector<torch::Tensor> &ts) {
  for (auto it = ts.begin(); it != ts.end(); ++it)
    it->to(torch::kCUDA);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the result of 'to' is dropped; 'it' stays on its device [torch-discarded-result]
}

void pointer(torch::Tensor *t, std::shared_ptr<torch::Tensor> owner) {
  t->add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:6: note: change 't' in place: use 'add_'
  // CHECK-SUGGESTED: t->add_(1);
  (*t).add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: the result of 'add' is dropped; '*t' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: assign the result to '*t'
  // CHECK-NOTES: :[[@LINE-3]]:8: note: change '*t' in place: use 'add_'
  // CHECK-SUGGESTED: *t = (*t).add(1);
  owner->add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the result of 'add' is dropped; 'owner' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: change 'owner' in place: use 'add_'
  // CHECK-SUGGESTED: owner->add_(1);
}

void fixedVariable(const torch::Tensor &t) {
  t.add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
}

void weight(torch::nn::Linear &linear) {
  linear->weight.to(torch::kCUDA);
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the result of 'to' is dropped; 'linear->weight' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:18: note: assign the result to 'linear->weight'
  // CHECK-SUGGESTED: linear->weight = linear->weight.to(torch::kCUDA);
}

void binding(const torch::Tensor &t) {
  auto [best, where] = t.max(0);
  best.add(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: the result of 'add' is dropped; 'best' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: assign the result to 'best'
  // CHECK-NOTES: :[[@LINE-3]]:8: note: change 'best' in place: use 'add_'
  // CHECK-SUGGESTED: best = best.add(1);
}

// speaks: wherever the statement stands

void branches(torch::Tensor t, bool b) {
  if (b)
    t.add(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-NOTES: :[[@LINE-3]]:7: note: change 't' in place: use 'add_'
    // CHECK-SUGGESTED: t = t.add(1);
  else
    t.sub(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'sub' is dropped; 't' keeps its values [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-NOTES: :[[@LINE-3]]:7: note: change 't' in place: use 'sub_'
    // CHECK-SUGGESTED: t = t.sub(1);
  switch (b) {
  case true:
    t.mul(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'mul' is dropped; 't' keeps its values [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-NOTES: :[[@LINE-3]]:7: note: change 't' in place: use 'mul_'
    // CHECK-SUGGESTED: t = t.mul(2);
    break;
  default:
    t.div(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'div' is dropped; 't' keeps its values [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-NOTES: :[[@LINE-3]]:7: note: change 't' in place: use 'div_'
    // CHECK-SUGGESTED: t = t.div(2);
  }
  b ? t.add(3) : t.sub(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-MESSAGES: :[[@LINE-2]]:20: warning: the result of 'sub' is dropped; 't' keeps its values [torch-discarded-result]
}

void loopThatDoesMore(torch::Tensor t, torch::Tensor sum) {
  for (int i = 0; i < 3; ++i) {
    t.mul(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'mul' is dropped; 't' keeps its values [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-NOTES: :[[@LINE-3]]:7: note: change 't' in place: use 'mul_'
    // CHECK-SUGGESTED: t = t.mul(2);
    sum += t;
  }
}

// A number is read for its own sake here: that is no wait.
float beforeAnItem(torch::Tensor t) {
  t.clamp(0, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'clamp' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'clamp_'
  // CHECK-SUGGESTED: t = t.clamp(0, 1);
  float sum = t.sum().item<float>();
  t.relu();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'relu' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:5: note: change 't' in place: use 'relu_'
  // CHECK-SUGGESTED: t = t.relu();
  return sum * t.max().item<float>();
}

// No probe: it goes on with the tensor.
bool tryThatGoesOn(torch::Tensor t, std::vector<torch::Tensor> &stack, torch::Device device) {
  try {
    if (t.defined()) {
      t.to(device);
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the result of 'to' is dropped; 't' stays on its device [torch-discarded-result]
      // CHECK-NOTES: :[[@LINE-2]]:9: note: assign the result to 't'
      // CHECK-SUGGESTED: t = t.to(device);
      stack.push_back(t);
    }
  } catch (const std::exception &) {
    return false;
  }
  return true;
}

void handlerOfATry(torch::Tensor t) {
  try {
    t.zero_();
  } catch (...) {
    t.add(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-NOTES: :[[@LINE-3]]:7: note: change 't' in place: use 'add_'
    // CHECK-SUGGESTED: t = t.add(1);
  }
}

void lambdas(std::vector<torch::Tensor> &ts, torch::Tensor t) {
  auto move = [](torch::Tensor &x) { x.to(torch::kCUDA); };
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: the result of 'to' is dropped; 'x' stays on its device [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:40: note: assign the result to 'x'
  // CHECK-SUGGESTED: auto move = [](torch::Tensor &x) { x = x.to(torch::kCUDA); };
  move(t);
  auto more = [&] {
    t.add(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:7: note: assign the result to 't'
    // CHECK-NOTES: :[[@LINE-3]]:7: note: change 't' in place: use 'add_'
    // CHECK-SUGGESTED: t = t.add(1);
    t.zero_();
  };
  more();
}

void generic(torch::Tensor t) {
  auto move = [](auto &x) { x.to(torch::kCUDA); };
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: the result of 'to' is dropped; 'x' stays on its device [torch-discarded-result]
  move(t);
}

Batch made(torch::Tensor t) {
  Batch b{t, t};
  ({
    b.data.add(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the result of 'add' is dropped; 'b.data' keeps its values [torch-discarded-result]
    // CHECK-NOTES: :[[@LINE-2]]:12: note: assign the result to 'b.data'
    // CHECK-NOTES: :[[@LINE-3]]:12: note: change 'b.data' in place: use 'add_'
    // CHECK-SUGGESTED: b.data = b.data.add(1);
    b.target.zero_();
  });
  return b;
}

struct Holder {
  explicit Holder(torch::Tensor t) : held([&] { t.add(1); t.zero_(); return t; }()) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: the result of 'add' is dropped; 't' keeps its values [torch-discarded-result]
  // CHECK-NOTES: :[[@LINE-2]]:51: note: assign the result to 't'
  // CHECK-NOTES: :[[@LINE-3]]:51: note: change 't' in place: use 'add_'
  // CHECK-SUGGESTED: explicit Holder(torch::Tensor t) : held([&] { t = t.add(1); t.zero_(); return t; }()) {}
  torch::Tensor held;
};
