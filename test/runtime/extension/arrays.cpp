// A Python extension that is given NumPy arrays. Every function is called with real ones: what became of them, and whether the
// tensor reads what the array holds, says what must be said of it.
#include <torch/extension.h>

#include <pybind11/numpy.h>

#include <optional>
#include <string>
#include <vector>

namespace py = pybind11;
using FloatArray = py::array_t<float, py::array::c_style>;

// --- a zero tensor of the shape of an array

torch::Tensor zerosOfShape(py::array_t<float> a) { return torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat32).zero_(); }

torch::Tensor zerosThroughRequest(py::array_t<float> a) {
  py::buffer_info info = a.request();
  auto t = torch::from_blob(info.ptr, {info.size}, torch::TensorOptions().dtype(torch::kFloat32));
  t.zero_();
  return t;
}

torch::Tensor zerosThroughNumpy(py::array_t<float> a) {
  auto t = torch::utils::tensor_from_numpy(a.ptr());
  return t.zero_();
}

torch::Tensor onesThroughPython(py::array_t<float> a) {
  return py::module_::import("torch").attr("from_numpy")(a).cast<torch::Tensor>().fill_(1);
}

torch::Tensor zerosOfABuffer(py::buffer b) {
  auto info = b.request();
  std::vector<int64_t> shape(info.shape.begin(), info.shape.end());
  torch::Tensor out = torch::from_blob(info.ptr, shape, torch::kFloat32);
  out.fill_(0);
  return out;
}

torch::Tensor freshZeros(py::array_t<float> a) { return torch::zeros({a.size()}, torch::kFloat32); }

torch::Tensor zerosOfACopy(py::array_t<float> a) {
  return torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat32).clone().zero_();
}

torch::Tensor zerosLikeABorrow(FloatArray a) {
  auto t = torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat32);
  return torch::zeros_like(t);
}

// --- arrays that are written on purpose

void scaleInPlace(py::array_t<float> out, double factor) {
  auto t = torch::from_blob(out.mutable_data(), {out.size()}, torch::kFloat32);
  t.mul_(factor);
}

void copyInto(py::array_t<float> out, torch::Tensor result) {
  torch::from_blob(out.mutable_data(), {out.size()}, torch::kFloat32).copy_(result);
}

// --- other element types

torch::Tensor doublesAsFloats(py::array_t<double> a) { return torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat32).clone(); }

torch::Tensor doublesWithoutDtype(py::array_t<double> a) { return torch::from_blob(a.mutable_data(), {a.size()}).clone(); }

torch::Tensor doublesAsDoubles(py::array_t<double> a) { return torch::from_blob(a.mutable_data(), {a.size()}, torch::kFloat64).clone(); }

torch::Tensor countsAsLong(py::array_t<int32_t> a) { return torch::from_blob(a.mutable_data(), {a.size() / 2}, torch::kInt64).clone(); }

torch::Tensor countsThenFloat(py::array_t<int32_t> a) {
  return torch::from_blob(a.mutable_data(), {a.size()}, torch::kInt32).to(torch::kFloat32);
}

torch::Tensor dtypeOfTheArray(py::array_t<float> a) {
  return py::module_::import("torch").attr("from_numpy")(a).cast<torch::Tensor>().clone();
}

// --- arrays that end first

// Nothing is said: an array is an object of Python, and who else holds it is not followed.
torch::Tensor ofALocalArray() {
  py::array_t<float> local(24);
  std::fill_n(local.mutable_data(), 24, 2.f);
  return torch::from_blob(local.mutable_data(), {24}, torch::kFloat32);
}

torch::Tensor ofALocalArrayCopied() {
  py::array_t<float> local(24);
  std::fill_n(local.mutable_data(), 24, 2.f);
  return torch::from_blob(local.mutable_data(), {24}, torch::kFloat32).clone();
}

torch::Tensor ofAnArrayThatIsKept(py::array_t<float> a) {
  auto *owner = new py::array_t<float>(a);
  return torch::from_blob(a.mutable_data(), {a.size()}, [owner](void *) {
    py::gil_scoped_acquire locked;
    delete owner;
  }, torch::kFloat32);
}

PYBIND11_MODULE(arrays, m) {
#define FIXTURE(Name) m.def(#Name, &Name);
#ifdef TORCH_TIDY_RUN
#include "fixtures.inc"
#endif
}
