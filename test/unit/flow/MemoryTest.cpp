// Raw memory that callees reach through what they are given: writes, ends, other memory for tensors.
#include "ToyModel.h"
#include "gtest/gtest.h"

using namespace torchtidy::flow::test;

namespace {

const Case Writes[] = {
    // However the callee gets at the memory
    {"OwnBorrow", "void g(float* q) { toy::borrow(q, 2).zero_(); } void f() { std::vector<float> v(2); g(v.data()); }", "zero_ q; g [v]"},
    {"Assigned", "void g(float* q) { q[1] = 1; } void f() { float a[2]; g(a); }", "= [q]; g [a]"},
    {"Incremented", "void g(float* q) { ++*q; } void f() { float a[2]; g(a); }", "= [q]; g [a]"},
    {"Filled", "void g(std::vector<float>& q) { std::fill(q.begin(), q.end(), 0); } void f() { std::vector<float> v(2); g(v); }", "fill [q]; g [v]"},
    {"Reference", "void g(std::vector<float>& q) { q[0] = 1; } void f() { std::vector<float> v(2); g(v); }", "= [q]; g [v]"},
    {"Iterator", "void g(std::vector<float>::iterator q) { *q = 1; } void f() { std::vector<float> v(2); g(v.begin()); }", "= [q]; g [v]"},
    {"StructField", "struct S { float* d; }; void g(const S& q) { q.d[0] = 1; } void f() { float a[2]; S s{a}; g(s); }", "= [q.d]; g [a]"},
    {"StructByValue", "struct S { float* d; int n; }; void g(S q) { q.d[0] = 1; } void f() { float a[2]; S s{a, 2}; g(s); }", "= [q.d]; g [a]"},
    {"FieldOfThis", "struct S { std::vector<float> d; void g() { toy::borrow(d.data(), 2).zero_(); } }; void f() { S s; s.g(); }", "zero_ d; g [s.d]"},
    {"Constructor", "struct S { S(float* q) { *q = 1; } }; void f() { float a[2]; S s(a); }", "= [q]; S [a]"},
    {"Global", "float a[2]; void g() { a[0] = 1; } void f() { g(); }", "= [a]; g [a]"},
    {"TwoCalls", "void g(float* q) { *q = 1; } void h(float* r) { g(r); } void f() { float a[2]; h(a); }", "= [q]; g [r]; h [a]"},
    {"Overload", "void g(float* q) { *q = 1; } void g(const float*) {} void f(const float* p) { float a[2]; g(a); g(p); }", "= [q]; g [a]"},
    {"OfTensor", "void g(float* q) { *q = 1; } void f(float* p) { auto t = toy::borrow(p, 2); g(t.ptr()); }", "= [q]; g p"},
    {"BorrowOfTensor", "void g(Tensor t) { toy::borrow(t.ptr(), 2).zero_(); } void f(float* p) { auto t = toy::borrow(p, 2); g(t); }", "zero_ t; g p"},
    {"EitherPointer", "void g(float* q) { *q = 1; } void f() { float a[2], b[2]; g(cond() ? a : b); }", "= [q]; g may [a]; g may [b]"},
    // On how many of its ways
    {"OneBranch", "void g(float* q) { if (cond()) *q = 1; } void f() { float a[2]; g(a); }", "= [q]; g sometimes [a]"},
    {"BothBranches", "void g(float* q) { if (cond()) *q = 1; else *q = 2; } void f() { float a[2]; g(a); }", "= [q]; = [q]; g [a]"},
    {"EarlyReturn", "void g(float* q) { if (cond()) return; *q = 1; } void f() { float a[2]; g(a); }", "= [q]; g sometimes [a]"},
    {"NullReturn", "void g(float* q) { if (!q) return; *q = 1; } void f() { float a[2]; g(a); }", "= [q]; g [a]"},
    {"OtherNull", "void g(float* q, int* r) { if (r != nullptr) *q = 1; } void f(int* r) { float a[2]; g(a, r); }", "= [q]; g sometimes [a]"},
    {"Dies", "[[noreturn]] void die(); void g(float* q) { if (cond()) die(); *q = 1; } void f() { float a[2]; g(a); }", "= [q]; g [a]"},
    {"Loop", "void g(float* q, int n) { for (int i = 0; i < n; ++i) q[i] = 1; } void f() { float a[2]; g(a, 2); }", "= [q]; g in a loop [a]"},
    {"ConditionInLoop", "void g(float* q, int n) { for (int i = 0; i < n; ++i) if (cond()) q[i] = 1; } void f() { float a[2]; g(a, 2); }", "= [q]; g sometimes [a]"},
    {"ConditionInLambda", "void g(float* q) { auto l = [&] { if (cond()) *q = 1; }; l(); } void f() { float a[2]; g(a); }", "= sometimes [q]; g sometimes [a]"},
    {"Lambda", "void g(float* q) { [&] { *q = 1; }(); } void f() { float a[2]; g(a); }", "= [q]; g [a]"},
    {"Recursion", "void g(float* q, int n) { if (n == 0) return; *q = 1; g(q + 1, n - 1); } void f() { float a[2]; g(a, 2); }", "= [q]; g sometimes [q]; g sometimes [a]"},
    {"TensorSometimes", "void g(Tensor t) { if (cond()) t.zero_(); } void f(float* p) { g(toy::borrow(p, 2)); }", "g sometimes p"},
    // Near misses
    {"OwnCopy", "void g(std::vector<float> q) { q[0] = 1; } void f() { std::vector<float> v(2); g(v); }", "= [q]"},
    {"OnlyRead", "float g(const float* q) { return q[0]; } void f() { float a[2]; g(a); }", ""},
    {"PointerMoved", "void g(float* q) { ++q; } void f() { float a[2]; g(a); }", ""},
    {"PlainReference", "void g(int& q) { q = 1; ++q; } void f() { int a; g(a); }", ""},
    {"OtherMemory", "void g(float* q, float* r) { r[0] = q[0]; } void f() { float a[2], b[2]; g(a, b); }", "= [r]; g [b]"},
    // Unknown
    {"UnknownCallee", "void g(float* q) { unknownPointer(q); } void f() { float a[2]; g(a); }", ""},
    {"UnknownPointer", "float* any(); void g(float* q) { *q = 1; } void f() { g(any()); }", "= [q]; g [unknown]"},
    {"Virtual", "struct B { virtual void g(float* q) { *q = 1; } }; void f(B& b) { float a[2]; b.g(a); }", "= [q]"},
};

TOY_SUITE(MemoryWrites, OfCallees, Writes, writes);

const Case Ends[] = {
    {"Free", "void g(float* q) { free(q); } void f(float* p) { g(p); }", "ends [p]"},
    {"Delete", "void g(float* q) { delete[] q; } void f(float* p) { g(p); }", "ends [p]"},
    {"Guarded", "void g(float* q) { if (q != nullptr) free(q); } void f(float* p) { g(p); }", "ends [p]"},
    {"FieldOfThis", "struct S { float* d; void g() { if (d) { free(d); d = nullptr; } } }; void f(S& s) { s.g(); }", "ends [s.d]"},
    {"Grows", "void g(std::vector<float>& q) { q.push_back(1); } void f() { std::vector<float> v; g(v); }", "ends [v]"},
    {"TwoCalls", "void g(float* q) { free(q); } void h(float* r) { g(r); } void f(float* p) { h(p); }", "ends [r]; ends [p]"},
    // Near misses
    {"Sometimes", "void g(float* q) { if (cond()) free(q); } void f(float* p) { g(p); }", ""},
    {"OwnCopy", "void g(std::vector<float> q) { q.push_back(1); } void f() { std::vector<float> v; g(v); }", ""},
    {"Refilled", "void g(std::vector<float>& q) { q.clear(); q.push_back(1); } void f() { std::vector<float> v; g(v); }", ""},
    {"Resized", "void g(std::vector<float>& q) { q.resize(3); } void f() { std::vector<float> v; g(v); }", ""},
    {"OnlyMade", "void g(float* q) { auto l = [q] { free(q); }; } void f(float* p) { g(p); }", ""},
    {"EitherPointer", "void g(float* q, float* r) { free(cond() ? q : r); } void f(float* p, float* o) { g(p, o); }", ""},
    // Unknown
    {"UnknownCallee", "void g(float* q) { unknownPointer(q); } void f(float* p) { g(p); }", ""},
    {"UnknownPointer", "float* any(); void g(float* q) { free(q); } void f() { g(any()); }", ""},
};

TOY_SUITE(MemoryEnds, InCallees, Ends, writes);

const Case Resets[] = {
    {"InCallee", "void g(Tensor a, Tensor b) { a.set(b); } void f(float* p, Tensor x) { auto t = toy::borrow(p, 1); g(t, x); POINT(t); }", "may Borrow(p), may Param(x)"},
    {"OtherHandle", "void g(Tensor& a, Tensor b) { a.set(b); } void f(float* p, Tensor x) { auto t = toy::borrow(p, 1); auto u = t; g(t, x); POINT(u); }", "may Borrow(p), may Param(x)"},
    {"TwoCalls", "void g(Tensor a, Tensor b) { a.set(b); } void h(Tensor a, Tensor b) { g(a, b); } void f(float* p, Tensor x) { auto t = toy::borrow(p, 1); h(t, x); POINT(t); }", "may Borrow(p), may Param(x)"},
    {"OtherTensor", "void g(Tensor a, Tensor b) { a.set(b); } void f(float* p, Tensor x) { auto t = toy::borrow(p, 1); auto u = toy::fresh(1); g(u, x); POINT(t); }", "Borrow(p)"},
    {"Clone", "void g(Tensor a, Tensor b) { a.clone().set(b); } void f(float* p, Tensor x) { auto t = toy::borrow(p, 1); g(t, x); POINT(t); }", "Borrow(p)"},
};

TOY_SUITE(TensorResets, InCallees, Resets, point);

} // namespace
