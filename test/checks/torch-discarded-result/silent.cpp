// RUN: %check_torch_tidy %s torch-discarded-result
#include <torch/torch.h>

#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

// silent: somebody takes the result

torch::Tensor assigned(torch::Tensor t) {
  t = t.to(torch::kCUDA);
  return t;
}

torch::Tensor initialises(torch::Tensor t) {
  auto u = t.add(1);
  torch::Tensor v{t.mul(2)}, w(t.view({-1}));
  const auto &r = t.relu();
  return u + v + w + r;
}

void unusedVariable(torch::Tensor t) { [[maybe_unused]] auto u = t.add(1); }

torch::Tensor returned(torch::Tensor t) { return t.add(1); }

void argument(torch::Tensor t, std::vector<torch::Tensor> &out) {
  out.push_back(t.add(1));
  std::cout << t.mul(2) << "\n";
  out[0].copy_(t.add(1));
}

torch::Tensor object(torch::Tensor t) {
  t.view({-1}).zero_();
  t.select(0, 1).copy_(t.select(0, 0));
  t.add(1).backward();
  return t;
}

bool condition(torch::Tensor t) {
  if (t.sum().item<bool>())
    return true;
  while (t.equal(t))
    t.add_(1);
  return t.is_contiguous() && t.allclose(t);
}

void assignedToAView(torch::Tensor t) {
  t[0] = t[1];
  t.index({0}) = t.add(1).index({1});
}

void rangeOfALoop(torch::Tensor t) {
  for (const auto &row : t.unbind())
    row.zero_();
  for (auto part = t.narrow(0, 0, 1); part.dim() > 0; part = part.select(0, 0))
    part.zero_();
}

auto expressionLambda(torch::Tensor t) {
  return [t] { return t.add(1); };
}

std::function<torch::Tensor(torch::Tensor)> asAFunction() {
  return [](const torch::Tensor &x) { return x.to(torch::kCUDA); };
}

torch::Tensor inAStatementExpression(torch::Tensor t) {
  return ({
    t.zero_();
    t.add(1);
  });
}

torch::Tensor oneOfTwo(torch::Tensor t, bool b) {
  torch::Tensor u = b ? t.add(1) : t.sub(1);
  return b ? u.add(1) : u;
}

// silent: it is never run
auto neverEvaluated(torch::Tensor t) -> decltype(t.add(1), t) {
  static_assert(sizeof(t.add(1)) > 0 && !noexcept(t.add(1)), "");
  return t;
}

// silent: dropped in so many words

void castToVoid(torch::Tensor t) {
  (void)t.add(1);
  static_cast<void>(t.add(1));
  void(t.add(1));
}

void ignored(torch::Tensor t) { std::ignore = t.add(1); }

void comma(torch::Tensor t, int i) {
  t.add(1), ++i;
  ++i, t.add(1);
}

void shortCircuit(torch::Tensor t, bool b) { b && t.equal(t); }

// silent: the call waits for the device
void waits(torch::Tensor t) {
  t.item();
  t.item<float>();
  t.cpu();
  t.to(torch::kCPU);
  t.to(torch::Device("cpu"));
  t.is_nonzero();
  t.sum().item<float>();
}

// silent: it writes something, or has another effect

void inPlace(torch::Tensor t, torch::Tensor u) {
  t.add_(1);
  t += 1;
  t.zero_().add_(u);
  t.index_put_({0}, 1);
  t.copy_(u);
}

void shapeInPlace(torch::Tensor t) {
  t.unsqueeze_(0);
  t.t_();
  t.resize_({3});
  t.squeeze_();
}

void flags(torch::Tensor t) {
  t.requires_grad_();
  t.set_requires_grad(true);
  t.retain_grad();
  t.detach_();
}

void gradients(torch::Tensor t) {
  t.sum().backward();
  t.mutable_grad().reset();
  t.register_hook([](torch::Tensor g) { return g * 2; });
}

void intoAnArgument(torch::Tensor t, torch::Tensor out) {
  torch::add_out(out, t, t);
  torch::nn::init::zeros_(t);
  torch::relu_(t);
}

// silent: a step of the chain writes
void afterAWrite(torch::Tensor t) {
  t.zero_().view({-1});
  t.add_(1).sum();
}

