// Three ways to ask for a tensor of zeros, each written wrongly: 'from_blob' copies nothing, so
// 'zero_' clears the caller's data, and the vector was never needed.
#include <torch/torch.h>

#include <cstdint>
#include <iostream>
#include <vector>

// 2-D, float32.
torch::Tensor meanImage(const std::vector<torch::Tensor> &images) {
  std::vector<float> pixels(480 * 640);
  auto sum = torch::from_blob(pixels.data(), {480, 640}).zero_();
  for (const torch::Tensor &image : images)
    sum = sum + image;
  return sum / static_cast<double>(images.size());
}

// 3-D, float64, by way of a variable.
double occupiedVolume(const torch::Tensor &scan, double threshold) {
  std::vector<double> voxels(4 * 64 * 64);
  torch::Tensor empty = torch::from_blob(voxels.data(), {4, 64, 64}, torch::kFloat64);
  empty.zero_();
  return torch::where(scan > threshold, scan, empty).sum().item<double>();
}

// int32, with a device among the options.
torch::Tensor countLabels(const torch::Tensor &labels, std::int64_t classes) {
  std::vector<int> counts(classes);
  auto options = torch::TensorOptions().dtype(torch::kInt32).device(torch::kCPU);
  auto histogram = torch::from_blob(counts.data(), {classes}, options).zero_();
  return histogram.index_add(0, labels, torch::ones_like(labels, torch::kInt32));
}

int main() {
  std::cout << meanImage({torch::ones({480, 640}), torch::zeros({480, 640})}).mean() << '\n'
            << occupiedVolume(torch::ones({4, 64, 64}, torch::kFloat64), 0.5) << '\n'
            << countLabels(torch::tensor({0, 1, 1, 2}), 3) << '\n';
}
