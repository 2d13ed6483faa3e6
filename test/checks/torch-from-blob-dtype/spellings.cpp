// RUN: %check_torch_tidy %s torch-from-blob-dtype
// What stays silent, as programs spell it: members, helpers, lambdas, containers, bindings.
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <torch/torch.h>

using torch::Tensor;

// silent: the dtype is right
struct Frame {
  std::vector<double> samples;
  std::array<int32_t, 4> box{};
  Tensor tensor() { return torch::from_blob(samples.data(), {(int64_t)samples.size()}, torch::kDouble).clone(); }
  Tensor where() { return torch::from_blob(box.data(), {4}, torch::dtype(torch::kInt)).clone(); }
};
std::vector<Tensor> batch(std::vector<std::vector<int64_t>> &rows) {
  std::vector<Tensor> all;
  for (auto &row : rows)
    all.push_back(torch::from_blob(row.data(), {(int64_t)row.size()}, at::kLong).clone());
  return all;
}
Tensor ofBindings(std::map<std::string, std::vector<double>> &all) {
  std::vector<Tensor> out;
  for (auto &[name, values] : all)
    out.push_back(torch::from_blob(values.data(), {3}, torch::kFloat64).clone());
  return torch::stack(out);
}
Tensor owned(int64_t n) {
  auto p = std::make_unique<double[]>(n);
  return torch::from_blob(p.get(), {n}, torch::TensorOptions().dtype(torch::kF64)).clone();
}
Tensor inALambda(std::vector<uint8_t> &pixels) {
  const auto options = torch::TensorOptions(torch::kUInt8).requires_grad(false);
  auto make = [&] { return torch::from_blob(pixels.data(), {2, 2, 3}, options); };
  return make().permute({2, 0, 1}).to(torch::kFloat32);
}

// silent: bytes stand for anything
struct Message { std::string payload; std::unique_ptr<char[]> raw; void *data = nullptr; };
Tensor ofAMessage(Message &m) { return torch::from_blob(m.payload.data(), {3}, torch::kFloat32).clone(); }
Tensor ofRawBytes(Message &m) { return torch::from_blob(m.raw.get(), {3}, torch::kFloat32).clone(); }
Tensor ofAVoidPointer(Message &m) { return torch::from_blob(m.data, {3}).clone(); }
Tensor ofABuffer(std::vector<uint8_t> &file, size_t offset) { return torch::from_blob(file.data() + offset, {3}, torch::kFloat32).clone(); }

// silent: a cast to other elements
Tensor ofInterleaved(std::vector<int16_t> &pcm) { return torch::from_blob(reinterpret_cast<int32_t *>(pcm.data()), {2}, torch::kInt16).clone(); }
Tensor ofVoid(double *p) { return torch::from_blob(static_cast<void *>(reinterpret_cast<float *>(p)), {2}, torch::kFloat64); }

// silent: classes lie in memory as their authors know
struct Vec3f { float v[3]; };
struct Mesh { std::vector<Vec3f> points; std::vector<std::array<int, 3>> faces; };
Tensor points(Mesh &mesh) { return torch::from_blob(mesh.points.data(), {(int64_t)mesh.points.size(), 3}, torch::kFloat32).clone(); }
Tensor faces(Mesh &mesh) { return torch::from_blob(mesh.faces.data(), {(int64_t)mesh.faces.size(), 3}, torch::kInt32).clone(); }
enum class Label : int64_t { Cat, Dog };
Tensor labels(std::vector<Label> &v) { return torch::from_blob(v.data(), {(int64_t)v.size()}, torch::kInt64).clone(); }

// silent: reinterpretations of the same width
Tensor halves(std::vector<uint16_t> &v) { return torch::from_blob(v.data(), {2}, torch::TensorOptions().dtype(torch::kFloat16)).clone(); }
Tensor brains(uint16_t *p) { return torch::from_blob(p, {2}, torch::kBFloat16).clone(); }
Tensor offsets(std::vector<std::size_t> &v) { return torch::from_blob(v.data(), {(int64_t)v.size()}, torch::kLong).clone(); }
Tensor colors(std::vector<uint32_t> &v) { return torch::from_blob(v.data(), {2}, torch::kInt).clone(); }

// silent: the dtype is known only at run time
class Reader {
public:
  explicit Reader(torch::ScalarType type) : type(type) {}
  Tensor read(double *p) const { return torch::from_blob(p, {2}, type); }

private:
  torch::ScalarType type;
};
torch::ScalarType typeOf(const std::string &name);
Tensor named(double *p, const std::string &name) { return torch::from_blob(p, {2}, typeOf(name)); }
Tensor ofAnother(double *p, const Tensor &x) { return torch::from_blob(p, {2}, torch::dtype(x.dtype())); }
Tensor switched(void *p, int code) {
  torch::ScalarType type = torch::kFloat32;
  switch (code) {
  case 1: type = torch::kFloat64; break;
  case 2: type = torch::kInt32; break;
  }
  return torch::from_blob(p, {2}, type);
}
Tensor ofATable(double *p, int code) {
  static const std::map<int, torch::ScalarType> types = {{0, torch::kFloat32}, {1, torch::kFloat64}};
  return torch::from_blob(p, {2}, types.at(code));
}

// silent: different on different paths
Tensor wide(double *p, bool b) {
  auto type = torch::kFloat64;
  if (!b)
    type = torch::kFloat32;
  return torch::from_blob(p, {2}, type);
}
Tensor eitherPointer(float *f, double *d, bool b) { return torch::from_blob(b ? (void *)f : (void *)d, {2}, b ? torch::kFloat32 : torch::kFloat64); }
