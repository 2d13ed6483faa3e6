// RUN: %check_torch_tidy %s torch-shared-memory-write
// The code of control.cpp that is warned about, over copies: silent, each for this one reason.
#include <cstdlib>
#include <torch/torch.h>
#include <vector>


using torch::Tensor;
bool cond();
void foreign();

// negative: over copies: loops
void loop(float *p) { for (int i = 0; i < 3; ++i) { auto t = torch::from_blob(p + i, {1}).clone(); t.zero_(); } }
void carried(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); for (int i = 0; i < 3; ++i) t = t.view({3}); t.zero_(); }
// negative: over copies: on some paths: only some rounds leave a borrow
void someRounds(float *p) { Tensor t = torch::ones({3}); for (int i = 0; i < 3; ++i) { t.zero_(); if (cond()) t = torch::from_blob(p, {3}).clone(); } }

// negative: over copies: write in one round, read in the next
void nextRound() { std::vector<float> v(3); float sum = 0; for (int i = 0; i < 3; ++i) { sum += v[0]; torch::from_blob(v.data(), {3}).clone().zero_(); } }

// negative: over copies: switch with fall-through
void fallThrough(float *p, int k) { Tensor t = torch::from_blob(p, {3}).clone(); switch (k) { case 0: foreign(); [[fallthrough]]; case 1: t.zero_(); break; default: break; } }
// negative: over copies: on some paths: one case of a switch borrows
void oneCase(float *p, int k) { Tensor t; switch (k) { case 0: t = torch::from_blob(p, {3}).clone(); break; default: t = torch::ones({3}); } t.zero_(); }

// negative: over copies: goto
void jump(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); if (cond()) goto end; foreign(); end: t.zero_(); }
// negative: over copies: try and catch
void handler(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); try { foreign(); } catch (...) { t.zero_(); } }
void body(float *p) { try { torch::from_blob(p, {3}).clone().zero_(); } catch (const std::exception &) { } }
// negative: over copies: on some paths: a handler is entered from any state of the body
void anyState(float *p) { Tensor t = torch::ones({3}); try { t = torch::from_blob(p, {3}).clone(); foreign(); } catch (...) { t.zero_(); } }

// negative: over copies: short-circuit operators
void both(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); if (cond() && t.zero_().defined()) foreign(); }
bool set(Tensor &t, float *p) { t = torch::from_blob(p, {3}).clone(); return true; }
// negative: over copies: on some paths: the right side of a short-circuit operator borrows
void maybeSet(float *p) { Tensor t = torch::ones({3}); if (cond() || set(t, p)) foreign(); t.zero_(); }

// negative: over copies: early return
void early(float *p) { Tensor t = torch::from_blob(p, {3}).clone(); if (cond()) return; t.zero_(); }
// negative: over copies: noreturn
void stops(float *p) { Tensor t; if (cond()) t = torch::from_blob(p, {3}).clone(); else std::abort(); t.zero_(); }
// negative: over copies: ternaries
void arms(float *p, float *q) { Tensor t = cond() ? torch::from_blob(p, {3}).clone() : torch::from_blob(p, {3}).clone(); t.zero_(); }
// negative: over copies: on some paths: one arm of a ternary borrows
void oneArm(float *p) { Tensor t = cond() ? torch::from_blob(p, {3}).clone() : torch::ones({3}); t.zero_(); }
