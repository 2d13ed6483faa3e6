// RUN: %check_torch_tidy %s torch-shared-memory-write --level=strict
#include <torch/torch.h>

#include <vector>

void perhapsZero(torch::Tensor t, bool really) {
  if (really)
    t.zero_();
}
void perhapsFill(torch::Tensor t, bool really) {
  if (!really)
    return;
  t.fill_(1);
}

// speaks: an output is written
void outputWrite(float *out, const torch::Tensor &x) { torch::from_blob(out, x.sizes()).copy_(x); }
// CHECK-MESSAGES: :[[@LINE-1]]:89: warning: 'copy_' overwrites 'out', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:89: note: to change 'out' on purpose, write it directly, for example with 'std::fill'

void outArgument(float *out, const torch::Tensor &a) {
  auto t = torch::from_blob(out, {2, 2});
  torch::mm_out(t, a, a);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mm_out' overwrites 'out', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'out' here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: to change 'out' on purpose, write it directly, for example with 'std::fill'
}

void compound(float *out, const torch::Tensor &x) {
  auto t = torch::from_blob(out, {6});
  t += x;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '+=' overwrites 'out', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'out' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: to change 'out' on purpose, write it directly, for example with 'std::fill'
}

// speaks: an operation on the way may have copied
torch::Tensor mayBeACopy(std::vector<float> &v, torch::Device device) {
  auto t = torch::from_blob(v.data(), {6}).to(device);
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}).clone().to(device);
  t.zero_();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'zero_' may overwrite 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t;
}

torch::Tensor onTheDeviceOf(std::vector<float> &v, const torch::Tensor &x) {
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).to(x.device());
  // CHECK-SUGGESTED: auto t = torch::from_blob(v.data(), {6}, torch::kFloat32).clone().to(x.device());
  t.fill_(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'fill_' may overwrite 'v', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'v' here
  // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
  // CHECK-NOTES: :[[@LINE-4]]:5: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
  return t;
}

// speaks: an output is written
void throughAPointer(float *out) {
  auto t = torch::from_blob(out, {6});
  t.data_ptr<float>()[0] = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: '=' overwrites 'out', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'out' here
  // CHECK-NOTES: :[[@LINE-3]]:26: note: to change 'out' on purpose, write it directly, for example with 'std::fill'
}

void throughAnAccessor(float *out) {
  auto t = torch::from_blob(out, {2, 3});
  auto a = t.accessor<float, 2>();
  a[0][1] = 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: '=' overwrites 'out', whose memory 'a' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 't' borrows the memory of 'out' here
  // CHECK-NOTES: :[[@LINE-4]]:12: note: 'a' shares it from here on
  // CHECK-NOTES: :[[@LINE-4]]:11: note: to change 'out' on purpose, write it directly, for example with 'std::fill'
}

// silent: a copy lies between
torch::Tensor aCopy(std::vector<float> &v) {
  auto t = torch::from_blob(v.data(), {6}).clone();
  t += 1;
  return t;
}

torch::Tensor anotherDtype(std::vector<double> &v) {
  auto t = torch::from_blob(v.data(), {6}, torch::kFloat64).to(torch::kFloat32);
  t += 1;
  return t;
}

// silent: the tensor owns the memory
void theTensorOwnsIt() {
  auto t = torch::from_blob(new float[6], {6}, [](void *p) { delete[] static_cast<float *>(p); });
  t += 1;
}

// silent: another tensor is written
void outputIsAnother(float *in, torch::Tensor out) {
  auto t = torch::from_blob(in, {2, 2});
  torch::mm_out(out, t, t);
}

void copiedFrom(float *in, torch::Tensor out) { out.copy_(torch::from_blob(in, {6})); }

// silent: the variable was bound to another tensor before
void rebound(float *in) {
  auto t = torch::from_blob(in, {6});
  t = t * 2;
  t += 1;
}

// silent: nothing is written through the tensor
void readThroughAnAccessor(float *in) {
  auto t = torch::from_blob(in, {2, 3});
  auto a = t.accessor<float, 2>();
  float x = a[0][1];
  (void)x;
}

// silent: only shape or flags change
void metadata(float *in) {
  auto t = torch::from_blob(in, {2, 3});
  t.squeeze_();
}

// speaks: a function that is called writes on some of its paths
void calledPerhaps(float *p, bool really) {
  auto t = torch::from_blob(p, {6});
  perhapsZero(t, really);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'perhapsZero' may overwrite 'p', whose memory 't' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-3]]:12: note: 't' borrows the memory of 'p' here
  // CHECK-NOTES: :[[@LINE-125]]:7: note: 'zero_' writes it here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
}
void calledEarly(float *p, bool really) {
  perhapsFill(torch::from_blob(p, {6}), really);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'perhapsFill' may overwrite 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
  // CHECK-NOTES: :[[@LINE-126]]:5: note: 'fill_' writes it here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
}
