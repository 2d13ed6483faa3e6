// RUN: %check_torch_tidy %s torch-shared-memory-write
// Functions: helpers, methods, virtual targets, recursion, lambdas, std::function, templates, threads, parallel_for.
#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <functional>
#include <future>
#include <thread>
#include <torch/torch.h>

using torch::Tensor;
bool cond();

// positive: free functions
Tensor wrap(float *p) { return torch::from_blob(p, {3}); }
void clear(Tensor t) { t.zero_(); }
void helper(float *p) { clear(wrap(p)); }
// CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'clear' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-4]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:26: note: 'zero_' writes it here
// CHECK-NOTES: :[[@LINE-4]]:25: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: free functions
Tensor wrapClone(float *p) { return torch::from_blob(p, {3}).clone(); }
void helperClone(float *p) { clear(wrapClone(p)); }
// unknown: free functions
Tensor foreignWrap(float *p);
void foreignClear(Tensor t);
void helperForeign(float *p) { clear(foreignWrap(p)); foreignClear(wrap(p)); }

// positive: methods, also const
struct Store { Tensor t; const Tensor &get() const { return t; } void set(Tensor x) { t = x; } };
void method(float *p) { Store s; s.set(wrap(p)); s.get().zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:58: warning: 'zero_' overwrites 'p', whose memory 's' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:40: note: 's.t' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-20]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:58: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: methods, also const
void methodClone(float *p) { Store s; s.set(wrapClone(p)); s.get().zero_(); }

// positive: virtual methods with a known target
struct Source { virtual Tensor make(float *p) { return torch::ones({3}); } virtual ~Source() = default; };
struct Borrowing final : Source { Tensor make(float *p) override { return torch::from_blob(p, {3}); } };
void known(float *p) { Borrowing b; b.make(p).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'zero_' overwrites 'p', whose memory 'b' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-3]]:75: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-3]]:47: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void finalClass(Borrowing &b, float *p) { b.make(p).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'zero_' overwrites 'p', whose memory 'b' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-7]]:75: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-3]]:53: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: virtual methods with a known target
void knownFresh(float *p) { Source s; s.make(p).zero_(); }
// unknown: virtual methods with a known target
struct OpenSource { virtual Tensor make(float *p) { return torch::from_blob(p, {3}); } virtual ~OpenSource() = default; };
void open(OpenSource &s, float *p) { s.make(p).zero_(); }

// positive: overloads and default arguments
Tensor view(Tensor t, int64_t n = 3) { return t.view({n}); }
int view(int n) { return n; }
void overload(float *p) { view(wrap(p)).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-47]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-3]]:41: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: overloads and default arguments
void overloadClone(float *p) { view(wrapClone(p), 3).zero_(); }

// positive: recursion
Tensor down(Tensor t, int n) { return n == 0 ? t : down(t.view({3}), n - 1); }
void recursion(float *p) { down(wrap(p), 4).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-56]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-3]]:45: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: recursion
Tensor copies(Tensor t, int n) { return n == 0 ? t.clone() : copies(t, n - 1); }
void recursionClone(float *p) { copies(wrap(p), 4).zero_(); }

// positive: lambdas, stored and generic
void stored(float *p) { auto t = wrap(p); auto f = [&] { t.zero_(); }; f(); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:34: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-66]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:60: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void generic(float *p) { auto f = [](auto t) { return t.view({3}); }; f(wrap(p)).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:82: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-70]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-3]]:82: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: lambdas, stored and generic
void storedClone(float *p) { auto t = wrap(p); auto f = [&] { t = t.clone(); }; f(); t.zero_(); }

// positive: capture by value, by reference, by initialiser
void byValue(float *p) { auto t = wrap(p); auto f = [t]() mutable { t.zero_(); }; f(); }
// CHECK-MESSAGES: :[[@LINE-1]]:71: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:35: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-79]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:71: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void byInit(float *p) { auto f = [t = wrap(p)] { t.zero_(); }; f(); }
// CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:39: note: 'f' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-84]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:39: note: 't' shares it from here on
// CHECK-NOTES: :[[@LINE-5]]:52: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void captured(float *p) { Tensor t = torch::ones({3}); auto f = [&t, p] { t = wrap(p); }; f(); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:98: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:79: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-90]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:98: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: capture by value, by reference, by initialiser
void byInitClone(float *p) { auto f = [t = wrap(p).clone()] { t.zero_(); }; f(); }
void copyRebound(float *p) { auto t = wrap(p); auto f = [t]() mutable { t = torch::ones({3}); t.zero_(); }; f(); }

