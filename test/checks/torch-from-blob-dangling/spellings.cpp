// RUN: %check_torch_tidy %s torch-from-blob-dangling
// What stays silent, as programs spell it: members, helpers, lambdas, containers, bindings.
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <torch/torch.h>

using torch::Tensor;
void use(const Tensor &t);

// silent: used while the buffer is there
struct Classifier {
  torch::nn::Linear layer{nullptr};
  float score(const std::vector<float> &features) {
    std::array<float, 3> input{features[0], features[1], features[2]};
    const auto x = torch::from_blob(input.data(), {1, 3}, torch::kFloat32);
    return layer(x).item<float>();
  }
};
std::vector<float> softmax(std::vector<float> logits) {
  auto p = torch::from_blob(logits.data(), {(int64_t)logits.size()}, torch::kFloat32).softmax(0);
  return {p.data_ptr<float>(), p.data_ptr<float>() + p.numel()};
}
void inALambda(int n) {
  std::vector<float> v(n);
  auto t = torch::from_blob(v.data(), {n}, torch::kFloat32);
  std::function<void()> show = [&] { use(t); };
  show();
}
void bindings(const std::map<std::string, std::vector<float>> &all) {
  for (const auto &[name, values] : all) {
    auto copy = values;
    use(torch::from_blob(copy.data(), {3}, torch::kFloat32));
  }
}

// silent: a copy lies between
std::pair<Tensor, Tensor> example(std::vector<uint8_t> pixels, int64_t label) {
  auto image = torch::from_blob(pixels.data(), {28, 28}, torch::kUInt8).to(torch::kFloat32).div_(255);
  auto target = torch::from_blob(&label, {1}, torch::kInt64).clone();
  return {image, target};
}
Tensor batch(const std::vector<std::vector<float>> &rows) {
  std::vector<Tensor> all;
  for (auto row : rows)
    all.push_back(torch::from_blob(row.data(), {(int64_t)row.size()}, torch::kFloat32).clone());
  return torch::stack(all);
}
struct Dataset : torch::data::Dataset<Dataset> {
  std::vector<std::array<float, 4>> rows;
  torch::data::Example<> get(size_t i) override {
    auto row = rows[i];
    return {torch::from_blob(row.data(), {4}, torch::kFloat32).clone(), torch::tensor(row[0])};
  }
  torch::optional<size_t> size() const override { return rows.size(); }
};
Tensor summed(std::vector<double> v) {
  auto t = torch::from_blob(v.data(), {3}, torch::kFloat64);
  auto mean = t.mean(), deviation = t.std();
  return (t - mean) / deviation;
}
void stored(std::vector<Tensor> &out, std::string text) { out.push_back(torch::from_blob(text.data(), {3}, torch::kUInt8).to(torch::kInt64)); }

// silent: the owner lives on
class Camera {
public:
  Tensor frame() { return torch::from_blob(pixels.data(), {480, 640, 3}, torch::kUInt8); }
  void keep() { last = frame(); }

private:
  std::vector<uint8_t> pixels = std::vector<uint8_t>(480 * 640 * 3);
  Tensor last;
};
struct Slot { float data[6]; };
Tensor ofASlot(std::vector<Slot> &slots, size_t i) { auto &slot = slots[i]; return torch::from_blob(slot.data, {6}, torch::kFloat32); }
Tensor ofAMap(std::map<std::string, std::vector<float>> &weights) { return torch::from_blob(weights["bias"].data(), {3}, torch::kFloat32); }
Tensor ofAPointer(const std::shared_ptr<std::vector<float>> &v) { return torch::from_blob(v->data(), {3}, torch::kFloat32); }
Tensor ofATable() {
  static const std::array<float, 3> mean{0.485f, 0.456f, 0.406f};
  return torch::from_blob(const_cast<float *>(mean.data()), {3}, torch::kFloat32);
}

// silent: a deleter or context keeps it
Tensor moved(std::vector<float> samples) {
  auto *kept = new std::vector<float>(std::move(samples));
  return torch::from_blob(kept->data(), {(int64_t)kept->size()}, [kept](void *) { delete kept; }, torch::kFloat32);
}
struct Decoder {
  std::shared_ptr<float[]> decode(int64_t n);
  Tensor tensor(int64_t n) {
    auto frame = decode(n);
    auto release = [frame](void *) mutable { frame.reset(); };
    return torch::from_blob(frame.get(), {n}, release, torch::kFloat32);
  }
};

// silent: the owner goes along
struct Loaded { std::unique_ptr<float[]> data; Tensor tensor; };
Loaded load(int64_t n) {
  Loaded l;
  l.data = std::make_unique<float[]>(n);
  l.tensor = torch::from_blob(l.data.get(), {n}, torch::kFloat32);
  return l;
}
std::tuple<Tensor, std::shared_ptr<std::vector<float>>> together(int64_t n) {
  auto v = std::make_shared<std::vector<float>>(n);
  return {torch::from_blob(v->data(), {n}, torch::kFloat32), v};
}

// silent: nobody knows whose memory it is
struct Arena { float *allocate(size_t n); };
Tensor ofAnArena(size_t n) { Arena arena; return torch::from_blob(arena.allocate(n), {(int64_t)n}, torch::kFloat32); }
struct Image { int rows, cols; uint8_t *bits() const; };
Image grab();
Tensor grabbed() { const Image image = grab(); return torch::from_blob(image.bits(), {image.rows, image.cols}, torch::kUInt8); }

// silent: borrowed anew
struct Stream {
  std::vector<float> window;
  Tensor view;
  void push(float x) {
    window.push_back(x);
    view = torch::from_blob(window.data(), {(int64_t)window.size()}, torch::kFloat32);
  }
};

// silent: the container has reserved room
Tensor reserved(const std::vector<float> &in) {
  std::vector<float> out;
  out.reserve(in.size() + 1);
  out.push_back(0);
  auto first = torch::from_blob(out.data(), {1}, torch::kFloat32);
  out.insert(out.end(), in.begin(), in.end());
  return first + 1;
}

// silent: the tensor is bound anew before it is used
Tensor padded(int64_t n) {
  Tensor t;
  if (n > 0) {
    std::vector<float> v(n);
    t = torch::from_blob(v.data(), {n}, torch::kFloat32);
    t = torch::cat({t, t});
  } else {
    t = torch::zeros({1});
  }
  return t;
}
