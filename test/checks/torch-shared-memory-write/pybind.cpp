// RUN: %check_torch_tidy %s torch-shared-memory-write,torch-from-blob-dtype,torch-from-blob-dangling -- -isystem %python
// REQUIRES: python-headers, libtorch2
// Extensions: NumPy arrays through pybind11, and tensors made over them.
#include <pybind11/numpy.h>
#include <torch/extension.h>
#include <torch/csrc/utils/tensor_numpy.h>

namespace py = pybind11;
using torch::Tensor;

// speaks: memory of a NumPy array
void spelledOut(py::array_t<float> a) { auto torch = py::module_::import("torch"); torch.attr("from_numpy")(a).attr("zero_")(); }
// CHECK-MESSAGES: :[[@LINE-1]]:84: warning: 'zero_' overwrites 'a', whose memory 'from_numpy' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:84: note: make a copy: append '.attr("clone")()'
// CHECK-NOTES: :[[@LINE-3]]:84: note: to change 'a' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void spelledOut(py::array_t<float> a) { auto torch = py::module_::import("torch"); torch.attr("from_numpy")(a).attr("clone")().attr("zero_")(); }
void utils(py::object a) { auto t = torch::utils::tensor_from_numpy(a.ptr()); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:81: warning: 'zero_' overwrites 'a', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:37: note: 't' borrows the memory of 'a' here
// CHECK-NOTES: :[[@LINE-3]]:81: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-4]]:81: note: to change 'a' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void utils(py::object a) { auto t = torch::utils::tensor_from_numpy(a.ptr()).clone(); t.zero_(); }
// speaks: memory of a NumPy array
void mutableData(py::array_t<float> a) { torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat32).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:106: warning: 'zero_' overwrites 'a', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:106: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-3]]:106: note: to change 'a' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void mutableData(py::array_t<float> a) { torch::zeros({a.size()}, torch::kFloat32); }
void bufferInfo(py::array_t<float> a) { py::buffer_info info = a.request(); torch::from_blob(info.ptr, {info.size}, torch::kFloat32).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:134: warning: 'zero_' overwrites 'a', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:134: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-3]]:134: note: to change 'a' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void bufferInfo(py::array_t<float> a) { py::buffer_info info = a.request(); torch::zeros({info.size}, torch::kFloat32); }
Tensor wrongDtype(py::array_t<double> a) { return torch::from_blob(a.mutable_data(), {a.size()}); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'from_blob' reads the doubles of 'a' as float [torch-from-blob-dtype]
// CHECK-NOTES: :[[@LINE-2]]:51: note: read them as they are: add 'torch::kFloat64'
// CHECK-NOTES: :[[@LINE-3]]:51: note: read them as they are, then convert to 'torch::kFloat32'
// CHECK-SUGGESTED: Tensor wrongDtype(py::array_t<double> a) { return torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat64); }

// silent: an array that is copied, left alone, or filled on purpose
Tensor copied(py::array_t<float> a) { return torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat32).clone(); }
Tensor own(py::array_t<float> a) { return torch::zeros({a.size()}, torch::kFloat32); }
void output(py::array_t<float> a, const Tensor &x) { torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat32).copy_(x); }
double sum(py::array_t<double> a) { return torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat64).sum().item<double>(); }
void rebound(py::array_t<float> a) { auto t = torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat32); t = t + 1; t.zero_(); }
