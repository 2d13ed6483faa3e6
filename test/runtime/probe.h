// Measures what a fixture does: bytes of buffers before and after, memory that is shared, memory that is dead, dtypes,
// shapes, values, exceptions, allocations. One line of JSON per fixture; run.py says what a right checker makes of it.
#pragma once

#include "fixture.h"

#include <tuple>

namespace probe {

/// Memory that goes into a fixture and is compared afterwards.
struct Memory {
  char *Begin;
  size_t Bytes;
  at::ScalarType Dtype;
  bool Const;
  std::vector<char> Before;
};

/// Everything that was measured of one call.
struct Facts {
  std::vector<Memory> Given;
  std::vector<torch::Tensor> Tensors; ///< those among the arguments
  std::vector<torch::Tensor> Results;
  std::string Thrown;
  size_t Allocations = 0; ///< of tensors
};

template <typename T> constexpr at::ScalarType DtypeOf = c10::CppTypeToScalarType<std::remove_const_t<T>>::value;

/// Distinct numbers, none of them zero.
template <typename T> std::vector<T> numbers() {
  std::vector<T> Out(24);
  for (size_t I = 0; I < Out.size(); ++I)
    Out[I] = static_cast<T>(I + 1 + (std::is_floating_point_v<T> ? 0.25 : 0));
  return Out;
}

/// An argument of type T, made anew for every call and alive until its facts are told.
template <typename T> struct Argument {
  T Value;
  explicit Argument(Facts &) : Value() {
    if constexpr (std::is_same_v<T, bool>)
      Value = true;
    else if constexpr (std::is_integral_v<T>)
      Value = 4;
    else if constexpr (std::is_floating_point_v<T>)
      Value = 0.5;
    else if constexpr (std::is_same_v<T, torch::ScalarType>)
      Value = torch::kFloat32;
  }
  T &get() { return Value; }
};
template <> struct Argument<torch::Device> {
  torch::Device Value{torch::kCPU};
  explicit Argument(Facts &) {}
  torch::Device &get() { return Value; }
};
template <typename T> struct Argument<std::vector<T>> {
  std::vector<T> Value = numbers<T>();
  explicit Argument(Facts &F, bool Const = false) {
    F.Given.push_back({reinterpret_cast<char *>(Value.data()), Value.size() * sizeof(T), DtypeOf<T>, Const, {}});
  }
  std::vector<T> &get() { return Value; }
};
template <typename T> struct Argument<T *> {
  std::vector<std::remove_const_t<T>> Value = numbers<std::remove_const_t<T>>();
  T *Pointer = Value.data();
  explicit Argument(Facts &F) {
    F.Given.push_back({reinterpret_cast<char *>(Value.data()), Value.size() * sizeof(T), DtypeOf<T>, std::is_const_v<T>, {}});
  }
  T *&get() { return Pointer; }
};
template <> struct Argument<Image> {
  Image Value;
  explicit Argument(Facts &F, bool Const = false) {
    Value.data = numbers<uint8_t>();
    F.Given.push_back({reinterpret_cast<char *>(Value.data.data()), Value.data.size(), torch::kUInt8, Const, {}});
  }
  Image &get() { return Value; }
};
template <> struct Argument<torch::Tensor> {
  torch::Tensor Value = torch::arange(1, 13, torch::kFloat64).reshape({3, 4});
  explicit Argument(Facts &F) { F.Tensors.push_back(Value); }
  torch::Tensor &get() { return Value; }
};
/// By const reference: the same, and said so.
template <typename T> struct Const : Argument<T> {
  explicit Const(Facts &F) : Argument<T>(F) {
    if (!F.Given.empty())
      F.Given.back().Const = true;
  }
};
template <typename A>
using ArgumentOf = std::conditional_t<std::is_const_v<std::remove_reference_t<A>> && !std::is_same_v<std::decay_t<A>, torch::Tensor>,
                                      Const<std::decay_t<A>>, Argument<std::decay_t<A>>>;

inline void collect(Facts &F, const torch::Tensor &T) { F.Results.push_back(T); }
template <typename T> void collect(Facts &F, const std::vector<T> &Several);
template <typename A, typename B> void collect(Facts &F, const std::pair<A, B> &Two);
template <typename... T> void collect(Facts &F, const std::tuple<T...> &Several);
template <typename T> void collect(Facts &F, const std::optional<T> &Maybe);
template <typename T> void collect(Facts &F, const std::unique_ptr<T> &Held);
/// A class of the fixture: its member `t`.
template <typename T> void collect(Facts &F, const T &Object) {
  if constexpr (std::is_class_v<T>)
    collect(F, Object.t);
}
template <typename T> void collect(Facts &F, const std::vector<T> &Several) {
  for (const T &One : Several)
    collect(F, One);
}
template <typename A, typename B> void collect(Facts &F, const std::pair<A, B> &Two) {
  collect(F, Two.first);
  collect(F, Two.second);
}
template <typename... T> void collect(Facts &F, const std::tuple<T...> &Several) {
  std::apply([&](const auto &...One) { (collect(F, One), ...); }, Several);
}
template <typename T> void collect(Facts &F, const std::optional<T> &Maybe) {
  if (Maybe)
    collect(F, *Maybe);
}
template <typename T> void collect(Facts &F, const std::unique_ptr<T> &Held) { collect(F, *Held); }

void begin(Facts &F);
void end(Facts &F);
void tell(const char *Name, const Facts &First, const Facts &Second, void *Frame);

/// One call with fresh arguments, under the default dtype in force.
template <typename R, typename... A> void call(R (*Function)(A...), void (*Then)(Facts &, void *), void *Context) {
  Facts F;
  std::tuple<ArgumentOf<A>...> Arguments{ArgumentOf<A>(F)...};
  // The facts were filled while the tuple was built; its vectors did not move.
  begin(F);
  std::shared_ptr<void> Alive; // what the caller gets, with the owners in it
  try {
    std::apply(
        [&](auto &...One) {
          if constexpr (std::is_void_v<R>)
            Function(static_cast<A>(One.get())...);
          else {
            auto Result = std::make_shared<R>(Function(static_cast<A>(One.get())...));
            collect(F, *Result);
            Alive = std::move(Result);
          }
        },
        Arguments);
  } catch (const std::exception &E) {
    F.Thrown = E.what();
  }
  for (const torch::Tensor &T : kept)
    F.Results.push_back(T);
  end(F);
  Then(F, Context);
}

void report(const char *Name, void (*Run)(void (*)(Facts &, void *), void *));

template <auto Function> void fixture(const char *Name) {
  report(Name, [](void (*Then)(Facts &, void *), void *Context) { call(Function, Then, Context); });
}

} // namespace probe
