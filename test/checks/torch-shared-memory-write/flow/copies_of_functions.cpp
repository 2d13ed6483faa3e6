// RUN: %check_torch_tidy %s torch-shared-memory-write
// The code of functions.cpp that is warned about, over copies: silent, each for this one reason.
#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <functional>
#include <future>
#include <thread>
#include <torch/torch.h>


using torch::Tensor;
bool cond();

// negative: over copies: free functions
Tensor wrap(float *p) { return torch::from_blob(p, {3}).clone(); }
void clear(Tensor t) { t.zero_(); }
void helper(float *p) { clear(wrap(p)); }
Tensor wrapClone(float *p) { return torch::from_blob(p, {3}).clone(); }
void helperClone(float *p) { clear(wrapClone(p)); }
Tensor foreignWrap(float *p);
void foreignClear(Tensor t);
void helperForeign(float *p) { clear(foreignWrap(p)); foreignClear(wrap(p)); }
// negative: over copies: methods, also const
struct Store { Tensor t; const Tensor &get() const { return t; } void set(Tensor x) { t = x; } };
void method(float *p) { Store s; s.set(wrap(p)); s.get().zero_(); }
// negative: over copies: virtual methods with a known target
struct Source { virtual Tensor make(float *p) { return torch::ones({3}); } virtual ~Source() = default; };
struct Borrowing final : Source { Tensor make(float *p) override { return torch::from_blob(p, {3}).clone(); } };
void known(float *p) { Borrowing b; b.make(p).zero_(); }
void finalClass(Borrowing &b, float *p) { b.make(p).zero_(); }
struct OpenSource { virtual Tensor make(float *p) { return torch::from_blob(p, {3}).clone(); } virtual ~OpenSource() = default; };
// negative: over copies: overloads and default arguments
Tensor view(Tensor t, int64_t n = 3) { return t.view({n}); }
int view(int n) { return n; }
void overload(float *p) { view(wrap(p)).zero_(); }
// negative: over copies: recursion
Tensor down(Tensor t, int n) { return n == 0 ? t : down(t.view({3}), n - 1); }
void recursion(float *p) { down(wrap(p), 4).zero_(); }
Tensor copies(Tensor t, int n) { return n == 0 ? t.clone() : copies(t, n - 1); }
// negative: over copies: lambdas, stored and generic
void stored(float *p) { auto t = wrap(p); auto f = [&] { t.zero_(); }; f(); }
void generic(float *p) { auto f = [](auto t) { return t.view({3}); }; f(wrap(p)).zero_(); }
// negative: over copies: capture by value, by reference, by initialiser
void byValue(float *p) { auto t = wrap(p); auto f = [t]() mutable { t.zero_(); }; f(); }
void byInit(float *p) { auto f = [t = wrap(p)] { t.zero_(); }; f(); }
void captured(float *p) { Tensor t = torch::ones({3}); auto f = [&t, p] { t = wrap(p); }; f(); t.zero_(); }
// negative: over copies: std::function and function pointers
void function(float *p) { std::function<Tensor()> f = [p] { return wrap(p); }; f().zero_(); }
void pointer(float *p) { Tensor (*f)(float *) = wrap; f(p).zero_(); }
void bound(float *p) { auto t = wrap(p); std::function<void()> f = [&t] { t.zero_(); }; f(); }
// negative: over copies: function templates, one finding for all instantiations
template <class T> void wipe(T *p) { torch::from_blob(p, {3}, c10::CppTypeToScalarType<T>::value).clone().zero_(); }
void instances(float *p, double *q) { wipe(p); wipe(q); }
template <class T> Tensor zeros(T *p) { return torch::zeros({3}, c10::CppTypeToScalarType<T>::value); }
// negative: over copies: class templates
template <class T> struct Box { Tensor t; explicit Box(T *p) : t(torch::from_blob(p, {3}).clone()) {} void clear() { t.zero_(); } };
void box(float *p) { Box<float> b(p); b.clear(); }
// negative: over copies: if constexpr
template <bool Copy> Tensor make(float *p) { if constexpr (Copy) return wrap(p).clone(); else return wrap(p); }
void constexprBorrow(float *p) { make<false>(p).zero_(); }
// negative: over copies: AT_DISPATCH bodies
void dispatch(float *p, Tensor like) { auto t = wrap(p); AT_DISPATCH_FLOATING_TYPES(like.scalar_type(), "dispatch", [&] { t.zero_(); }); }
// negative: over copies: out-parameters and returned references
void out(Tensor &t, float *p) { t = wrap(p); }
void outParameter(float *p) { Tensor t; out(t, p); t.zero_(); }
Tensor &pick(Tensor &a, Tensor &b) { return a; }
void reference(float *p) { Tensor a = wrap(p), b = torch::ones({3}); pick(a, b).zero_(); }
void foreignOut(Tensor &t, float *p);
// negative: over copies: on some paths: an out-parameter that is set on some paths only
void outMaybe(Tensor &t, float *p) { if (cond()) t = wrap(p); }
void outSometimes(float *p) { Tensor t = torch::ones({3}); outMaybe(t, p); t.zero_(); }

// negative: over copies: thread, async, parallel_for
void thread(float *p) { auto t = wrap(p); std::thread worker([t] { t.zero_(); }); worker.join(); }
void async(float *p) { auto t = wrap(p); std::async([t] { t.zero_(); }).get(); }
void parallel(float *p) { auto t = wrap(p); at::parallel_for(0, 3, 1, [&](int64_t b, int64_t e) { t.slice(0, b, e).zero_(); }); }
