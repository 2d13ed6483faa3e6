// RUN: %check_torch_tidy %s torch-from-blob-dangling
// Matrices of OpenCV share their pixels: these go when the last handle goes.
#include <string>
#include <torch/torch.h>
#include <utility>
#include <vector>

namespace cv {
struct Size { int width, height; };
struct Mat {
  Mat();
  Mat(int rows, int cols, int type);
  Mat(int rows, int cols, int type, void *data);
  Mat(const Mat &m);
  ~Mat();
  Mat &operator=(const Mat &m);
  Mat clone() const;
  Mat reshape(int channels) const;
  void convertTo(Mat &m, int type) const;
  int channels() const;
  bool isContinuous() const;
  template <class T> T *ptr(int row = 0);
  unsigned char *data;
  int rows, cols;
};
Mat imread(const std::string &path);
void cvtColor(const Mat &from, Mat &to, int code);
void resize(const Mat &from, Mat &to, Size size);
} // namespace cv

using torch::Tensor;
void keep(cv::Mat m);
cv::Mat current();

// speaks: a matrix whose pixels no other handle has
Tensor image(const std::string &path) {
  cv::Mat img = cv::imread(path);
  return torch::from_blob(img.data, {img.rows, img.cols, img.channels()}, torch::kUInt8);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'img', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: the memory of 'img' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: return torch::from_blob(img.data, {img.rows, img.cols, img.channels()}, torch::kUInt8).clone();
}
Tensor changed(const std::string &path) {
  cv::Mat img = cv::imread(path), rgb;
  cv::cvtColor(img, rgb, 4);
  cv::resize(rgb, rgb, cv::Size{224, 224});
  auto t = torch::from_blob(rgb.data, {1, 224, 224, 3}, torch::kByte);
  // CHECK-SUGGESTED: auto t = torch::from_blob(rgb.data, {1, 224, 224, 3}, torch::kByte).clone();
  t = t.permute({0, 3, 1, 2});
  return t;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 't' outlives 'rgb', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:12: note: the memory of 'rgb' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
}
Tensor typed(const std::string &path) {
  cv::Mat img = cv::imread(path);
  cv::Mat wide;
  img.convertTo(wide, 5);
  return torch::from_blob(wide.ptr<float>(), {wide.rows, wide.cols}, torch::kFloat32);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'wide', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: the memory of 'wide' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: return torch::from_blob(wide.ptr<float>(), {wide.rows, wide.cols}, torch::kFloat32).clone();
}
Tensor made() {
  cv::Mat m(3, 4, 0);
  return torch::from_blob(m.data, {3, 4}, torch::kUInt8).permute({1, 0});
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the tensor outlives 'm', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: the memory of 'm' is borrowed here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: make a copy: append '.clone()'
  // CHECK-SUGGESTED: return torch::from_blob(m.data, {3, 4}, torch::kUInt8).clone().permute({1, 0});
}
struct Loader {
  std::vector<Tensor> all;
  void add(const std::string &path) {
    cv::Mat img = cv::imread(path).clone();
    all.push_back(torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'all' outlives 'img', whose memory it borrows [torch-from-blob-dangling]
    // CHECK-NOTES: :[[@LINE-2]]:19: note: the memory of 'img' is borrowed here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: make a copy: append '.clone()'
    // CHECK-SUGGESTED: all.push_back(torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8).clone());
  }
};
Tensor block(const std::string &path) {
  Tensor t;
  {
    cv::Mat img = cv::imread(path);
    t = torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8);
    // CHECK-SUGGESTED: t = torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8).clone();
  }
  return t + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 't' outlives 'img', whose memory it borrows [torch-from-blob-dangling]
  // CHECK-NOTES: :[[@LINE-5]]:9: note: the memory of 'img' is borrowed here
  // CHECK-NOTES: :[[@LINE-4]]:3: note: 'img' ends here
  // CHECK-NOTES: :[[@LINE-4]]:12: note: make a copy: append '.clone()'
}

// silent: a copy lies between
Tensor cloned(const std::string &path) {
  cv::Mat img = cv::imread(path);
  return torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8).clone();
}
Tensor converted(const std::string &path) {
  cv::Mat img = cv::imread(path);
  return torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8).to(torch::kFloat32).div(255);
}
// silent: another handle keeps the pixels
Tensor parameter(cv::Mat img) { return torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8); }
std::pair<Tensor, cv::Mat> along(const std::string &path) {
  cv::Mat img = cv::imread(path);
  return {torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8), img};
}
std::pair<Tensor, cv::Mat> pairOf(const std::string &path) {
  cv::Mat img = cv::imread(path);
  auto t = torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8);
  return std::make_pair(t, img);
}
struct Camera {
  cv::Mat last;
  std::vector<cv::Mat> frames;
  Tensor field() {
    cv::Mat img = cv::imread("a");
    last = img;
    return torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8);
  }
  Tensor list() {
    cv::Mat img = cv::imread("a");
    frames.push_back(img);
    return torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8);
  }
  Tensor copyOfField() {
    cv::Mat img = last;
    return torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8);
  }
};
Tensor deleter(const std::string &path) {
  cv::Mat img = cv::imread(path);
  return torch::from_blob(img.data, {img.rows, img.cols}, [img](void *) {}, torch::kUInt8);
}
Tensor heap(const std::string &path) {
  auto *img = new cv::Mat(cv::imread(path));
  return torch::from_blob(img->data, {img->rows, img->cols}, [img](void *) { delete img; }, torch::kUInt8);
}
// silent: the owner lives on
Tensor over(unsigned char *p) {
  cv::Mat m(3, 4, 0, p);
  return torch::from_blob(m.data, {3, 4}, torch::kUInt8);
}
// silent: nobody knows whose memory it is
Tensor kept(const std::string &path) {
  cv::Mat img = cv::imread(path);
  keep(img);
  return torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8);
}
Tensor unknown() {
  cv::Mat img = current();
  return torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8);
}
// silent: a copy lies between
Tensor local(const std::string &path) {
  cv::Mat img = cv::imread(path);
  auto t = torch::from_blob(img.data, {img.rows, img.cols}, torch::kUInt8);
  return t.sum();
}
