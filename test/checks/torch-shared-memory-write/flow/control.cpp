// RUN: %check_torch_tidy %s torch-shared-memory-write
// Control: loops, switch, goto, exceptions, short circuits, early returns, noreturn.
#include <cstdlib>
#include <torch/torch.h>
#include <vector>

using torch::Tensor;
bool cond();
void foreign();

// positive: loops
void loop(float *p) { for (int i = 0; i < 3; ++i) { auto t = torch::from_blob(p + i, {1}); t.zero_(); } }
// CHECK-MESSAGES: :[[@LINE-1]]:94: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:62: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:94: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:94: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void loop(float *p) { for (int i = 0; i < 3; ++i) { auto t = torch::zeros({1}, torch::kFloat32); } }
void carried(float *p) { Tensor t = torch::from_blob(p, {3}); for (int i = 0; i < 3; ++i) t = t.view({3}); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:110: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:37: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:110: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: loops
void cloneFirst(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); for (int i = 0; i < 3; ++i) t = t.view({3}); t.zero_(); }
void rebindThenWrite(float *p) { Tensor t = torch::from_blob(p, {3}); do { t = torch::ones({3}); } while (cond()); t.zero_(); }
// positive: on some paths: only some rounds leave a borrow
void someRounds(float *p) { Tensor t = torch::ones({3}); for (int i = 0; i < 3; ++i) { t.zero_(); if (cond()) t = torch::from_blob(p, {3}); } }
// CHECK-MESSAGES: :[[@LINE-1]]:90: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:115: note: 'from_blob' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:90: note: make a copy: append '.clone()'
// CHECK-NOTES: :[[@LINE-4]]:90: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void someRounds(float *p) { Tensor t = torch::ones({3}); for (int i = 0; i < 3; ++i) { t.zero_(); if (cond()) t = torch::from_blob(p, {3}).clone(); } }

// positive: write in one round, read in the next
void nextRound() { std::vector<float> v(3); float sum = 0; for (int i = 0; i < 3; ++i) { sum += v[0]; torch::from_blob(v.data(), {3}).zero_(); } }
// CHECK-MESSAGES: :[[@LINE-1]]:135: warning: 'zero_' overwrites 'v', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:97: note: 'v' is used here and has the new values
// CHECK-NOTES: :[[@LINE-3]]:135: note: make a tensor of its own: use 'torch::zeros'
// CHECK-NOTES: :[[@LINE-4]]:135: note: to change 'v' on purpose, write it directly, for example with 'std::fill'
// CHECK-SUGGESTED: void nextRound() { std::vector<float> v(3); float sum = 0; for (int i = 0; i < 3; ++i) { sum += v[0]; torch::zeros({3}, torch::kFloat32); } }

// positive: switch with fall-through
void fallThrough(float *p, int k) { Tensor t = torch::from_blob(p, {3}); switch (k) { case 0: foreign(); [[fallthrough]]; case 1: t.zero_(); break; default: break; } }
// CHECK-MESSAGES: :[[@LINE-1]]:133: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:48: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:133: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: switch with fall-through
void fallThroughClone(float *p, int k) { Tensor t = torch::from_blob(p, {3}); switch (k) { case 0: t = t.clone(); break; default: return; } t.zero_(); }
// positive: on some paths: one case of a switch borrows
void oneCase(float *p, int k) { Tensor t; switch (k) { case 0: t = torch::from_blob(p, {3}); break; default: t = torch::ones({3}); } t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:136: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:68: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:136: note: to change 'p' on purpose, write it directly, for example with 'std::fill'

// positive: goto
void jump(float *p) { Tensor t = torch::from_blob(p, {3}); if (cond()) goto end; foreign(); end: t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:100: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:34: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:100: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: goto
void jumpClone(float *p) { Tensor t = torch::from_blob(p, {3}); again: t = t.clone(); if (cond()) goto again; t.zero_(); }

// positive: try and catch
void handler(float *p) { Tensor t = torch::from_blob(p, {3}); try { foreign(); } catch (...) { t.zero_(); } }
// CHECK-MESSAGES: :[[@LINE-1]]:98: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:37: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:98: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void body(float *p) { try { torch::from_blob(p, {3}).zero_(); } catch (const std::exception &) { } }
// CHECK-MESSAGES: :[[@LINE-1]]:54: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:54: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: try and catch
void handlerClone(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); try { foreign(); } catch (...) { t.zero_(); } }
// positive: on some paths: a handler is entered from any state of the body
void anyState(float *p) { Tensor t = torch::ones({3}); try { t = torch::from_blob(p, {3}); foreign(); } catch (...) { t.zero_(); } }
// CHECK-MESSAGES: :[[@LINE-1]]:121: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:66: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:121: note: to change 'p' on purpose, write it directly, for example with 'std::fill'

// positive: short-circuit operators
void both(float *p) { Tensor t = torch::from_blob(p, {3}); if (cond() && t.zero_().defined()) foreign(); }
// CHECK-MESSAGES: :[[@LINE-1]]:76: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:34: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:76: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: short-circuit operators
bool set(Tensor &t, float *p) { t = torch::from_blob(p, {3}); return true; }
void neverSet(float *p) { Tensor t = torch::ones({3}); if (false && set(t, p)) foreign(); t.zero_(); }
// positive: on some paths: the right side of a short-circuit operator borrows
void maybeSet(float *p) { Tensor t = torch::ones({3}); if (cond() || set(t, p)) foreign(); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:94: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:70: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-6]]:37: note: by this 'from_blob'
// CHECK-NOTES: :[[@LINE-4]]:94: note: to change 'p' on purpose, write it directly, for example with 'std::fill'

// positive: early return
void early(float *p) { Tensor t = torch::from_blob(p, {3}); if (cond()) return; t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:83: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:35: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:83: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: early return
void earlyBorrow(float *p) { Tensor t = torch::ones({3}); if (cond()) { t = torch::from_blob(p, {3}); return; } t.zero_(); }

// positive: noreturn
void stops(float *p) { Tensor t; if (cond()) t = torch::from_blob(p, {3}); else std::abort(); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:97: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:50: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:97: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: noreturn
void stopsBorrow(float *p) { Tensor t = torch::ones({3}); if (cond()) { t = torch::from_blob(p, {3}); std::exit(1); } t.zero_(); }

// positive: ternaries
void arms(float *p, float *q) { Tensor t = cond() ? torch::from_blob(p, {3}) : torch::from_blob(p, {3}); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:108: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:80: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:108: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// positive: on some paths: one arm of a ternary borrows
void oneArm(float *p) { Tensor t = cond() ? torch::from_blob(p, {3}) : torch::ones({3}); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:92: warning: 'zero_' overwrites 'p', whose memory 't' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:45: note: 't' borrows the memory of 'p' here
// CHECK-NOTES: :[[@LINE-3]]:92: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
// negative: unreachable code
void never(float *p) { Tensor t = torch::from_blob(p, {3}); if (false) t.zero_(); return; t.zero_(); }
// negative: ternaries
void armsOfCopies(float *p) { Tensor t = cond() ? torch::from_blob(p, {3}).clone() : torch::ones({3}); t.zero_(); }