// positive: std::function and function pointers
void function(float *p) { std::function<Tensor()> f = [p] { return wrap(p); }; f().zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:84: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:68: note: 'from_blob' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-100]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:84: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void pointer(float *p) { Tensor (*f)(float *) = wrap; f(p).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-104]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-3]]:60: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void bound(float *p) { auto t = wrap(p); std::function<void()> f = [&t] { t.zero_(); }; f(); }
// CHECK-MESSAGES: :[[@LINE-1]]:77: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:33: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-109]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:77: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: std::function and function pointers
void pointerClone(float *p) { auto *f = &wrapClone; f(p).zero_(); }
// unknown: std::function and function pointers
void functionParameter(const std::function<Tensor(float *)> &f, float *p) { f(p).zero_(); }

// positive: function templates, one finding for all instantiations
template <class T> void wipe(T *p) { torch::from_blob(p, {3}, c10::CppTypeToScalarType<T>::value).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:99: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:99: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void instances(float *p, double *q) { wipe(p); wipe(q); }
// negative: function templates, one finding for all instantiations
template <class T> Tensor zeros(T *p) { return torch::zeros({3}, c10::CppTypeToScalarType<T>::value); }
void instancesFresh(float *p, double *q) { zeros(p).zero_(); zeros(q).zero_(); }

// positive: class templates
template <class T> struct Box { Tensor t; explicit Box(T *p) : t(torch::from_blob(p, {3})) {} void clear() { t.zero_(); } };
// CHECK-MESSAGES: :[[@LINE-1]]:112: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:66: note: 't' borrows the memory of 'p' here
void box(float *p) { Box<float> b(p); b.clear(); }
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'clear' overwrites 'p', whose memory 'b' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:33: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-6]]:66: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-7]]:112: note: 'zero_' writes it here
// CHECK-NOTES: :[[@LINE-5]]:41: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: class templates
template <class T> struct OwnBox { Tensor t; explicit OwnBox(T *p) : t(torch::from_blob(p, {3}).clone()) {} void clear() { t.zero_(); } };
void ownBox(float *p) { OwnBox<float> b(p); b.clear(); }

// positive: if constexpr
template <bool Copy> Tensor make(float *p) { if constexpr (Copy) return wrap(p).clone(); else return wrap(p); }
void constexprBorrow(float *p) { make<false>(p).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-143]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-3]]:49: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: if constexpr
void constexprClone(float *p) { make<true>(p).zero_(); }

// positive: AT_DISPATCH bodies
void dispatch(float *p, Tensor like) { auto t = wrap(p); AT_DISPATCH_FLOATING_TYPES(like.scalar_type(), "dispatch", [&] { t.zero_(); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:125: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:49: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-152]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:125: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: AT_DISPATCH bodies
void dispatchClone(float *p, Tensor like) { auto t = wrap(p).clone(); AT_DISPATCH_FLOATING_TYPES(like.scalar_type(), "dispatch", [&] { t.zero_(); }); }

// positive: out-parameters and returned references
void out(Tensor &t, float *p) { t = wrap(p); }
void outParameter(float *p) { Tensor t; out(t, p); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:41: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-162]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:54: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
Tensor &pick(Tensor &a, Tensor &b) { return a; }
void reference(float *p) { Tensor a = wrap(p), b = torch::ones({3}); pick(a, b).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:81: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:39: note: 'a' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-168]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:81: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: out-parameters and returned references
void referenceOther(float *p) { Tensor a = wrap(p), b = torch::ones({3}); pick(b, a).zero_(); }
// unknown: out-parameters and returned references
void foreignOut(Tensor &t, float *p);
void outForeign(float *p) { Tensor t = wrap(p); foreignOut(t, p); t.zero_(); }
// positive: on some paths: an out-parameter that is set on some paths only
void outMaybe(Tensor &t, float *p) { if (cond()) t = wrap(p); }
void outSometimes(float *p) { Tensor t = torch::ones({3}); outMaybe(t, p); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:78: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:60: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-180]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:78: note: to change 'p' on purpose, write it directly, for example with 'std::fill'

// positive: thread, async, parallel_for
void thread(float *p) { auto t = wrap(p); std::thread worker([t] { t.zero_(); }); worker.join(); }
// CHECK-MESSAGES: :[[@LINE-1]]:70: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:34: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-187]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:70: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void async(float *p) { auto t = wrap(p); std::async([t] { t.zero_(); }).get(); }
// CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:33: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-192]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:61: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void parallel(float *p) { auto t = wrap(p); at::parallel_for(0, 3, 1, [&](int64_t b, int64_t e) { t.slice(0, b, e).zero_(); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:116: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:36: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-197]]:32: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:116: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: thread, async, parallel_for
void threadClone(float *p) { auto t = wrap(p).clone(); std::thread worker([t] { t.zero_(); }); worker.join(); }
