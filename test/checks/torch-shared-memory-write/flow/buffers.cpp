// RUN: %check_torch_tidy %s torch-shared-memory-write
// Buffers: the owners that real code borrows from, liveness and escape of their addresses.
#include <array>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
void foreign(float *p);
void foreignRead(const std::vector<float> &v);

// positive: vector, array, raw array, string
void vector() { std::vector<float> v(3); torch::from_blob(v.data(), {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:74: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-FIXES: void vector() { std::vector<float> v(3); torch::zeros({3}, torch::kFloat32); }
void addressOfFirst() { std::vector<float> v(3); torch::from_blob(&v[0], {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:79: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-FIXES: void addressOfFirst() { std::vector<float> v(3); torch::zeros({3}, torch::kFloat32); }
void array() { std::array<float, 3> v; torch::from_blob(v.data(), {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:72: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-FIXES: void array() { std::array<float, 3> v; torch::zeros({3}, torch::kFloat32); }
void raw() { float v[3]; torch::from_blob(v, {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-FIXES: void raw() { float v[3]; torch::zeros({3}, torch::kFloat32); }
void string(std::string s) { torch::from_blob(s.data(), {3}, torch::kUInt8).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:77: warning: 'zero_' overwrites 's', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-FIXES: void string(std::string s) { torch::zeros({3}, torch::kUInt8); }
// negative: vector, array, raw array, string
void vectorClone() { std::vector<float> v(3); torch::from_blob(v.data(), {3}).clone().zero_(); }

// positive: new and malloc, after a first write
void newArray() { float *v = new float[3]; v[0] = 1; torch::from_blob(v, {3}).zero_(); foreign(v); delete[] v; }
// CHECK-MESSAGES: :[[@LINE-1]]:79: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:96: note: 'v' is used here and has the new values
// CHECK-NOTES: :[[@LINE-3]]:109: note: 'v' is used here and has the new values
// CHECK-NOTES: :[[@LINE-4]]:79: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-5]]:79: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void newArray() { float *v = new float[3]; v[0] = 1; torch::zeros({3}, torch::kFloat32); foreign(v); delete[] v; }
// negative: new and malloc, cleared before anybody reads
void newCleared() { float *v = new float[3]; torch::from_blob(v, {3}).zero_(); foreign(v); delete[] v; }

// positive: smart pointers to arrays and vectors
void uniqueArray() { auto v = std::make_unique<float[]>(3); v[0] = 1; torch::from_blob(v.get(), {3}).zero_(); foreign(v.get()); }
// CHECK-MESSAGES: :[[@LINE-1]]:102: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:119: note: 'v' is used here and has the new values
// CHECK-NOTES: :[[@LINE-3]]:102: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:102: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void uniqueArray() { auto v = std::make_unique<float[]>(3); v[0] = 1; torch::zeros({3}, torch::kFloat32); foreign(v.get()); }
void sharedVector() { auto v = std::make_shared<std::vector<float>>(3); torch::from_blob(v->data(), {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:106: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-FIXES: void sharedVector() { auto v = std::make_shared<std::vector<float>>(3); torch::zeros({3}, torch::kFloat32); }

// positive: own classes with data() or begin()
struct Buffer { std::vector<float> d; float *data() { return d.data(); } };
void ownClass() { Buffer b; torch::from_blob(b.data(), {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'zero_' overwrites 'b.d', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:61: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-3]]:61: note: to change 'b.d' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void ownClass() { Buffer b; torch::zeros({3}, torch::kFloat32); }
struct Opaque { float *data(); float *begin(); };
void opaque() { Opaque b; torch::from_blob(b.data(), {3}).zero_(); torch::from_blob(b.begin(), {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'zero_' overwrites 'b', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:85: note: 'b' is used here and has the new values
// CHECK-NOTES: :[[@LINE-3]]:59: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:59: note: to change 'b' on purpose, write it directly, for example with 'std::fill'
// CHECK-MESSAGES: :[[@LINE-5]]:101: warning: 'zero_' overwrites 'b', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-6]]:101: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-7]]:101: note: to change 'b' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void opaque() { Opaque b; torch::zeros({3}, torch::kFloat32); torch::zeros({3}, torch::kFloat32); }
// negative: own classes with data() or begin()
void ownClassClone() { Buffer b; torch::from_blob(b.data(), {3}).clone().zero_(); }

// positive: handles with shared pixels
namespace cv { struct Mat { unsigned char *data; template <class T> T *ptr(int row = 0); int rows, cols; Mat clone() const; }; }
void pixels(cv::Mat m) { torch::from_blob(m.data, {m.rows, m.cols}, torch::kUInt8).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:84: warning: 'zero_' overwrites 'm.data', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:84: note: to change 'm.data' on purpose, write it directly, for example with 'std::fill'
void typedPixels(cv::Mat m) { torch::from_blob(m.ptr<float>(), {m.rows, m.cols}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:82: warning: 'zero_' overwrites 'm', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:82: note: to change 'm' on purpose, write it directly, for example with 'std::fill'
// negative: handles with shared pixels
void pixelsClone(cv::Mat m) { torch::from_blob(m.data, {m.rows, m.cols}, torch::kUInt8).clone().zero_(); }

// positive: pointers with offsets
void offset() { std::vector<float> v(9); float *p = v.data() + 3; ++p; torch::from_blob(p, {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:97: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-FIXES: void offset() { std::vector<float> v(9); float *p = v.data() + 3; ++p; torch::zeros({3}, torch::kFloat32); }
// positive: nested members and containers
struct Frame { struct { std::vector<float> samples; } audio; std::map<int, std::vector<float>> bands; };
void nested(Frame &f) { torch::from_blob(f.audio.samples.data(), {3}).zero_(); torch::from_blob(f.bands[1].data(), {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:71: warning: 'zero_' overwrites 'f.audio.samples', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:97: note: 'f.audio.samples' is used here and has the new values
// CHECK-NOTES: :[[@LINE-3]]:71: note: to change 'f.audio.samples' on purpose, write it directly, for example with 'std::fill'
// CHECK-MESSAGES: :[[@LINE-4]]:121: warning: 'zero_' overwrites 'f.bands', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-5]]:121: note: to change 'f.bands' on purpose, write it directly, for example with 'std::fill'

// positive: the address of an object
void scalar() { float x = 1; torch::from_blob(&x, {1}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'zero_' overwrites 'x', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-FIXES: void scalar() { float x = 1; torch::zeros({1}, torch::kFloat32); }
struct Point { float x, y, z; };
void structure() { Point q{1, 2, 3}; torch::from_blob(&q, {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:64: warning: 'zero_' overwrites 'q', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:64: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-3]]:64: note: to change 'q' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void structure() { Point q{1, 2, 3}; torch::zeros({3}); }

// positive: liveness, read after the write
float readLater() { std::vector<float> v(3); torch::from_blob(v.data(), {3}).zero_(); return std::accumulate(v.begin(), v.end(), 0.f); }
// CHECK-MESSAGES: :[[@LINE-1]]:78: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:110: note: 'v' is used here and has the new values
// CHECK-NOTES: :[[@LINE-3]]:121: note: 'v' is used here and has the new values
// CHECK-NOTES: :[[@LINE-4]]:78: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-5]]:78: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: float readLater() { std::vector<float> v(3); torch::zeros({3}, torch::kFloat32); return std::accumulate(v.begin(), v.end(), 0.f); }
// positive: escape of the address
void escaped() { std::vector<float> v(3); foreign(v.data()); torch::from_blob(v.data(), {3}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:94: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:94: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-3]]:94: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void escaped() { std::vector<float> v(3); foreign(v.data()); torch::zeros({3}, torch::kFloat32); }

// negative: the deleter frees the memory
void owned() { float *p = new float[3]{1, 2, 3}; torch::from_blob(p, {3}, [](void *q) { delete[] static_cast<float *>(q); }).zero_(); }
// negative: random fill of a buffer that somebody reads
void randomFill() { std::vector<float> v(3); torch::from_blob(v.data(), {3}).normal_(); foreignRead(v); }
// negative: output writes
void outputWrite(float *out, Tensor x) { torch::from_blob(out, {3}).copy_(x); torch::from_blob(out, {3}) += x; }