// silent: it writes something, or has another effect
void runningStatistics(torch::Tensor t, torch::Tensor mean, torch::Tensor var) {
  torch::batch_norm(t, {}, {}, mean, var, true, 0.1, 1e-5, false);
}

void generator(torch::Tensor t) {
  torch::manual_seed(1);
  t.bernoulli();
  t.uniform_();
}

// silent: a module

void modules(torch::nn::Linear linear, torch::nn::Sequential net, torch::Tensor t) {
  linear->to(torch::kCUDA);
  linear(t);
  linear->forward(t);
  net->forward(t);
  net->eval();
}

// silent: a function or a type of the user
struct Loader {
  torch::Tensor next();
  torch::Tensor to(torch::Device);
  torch::Tensor add(int);
};
void functionsOfTheUser(Loader loader) {
  loader.next();
  loader.to(torch::kCUDA);
  loader.add(1);
  loader.next().to(torch::kCUDA);
}

// silent: only a property is asked for
void observers(torch::Tensor t) {
  t.dim();
  t.sizes();
  t.size(0);
  t.numel();
  t.defined();
  t.options();
  t.data_ptr<float>();
}

// silent: a function or a type of the user
void otherTypes(torch::TensorOptions options, std::vector<torch::Tensor> ts, std::unique_ptr<torch::Tensor> p) {
  torch::Device device(torch::kCUDA);
  device.is_cuda();
  ts.size();
  p.get();
  options.device();
}

// silent: a new tensor without a name (strict)
void newTensors() {
  torch::rand({2}).to(torch::kCUDA);
  torch::zeros({1}).add(1);
}

// silent: a function, not a method (strict)

void freeFunction(torch::Tensor t) {
  torch::matmul(t, t);
  at::relu(t);
  torch::nn::functional::relu(t);
}

// silent: warm-ups, benchmarks and clocks (strict)
void warmUp(torch::Tensor t) {
  for (int i = 0; i < 10; ++i)
    t.matmul(t);
  for (int i = 0; i < 10; ++i) {
    auto in = torch::rand({8, 8});
    in.matmul(t);
    torch::cuda::synchronize();
  }
  int n = 3;
  while (n > 0) {
    t.add(1);
    --n;
  }
}

struct State {
  struct Round {};
  Round *begin();
  Round *end();
  bool KeepRunning();
};
void benchmark(State &state, torch::Tensor t) {
  for (auto _ : state)
    t.matmul(t);
  while (state.KeepRunning())
    t.add(1);
}

void benchmarkOfALambda(torch::Tensor t, void (*measure)(std::function<void()>)) {
  measure([&] { t.matmul(t); });
  measure([&] {
    auto u = t.clone();
    u.view({7});
  });
  std::thread([&] { t.add(1); }).join();
}

double clock(torch::Tensor t) {
  auto start = std::chrono::steady_clock::now();
  t.matmul(t);
  t.add(1);
  auto end = std::chrono::steady_clock::now();
  return std::chrono::duration<double>(end - start).count();
}

// silent: before a synchronisation (strict)
int cudaDeviceSynchronize();
#define CUDA_CHECK(call) do { if (int code = (call)) std::cerr << code; } while (false)
void beforeASynchronisation(torch::Tensor t) {
  t.matmul(t);
  torch::cuda::synchronize();
  t.matmul(t);
  t.add(1);
  CUDA_CHECK(cudaDeviceSynchronize());
  t.matmul(t);
  t.item<float>();
}

// silent: in a try with a handler (strict)
bool tried(torch::Tensor t) {
  try {
    t.to(torch::kCUDA);
  } catch (const c10::Error &) {
    return false;
  }
  return true;
}

bool severalTried(torch::Tensor t, torch::Tensor u) {
  bool works = false;
  try {
    t.to(torch::kCUDA);
    t.to(torch::kCUDA, torch::kHalf);
    if (u.defined()) {
      u.view({7});
      works = true;
    }
  } catch (const std::exception &e) {
    std::cerr << e.what() << t;
  }
  return works;
}

void functionTry(torch::Tensor t) try {
  if (t.dim() > 1)
    t.view({7});
} catch (...) {
}

// silent: it is never run

void discardedBranch(torch::Tensor t) {
  if constexpr (sizeof(int) == 1)
    t.add(1);
}

template <typename T> void neverInstantiated(T t) {
  t.to(torch::kCUDA);
  torch::Tensor u = t;
}
