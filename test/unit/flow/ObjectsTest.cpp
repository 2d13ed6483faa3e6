// Objects, containers, functions and control: the same origins however the code is written.
#include "ToyModel.h"
#include "gtest/gtest.h"

using namespace torchtidy::flow::test;

namespace {

const Case Cases[] = {
    // Objects
    {"FieldAcrossMethods", "struct S { Tensor a; void set(float* p) { a = toy::borrow(p, 2); } void f(float* p) { set(p); POINT(a); } };", "Borrow(p)"},
    {"NestedStruct", "struct I { Tensor t; }; struct O { I i; }; void f(float* p) { O o; o.i.t = toy::borrow(p, 1); POINT(o.i.t); }", "Borrow(p)"},
    {"Inherited", "struct B { Tensor t; }; struct D : B {}; void f(float* p) { D d; d.t = toy::borrow(p, 1); POINT(d.t); }", "Borrow(p)"},
    {"BaseReference", "struct B { Tensor t; }; struct D : B {}; void f(float* p) { D d; d.t = toy::borrow(p, 1); B& b = d; POINT(b.t); }", "Borrow(p)"},
    {"AggregateReturned", "struct S { Tensor a, b; }; S make(float* p) { return {toy::fresh(1), toy::borrow(p, 1)}; } void f(float* p) { auto s = make(p); POINT(s.b); }", "Borrow(p)"},
    {"AggregateReturnedOther", "struct S { Tensor a, b; }; S make(float* p) { return {toy::fresh(1), toy::borrow(p, 1)}; } void f(float* p) { auto s = make(p); POINT(s.a); }", "Fresh"},
    {"UniquePointer", "void f(float* p) { auto s = std::make_unique<Tensor>(toy::borrow(p, 2)); POINT(*s); }", "Borrow(p)"},
    {"PointerToStruct", "struct S { Tensor t; }; void f(float* p) { S s; S* q = &s; q->t = toy::borrow(p, 1); POINT(s.t); }", "Borrow(p)"},
    {"SharedStruct", "struct S { Tensor t; }; void f(float* p) { auto s = std::make_shared<S>(); s->t = toy::borrow(p, 1); POINT(s->t); }", "Borrow(p)"},
    {"NewStruct", "struct S { Tensor t; }; void f(float* p) { S* s = new S; s->t = toy::borrow(p, 1); POINT(s->t); }", "Borrow(p)"},
    {"CopyOfEither", "void f(float* p, Tensor x, Tensor y) { Tensor a = toy::borrow(p, 1); Tensor&& u = Tensor(cond() ? a : x); a = y; POINT(u); }", "may Borrow(p), may Param(x)"},
    {"OptionalValue", "void f(float* p) { std::optional<Tensor> o = toy::borrow(p, 2); POINT(o.value()); }", "Borrow(p)"},
    {"OptionalArrow", "struct S { Tensor t; }; void f(float* p) { std::optional<S> o; o.emplace(); o->t = toy::borrow(p, 1); POINT(o->t); }", "Borrow(p)"},
    {"ReferenceMember", "struct S { Tensor& t; }; void f(float* p) { Tensor t = toy::borrow(p, 1); S s{t}; POINT(s.t); }", "Borrow(p)"},
    {"ReturnedThis", "struct S { Tensor t; S& set(Tensor x) { t = x; return *this; } }; void f(float* p) { S s; s.set(toy::borrow(p, 1)).set(toy::borrow(p, 2)); POINT(s.t); }", "Borrow(p)"},
    {"Getter", "struct S { Tensor t; const Tensor& get() const { return t; } }; void f(float* p) { S s; s.t = toy::borrow(p, 1); POINT(s.get()); }", "Borrow(p)"},
    {"StaticLocal", "void f(float* p) { static Tensor t = toy::borrow(p, 1); POINT(t); }", "may Borrow(p), may Param(t)"},
    // Containers and algorithms
    {"ArrayOfTensors", "void f(float* p) { std::array<Tensor, 2> v{toy::borrow(p, 1), toy::borrow(p, 2)}; v[0] = toy::borrow(p, 3); POINT(v[1]); }", "may Borrow(p), may Borrow(p), may Borrow(p)"},
    {"EmplaceBack", "void f(float* p) { std::vector<Tensor> v; v.emplace_back(toy::borrow(p, 1)); POINT(v.back()); }", "Borrow(p)"},
    {"Iterator", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 1)}; auto it = v.begin(); POINT(*it); }", "Borrow(p)"},
    {"IteratorLoop", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 1)}; for (auto it = v.begin(); it != v.end(); ++it) POINT(*it); }", "Borrow(p)"},
    {"MapFind", "void f(float* p) { std::map<int, Tensor> m; m.emplace(1, toy::borrow(p, 1)); POINT(m.find(1)->second); }", "Borrow(p)"},
    {"MapRangeFor", "void f(float* p) { std::map<int, Tensor> m; m[1] = toy::borrow(p, 1); for (auto& [k, t] : m) POINT(t); }", "Borrow(p)"},
    {"VectorOfPairs", "void f(float* p) { std::vector<std::pair<int, Tensor>> v; v.push_back({1, toy::borrow(p, 1)}); POINT(v[0].second); }", "Borrow(p)"},
    {"VectorOfVectors", "void f(float* p) { std::vector<std::vector<Tensor>> v(1); v[0].push_back(toy::borrow(p, 1)); POINT(v[0][0]); }", "Borrow(p)"},
    {"Tie", "void f(float* p) { Tensor a, b; std::tie(a, b) = std::make_tuple(toy::borrow(p, 1), toy::borrow(p, 2)); POINT(a); }", "Borrow(p)"},
    {"Swap", "void f(float* p) { Tensor a = toy::borrow(p, 1), b = toy::fresh(1); std::swap(a, b); POINT(b); }", "Borrow(p)"},
    {"VectorCopy", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 1)}; auto w = v; POINT(w[0]); }", "Borrow(p)"},
    {"VectorMoved", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 1)}; std::vector<Tensor> w; w = std::move(v); POINT(w[0]); }", "Borrow(p)"},
    {"Cleared", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 1)}; v.clear(); v.push_back(toy::fresh(1)); POINT(v[0]); }", "Fresh"},
    {"FillLoop", "void f(float* p) { std::vector<Tensor> v; for (int i = 0; i < 3; ++i) v.push_back(toy::borrow(p, 1)); POINT(v[2]); }", "Borrow(p)"},
    {"InitializerListArgument", "Tensor first(std::initializer_list<Tensor> l) { return *l.begin(); } void f(float* p) { POINT(first({toy::borrow(p, 1)})); }", "Borrow(p)"},
    {"VectorArgument", "Tensor first(const std::vector<Tensor>& l) { return l[0]; } void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 1)}; POINT(first(v)); }", "Borrow(p)"},
    {"VectorArgumentByValue", "Tensor first(std::vector<Tensor> l) { return l[0]; } void f(float* p) { POINT(first({toy::borrow(p, 1)})); }", "Borrow(p)"},
    {"HelperFillsVector", "void fill(std::vector<Tensor>& v, float* q) { v.push_back(toy::borrow(q, 1)); } void f(float* p) { std::vector<Tensor> v; fill(v, p); POINT(v[0]); }", "Borrow(p)"},
    {"PairArgument", "Tensor second(std::pair<int, Tensor> x) { return x.second; } void f(float* p) { POINT(second({1, toy::borrow(p, 1)})); }", "Borrow(p)"},
    // Functions
    {"Recursion", "Tensor g(float* p, int n) { if (n == 0) return toy::borrow(p, 1); return g(p, n - 1); } void f(float* p) { POINT(g(p, 3)); }", "Borrow(p)"},
    {"MutualRecursion", "Tensor h(float*, int); Tensor g(float* p, int n) { return n ? h(p, n - 1) : toy::borrow(p, 1); } Tensor h(float* p, int n) { return g(p, n); } void f(float* p) { POINT(h(p, 3)); }", "Borrow(p)"},
    {"DefaultArgument", "Tensor same(Tensor t, int = 1) { return t; } void f(float* p) { POINT(same(toy::borrow(p, 1))); }", "Borrow(p)"},
    {"StdFunctionResult", "void f(float* p) { std::function<Tensor()> g = [p] { return toy::borrow(p, 1); }; POINT(g()); }", "Borrow(p)"},
    {"LambdaStored", "void f(float* p) { Tensor t = toy::borrow(p, 1); auto g = [&t]() -> Tensor& { return t; }; POINT(g()); }", "Borrow(p)"},
    {"GenericLambda", "void f(float* p) { auto g = [](auto t) { return t.view(); }; POINT(g(toy::borrow(p, 1))); }", "Borrow(p)"},
    {"NestedLambda", "void f(float* p) { Tensor t = toy::fresh(1); auto g = [&] { auto h = [&] { t = toy::borrow(p, 1); }; h(); }; g(); POINT(t); }", "Borrow(p)"},
    {"LambdaCapturesThis", "struct S { Tensor t; void f(float* p) { auto g = [this, p] { t = toy::borrow(p, 1); }; g(); POINT(t); } };", "Borrow(p)"},
    {"ClassTemplate", "template <class T> struct Box { T v; Box(T x) : v(x) {} T get() const { return v; } }; void f(float* p) { Box<Tensor> b(toy::borrow(p, 1)); POINT(b.get()); }", "Borrow(p)"},
    {"VariadicForward", "template <class... A> Tensor call(A&&... a) { return toy::borrow(std::forward<A>(a)...); } void f(float* p) { POINT(call(p, 2)); }", "Borrow(p)"},
    {"IfConstexpr", "template <class T> Tensor make(T* q) { if constexpr (sizeof(T) == 4) return toy::borrow(q, 1); else return toy::fresh(1); } void f(float* p) { POINT(make(p)); }", "Borrow(p)"},
    {"ReturnedReference", "Tensor& pick(std::vector<Tensor>& v) { return v[0]; } void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 1)}; POINT(pick(v)); }", "Borrow(p)"},
    {"PointerOutParameter", "void make(Tensor* out, float* q) { *out = toy::borrow(q, 1); } void f(float* p) { Tensor t; make(&t, p); POINT(t); }", "Borrow(p)"},
    {"ConditionalOut", "void make(Tensor& out, float* q) { if (cond()) out = toy::borrow(q, 1); } void f(float* p) { Tensor t = toy::fresh(1); make(t, p); POINT(t); }", "may Borrow(p), may Fresh"},
    // Control
    {"SwitchFallThrough", "void f(float* p, int k) { Tensor t = toy::fresh(1); switch (k) { case 1: t = toy::borrow(p, 1); case 2: POINT(t); } }", "may Borrow(p), may Fresh"},
    {"Goto", "void f(float* p) { Tensor t = toy::fresh(1); again: POINT(t); t = toy::borrow(p, 1); if (cond()) goto again; }", "may Borrow(p), may Fresh"},
    {"ShortCircuit", "bool set(Tensor& t, float* p) { t = toy::borrow(p, 1); return true; } void f(float* p) { Tensor t = toy::fresh(1); if (cond() && set(t, p)) {} POINT(t); }", "may Borrow(p), may Fresh"},
    {"NoReturn", "[[noreturn]] void die(); void f(float* p) { Tensor t = toy::fresh(1); if (cond()) { t = toy::borrow(p, 1); die(); } POINT(t); }", "Fresh"},
    {"DoWhile", "void f(float* p) { Tensor t; do { t = toy::borrow(p, 1); } while (cond()); POINT(t); }", "Borrow(p)"},
    {"Comma", "void f(float* p) { Tensor t = (cond(), toy::borrow(p, 1)); POINT(t); }", "Borrow(p)"},
    {"AliasOfAlias", "void f(float* p) { auto a = toy::borrow(p, 1); auto b = a; auto& c = b; const auto& d = c; Tensor e(d); POINT(e); }", "Borrow(p)"},
    {"SelfAssignmentInLoop", "void f(float* p) { Tensor t = toy::borrow(p, 1); for (int i = 0; i < 3; ++i) t = t.view(); POINT(t); }", "Borrow(p)"},
    // Buffers
    {"ArrayOfArrays", "void f() { float a[2][3]; POINT(toy::borrow(a, 6)); }", "Borrow(a)"},
    {"UniqueArray", "void f() { auto a = std::make_unique<float[]>(6); POINT(toy::borrow(a.get(), 6)); }", "Borrow(a)"},
    {"NewArray", "void f() { float* a = new float[6]; POINT(toy::borrow(a, 6)); }", "Borrow(a)"},
    {"String", "void f() { std::string s(24, 'x'); POINT(toy::borrow(&s[0], 6)); }", "Borrow(s)"},
    {"OwnClass", "struct Buf { std::vector<float> d; float* data() { return d.data(); } }; void f() { Buf b; POINT(toy::borrow(b.data(), 6)); }", "Borrow(b.d)"},
    {"ForeignClass", "struct Buf { float* data(); }; void f() { Buf b; POINT(toy::borrow(b.data(), 6)); }", "Borrow(b)"},
    {"IteratorAddress", "void f() { std::vector<float> v(6); POINT(toy::borrow(&*v.begin(), 6)); }", "Borrow(v)"},
    {"Front", "void f() { std::vector<float> v(6); POINT(toy::borrow(&v.front(), 6)); }", "Borrow(v)"},
    {"SharedVector", "void f() { auto v = std::make_shared<std::vector<float>>(6); POINT(toy::borrow(v->data(), 6)); }", "Borrow(v)"},
    {"NestedMember", "struct A { std::vector<float> v; }; struct B { A a; }; void f() { B b; POINT(toy::borrow(b.a.v.data(), 6)); }", "Borrow(b.a.v)"},
    {"ReferenceToVector", "void f() { std::vector<float> v(6); auto& w = v; POINT(toy::borrow(w.data(), 6)); }", "Borrow(v)"},
    {"PointerThroughHelper", "float* raw(std::vector<float>& v) { return v.data(); } void f() { std::vector<float> v(6); POINT(toy::borrow(raw(v), 6)); }", "Borrow(v)"},
};

TOY_SUITE(Objects, AtPoint, Cases, point);

} // namespace
