// RUN: %check_torch_tidy %s torch-shared-memory-write
// Errors: functions without any still get their findings, functions with holes none.
#include <torch/torch.h>

void good(float *p) { torch::from_blob(p, {2}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'zero_' overwrites 'p', whose memory 'from_blob' shares [torch-shared-memory-write]
// CHECK-NOTES: :[[@LINE-2]]:48: note: to change 'p' on purpose, write it directly, for example with 'std::fill'
void bad(float *p) { auto t = torch::from_blob(p, {2}); undeclared(t); t.zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:57: error: use of undeclared identifier 'undeclared' [clang-diagnostic-error]
struct Unfinished { Missing m; float *data(); };
// CHECK-MESSAGES: :[[@LINE-1]]:21: error: unknown type name 'Missing' [clang-diagnostic-error]
void after(Unfinished &u) { torch::from_blob(u.nothing(), {2}).zero_(); }
// CHECK-MESSAGES: :[[@LINE-1]]:48: error: no member named 'nothing' in 'Unfinished' [clang-diagnostic-error]
