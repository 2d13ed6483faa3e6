// Origins at probes: POINT(t) -> expected origins of t.
#include "ToyModel.h"
#include "gtest/gtest.h"

using namespace torchtidy::flow::test;
namespace flow = torchtidy::flow;

namespace {

const Case Cases[] = {
    {"Variable", "void f(float* p) { auto t = toy::borrow(p, 2); POINT(t); }", "Borrow(p)"},
    {"Fresh", "void f() { auto t = toy::fresh(2); POINT(t); }", "Fresh"},
    {"Parameter", "void f(Tensor t) { POINT(t); }", "Param(t)"},
    {"Chain", "void f(float* p) { POINT(toy::borrow(p, 2).view().view()); }", "Borrow(p)"},
    {"Part", "void f(float* p) { POINT(toy::borrow(p, 2).part()); }", "part Borrow(p)"},
    {"Clone", "void f(float* p) { POINT(toy::borrow(p, 2).clone()); }", "Fresh"},
    {"MayView", "void f(float* p) { POINT(toy::borrow(p, 2).maybe()); }", "may Borrow(p), may Fresh"},
    {"Branch", "void f(float* p) { Tensor t = toy::fresh(1); if (cond()) t = toy::borrow(p, 2); POINT(t); }",
     "may Borrow(p), may Fresh"},
    {"UndefinedThenBranch", "void f(float* p) { Tensor t; if (cond()) t = toy::borrow(p, 2); POINT(t); }", "Borrow(p)"},
    {"BothArms", "void f(float* p) { Tensor t = toy::borrow(p, 1); Tensor u; if (cond()) u = t; else u = t.view(); POINT(u); }",
     "Borrow(p)"},
    {"Ternary", "void f(float* p) { auto t = cond() ? toy::borrow(p, 2) : toy::fresh(2); POINT(t); }",
     "may Borrow(p), may Fresh"},
    {"TernaryOfLvalues", "void f(float* p, Tensor x) { auto b = toy::borrow(p, 2); auto& t = cond() ? b : x; POINT(t); }",
     "may Borrow(p), may Param(x)"},
    {"Rebind", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); t = x; POINT(t); }", "Param(x)"},
    {"RvalueAssignmentKeeps", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); std::move(t) = x; POINT(t); }",
     "Borrow(p)"},
    {"SetData", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); t.set(x); POINT(t); }", "Param(x)"},
    {"SetDataOfAnotherHandle", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); auto u = t; t.set(x); POINT(u); }",
     "may Borrow(p), may Param(x)"},
    {"CloneIntoItself", "void f(float* p) { auto t = toy::borrow(p, 2); t = t.clone(); POINT(t); }", "Fresh"},
    {"Reference", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); auto& r = t; r = x; POINT(t); }", "Param(x)"},
    {"ForwardingReference", "void f(float* p) { auto&& t = toy::borrow(p, 2); POINT(t); }", "Borrow(p)"},
    {"ReferenceToCopy", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); Tensor&& u = Tensor(t); t = x; POINT(u); }",
     "Borrow(p)"},
    {"ConstReference", "void f(float* p) { auto t = toy::borrow(p, 2); const Tensor& r = t; POINT(r); }", "Borrow(p)"},
    {"Pointer", "void f(float* p) { auto t = toy::borrow(p, 2); Tensor* q = &t; POINT(*q); }", "Borrow(p)"},
    {"ThroughPointer", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); Tensor* q = &t; *q = x; POINT(t); }",
     "Param(x)"},
    {"Loop", "void f(float* p) { Tensor t = toy::fresh(1); for (int i = 0; i < 3; ++i) { POINT(t); t = toy::borrow(p, 2); } }",
     "may Borrow(p), may Fresh"},
    {"EarlyReturn", "void f(float* p) { auto t = toy::borrow(p, 2); if (cond()) { t = toy::fresh(1); return; } POINT(t); }",
     "Borrow(p)"},
    {"Switch", "void f(float* p, int k) { Tensor t; switch (k) { case 1: t = toy::borrow(p, 1); break; default: t = toy::fresh(1); } POINT(t); }",
     "may Borrow(p), may Fresh"},
    {"Field", "struct S { Tensor a, b; }; void f(float* p) { S s; s.a = toy::borrow(p, 2); s.b = toy::fresh(1); POINT(s.a); }",
     "Borrow(p)"},
    {"FieldsApart", "struct S { Tensor a, b; }; void f(float* p) { S s{toy::fresh(1), toy::borrow(p, 2)}; POINT(s.a); }",
     "Fresh"},
    {"StructCopy", "struct S { Tensor a, b; }; void f(float* p) { S s{toy::fresh(1), toy::borrow(p, 2)}; S u = s; POINT(u.b); }",
     "Borrow(p)"},
    {"ThisField", "struct S { Tensor a; void f(float* p) { a = toy::borrow(p, 2); POINT(this->a); } };", "Borrow(p)"},
    {"ThisFieldUnset", "struct S { Tensor a; void f() { POINT(a); } };", "Param(a)"},
    {"ConstructorInitialiser", "struct S { Tensor a; S(float* p) : a(toy::borrow(p, 2)) { POINT(a); } };", "Borrow(p)"},
    {"Vector", "void f(float* p) { std::vector<Tensor> v; v.push_back(toy::borrow(p, 2)); POINT(v[0]); }", "Borrow(p)"},
    {"VectorOfTwo", "void f(float* p) { std::vector<Tensor> v; v.push_back(toy::borrow(p, 2)); v.push_back(toy::fresh(1)); POINT(v[1]); }",
     "may Borrow(p), may Fresh"},
    {"RangeFor", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 2)}; for (auto& t : v) POINT(t); }", "Borrow(p)"},
    {"RangeForByValue", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 2)}; for (auto t : v) POINT(t); }", "Borrow(p)"},
    {"Array", "void f(float* p) { Tensor v[2]; v[0] = toy::borrow(p, 2); POINT(v[0]); }", "Borrow(p)"},
    {"Pair", "void f(float* p) { auto v = std::make_pair(toy::borrow(p, 2), 1); POINT(v.first); }", "Borrow(p)"},
    {"Binding", "void f(float* p) { auto [a, n] = std::make_tuple(toy::borrow(p, 2), 1); POINT(a); }", "Borrow(p)"},
    {"BindingOfStruct", "struct S { Tensor a, b; }; void f(float* p) { S s{toy::borrow(p, 1), toy::fresh(1)}; auto [x, y] = s; POINT(y); }",
     "Fresh"},
    {"Get", "void f(float* p) { auto v = std::make_tuple(toy::borrow(p, 2)); POINT(std::get<0>(v)); }", "Borrow(p)"},
    {"Optional", "void f(float* p) { std::optional<Tensor> o; o = toy::borrow(p, 2); POINT(*o); }", "Borrow(p)"},
    {"SharedPointer", "void f(float* p) { auto s = std::make_shared<Tensor>(toy::borrow(p, 2)); POINT(*s); }", "Borrow(p)"},
    {"Map", "void f(float* p) { std::map<int, Tensor> m; m[1] = toy::borrow(p, 2); POINT(m[1]); }", "Borrow(p)"},
    {"MapElementsApart", "void f(float* p) { std::map<int, Tensor> m; m[0] = toy::fresh(1); m[1] = toy::fresh(1); m.find(0)->second = toy::borrow(p, 2); POINT(m.at(1)); }",
     "may Borrow(p), may Fresh"},
    {"Move", "void f(float* p) { auto t = toy::borrow(p, 2); auto u = std::move(t); POINT(u); }", "Borrow(p)"},
    {"LambdaByReference", "void f(float* p) { Tensor t = toy::fresh(1); auto g = [&] { t = toy::borrow(p, 2); }; g(); POINT(t); }",
     "Borrow(p)"},
    {"LambdaByValue", "void f(float* p) { Tensor t = toy::borrow(p, 2); auto g = [t] { POINT(t); }; t = toy::fresh(1); g(); }",
     "Borrow(p)"},
    {"LambdaResult", "void f(float* p) { auto g = [&] { return toy::borrow(p, 2); }; POINT(g()); }", "Borrow(p)"},
    {"LambdaArgument", "void f(float* p) { auto g = [](Tensor t) { return t.view(); }; POINT(g(toy::borrow(p, 2))); }", "Borrow(p)"},
    {"InitCapture", "void f(float* p) { auto g = [t = toy::borrow(p, 2)] { POINT(t); }; g(); }", "Borrow(p)"},
    {"HelperReturns", "Tensor make(float* q) { return toy::borrow(q, 2); } void f(float* p) { auto t = make(p); POINT(t); }", "Borrow(p)"},
    {"HelperPasses", "Tensor same(Tensor t) { return t.view(); } void f(float* p) { POINT(same(toy::borrow(p, 2))); }", "Borrow(p)"},
    {"HelperCopies", "Tensor copy(const Tensor& t) { return t.clone(); } void f(float* p) { POINT(copy(toy::borrow(p, 2))); }", "Fresh"},
    {"OutParameter", "void make(Tensor& out, float* q) { out = toy::borrow(q, 2); } void f(float* p) { Tensor t; make(t, p); POINT(t); }",
     "Borrow(p)"},
    {"HelperReference", "Tensor& pick(Tensor& t) { return t; } void f(float* p) { auto t = toy::fresh(1); pick(t) = toy::borrow(p, 2); POINT(t); }",
     "Borrow(p)"},
    {"HelperStruct", "struct S { Tensor a; }; S make(float* q) { S s; s.a = toy::borrow(q, 2); return s; } void f(float* p) { POINT(make(p).a); }",
     "Borrow(p)"},
    {"Constructor", "struct S { Tensor a; S(float* q) : a(toy::borrow(q, 2)) {} }; void f(float* p) { S s(p); POINT(s.a); }", "Borrow(p)"},
    {"Method", "struct S { Tensor a; void set(Tensor t) { a = t; } }; void f(float* p) { S s; s.set(toy::borrow(p, 2)); POINT(s.a); }",
     "Borrow(p)"},
    {"Template", "template <class T> T same(T t) { return t; } void f(float* p) { POINT(same(toy::borrow(p, 2))); }", "Borrow(p)"},
    {"UnknownCallee", "Tensor foreign(Tensor); void f(float* p) { POINT(foreign(toy::borrow(p, 2))); }", "Unknown"},
    {"UnknownRebinds", "void foreign(Tensor&); void f(float* p) { auto t = toy::borrow(p, 2); foreign(t); POINT(t); }",
     "may Borrow(p), may Unknown"},
    {"CatchHandler", "void f(float* p) { Tensor t = toy::fresh(1); try { t = toy::borrow(p, 2); cond(); } catch (...) { POINT(t); } }",
     "may Borrow(p), may Fresh"},
    {"ArgumentAroundTernary", "Tensor two(Tensor a, int k) { return a; } void f(float* p) { POINT(two(toy::borrow(p, 2), cond() ? 1 : 2)); }",
     "Borrow(p)"},
    {"Exchange", "void f(float* p) { Tensor t = toy::borrow(p, 2); Tensor u = std::exchange(t, toy::fresh(1)); POINT(u); }", "Borrow(p)"},
    {"Macro", "#define MAKE(q) toy::borrow(q, 2)\nvoid f(float* p) { auto t = MAKE(p); POINT(t); }", "Borrow(p)"},
    {"VectorBuffer", "void f() { std::vector<float> v(4); POINT(toy::borrow(v.data(), 4)); }", "Borrow(v)"},
    {"AddressOfElement", "void f() { std::vector<float> v(4); POINT(toy::borrow(&v[0], 4)); }", "Borrow(v)"},
    {"PointerVariable", "void f() { std::vector<float> v(4); float* q = v.data() + 1; POINT(toy::borrow(q, 3)); }", "Borrow(v)"},
    {"LocalArray", "void f() { float a[4]; POINT(toy::borrow(a, 4)); }", "Borrow(a)"},
    {"Scalar", "void f() { float x = 1; POINT(toy::borrow(&x, 1)); }", "Borrow(x)"},
    {"FieldBuffer", "struct S { std::vector<float> v; void f() { POINT(toy::borrow(v.data(), 4)); } };", "Borrow(v)"},
    {"StdArray", "void f() { std::array<float, 4> v; POINT(toy::borrow(v.data(), 4)); }", "Borrow(v)"},
};

TOY_SUITE(Origins, AtPoint, Cases, point);

const Case WriteCases[] = {
    {"Direct", "void f(float* p) { toy::borrow(p, 2).zero_(); }", "zero_ p"},
    {"Variable", "void f(float* p) { auto t = toy::borrow(p, 2); t.zero_(); }", "zero_ p"},
    {"View", "void f(float* p) { auto t = toy::borrow(p, 2); auto u = t.view(); u.zero_(); }", "zero_ p"},
    {"Rvalue", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); std::move(t) = x; }", "operator= p"},
    {"RvalueView", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); t.part() = x; }", "operator= p"},
    {"OutArgument", "void f(float* p, Tensor x) { auto t = toy::borrow(p, 2); toy::add_out(t, x); }", "add_out p"},
    {"RawPointer", "void f(float* p) { auto t = toy::borrow(p, 2); float* q = t.ptr(); q[0] = 1; }", "= p"},
    {"RawDeref", "void f(float* p) { auto t = toy::borrow(p, 2); *t.ptr() = 1; }", "= p"},
    {"FillThroughPointer", "void f(float* p) { auto t = toy::borrow(p, 2); std::fill_n(t.ptr(), 2, 1.0f); }", "fill_n p"},
    {"Helper", "void clear(Tensor t) { t.zero_(); } void f(float* p) { clear(toy::borrow(p, 2)); }", "clear p"},
    {"HelperTwice", "void clear(Tensor t) { t.zero_(); } void wipe(Tensor t) { clear(t); } void f(float* p) { wipe(toy::borrow(p, 2)); }",
     "wipe p"},
    {"Lambda", "void f(float* p) { auto t = toy::borrow(p, 2); [&] { t.zero_(); }(); }", "zero_ p"},
    {"ForEach", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 2)}; std::for_each(v.begin(), v.end(), [](Tensor& t) { t.zero_(); }); }",
     "zero_ p"},
    {"ForEachGeneric", "void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 2)}; std::for_each(v.begin(), v.end(), [](auto& t) { t.zero_(); }); }",
     "zero_ p"},
    {"Functor", "struct Z { void operator()(Tensor& t) const { t.zero_(); } }; void f(float* p) { std::vector<Tensor> v{toy::borrow(p, 2)}; std::for_each(v.begin(), v.end(), Z{}); }",
     "Z p"},
    {"Thread", "void f(float* p) { auto t = toy::borrow(p, 2); std::thread g([t] { t.zero_(); }); g.join(); }", "zero_ p"},
    {"StdFunction", "void f(float* p) { auto t = toy::borrow(p, 2); std::function<void()> g = [&] { t.zero_(); }; g(); }", "zero_ p"},
    {"MakeShared", "struct S { Tensor a; S(float* q) : a(toy::borrow(q, 2)) { a.zero_(); } }; void f(float* p) { auto s = std::make_shared<S>(p); }",
     "zero_ q"},
    {"Clone", "void f(float* p) { auto t = toy::borrow(p, 2).clone(); t.zero_(); }", ""},
    {"Rebound", "void f(float* p) { auto t = toy::borrow(p, 2); t = toy::fresh(1); t.zero_(); }", ""},
    {"Unreachable", "void f(float* p) { auto t = toy::borrow(p, 2); return; t.zero_(); }", ""},
    {"ConstantlyFalse", "void f(float* p) { auto t = toy::borrow(p, 2); if (false) t.zero_(); }", ""},
    {"UnknownCallee", "void f(float* p) { auto t = toy::borrow(p, 2); unknown(t); }", ""},
    {"Parameter", "void f(Tensor t) { t.zero_(); }", ""},
    {"OtherVariable", "void f(float* p) { auto t = toy::borrow(p, 2); auto u = toy::fresh(1); u.zero_(); }", ""},
};

TOY_SUITE(Writes, Found, WriteCases, writes);

/// Attributes after two values meet: what is there without attributes has unknown ones, and only nothing leaves the others.
TEST(Values, AttributesOfEither) {
  flow::Value Nothing, Plain, Known;
  Plain.add(flow::OriginRef());
  Known.add(flow::OriginRef());
  Known.Attributes.set(flow::Attr::Dtype, flow::AttrSet::of(6));
  auto IsKnown = [](const flow::Attrs &A) {
    uint32_t Key = 0;
    return A.get(flow::Attr::Dtype).single(Key) && Key == 6;
  };
  EXPECT_TRUE(IsKnown(Known.joinedAttributes(Known)));
  EXPECT_TRUE(IsKnown(Known.joinedAttributes(Nothing)));
  EXPECT_TRUE(IsKnown(Nothing.joinedAttributes(Known)));
  EXPECT_FALSE(IsKnown(Known.joinedAttributes(Plain)));
  EXPECT_FALSE(IsKnown(Plain.joinedAttributes(Known)));
  flow::Value Both = Plain;
  Both.merge(Known); // a container that holds both
  EXPECT_FALSE(IsKnown(Both.Attributes));
}

TEST(Summary, LambdaThatIsNotCalled) {
  Toy T("void make(Tensor t) { auto g = [&] { t.zero_(); }; }\nvoid call(Tensor t) { auto g = [&] { t.zero_(); }; g(); }");
  EXPECT_EQ(T.summary("make"), "may write t by zero_\n");
  EXPECT_NE(T.summary("call").find("writes t by zero_\n"), std::string::npos);
}

TEST(Summary, Prints) {
  Toy T("Tensor f(Tensor t, float* p, Tensor& out) { t.zero_(); out = toy::borrow(p, 1); return t.view(); }");
  EXPECT_EQ(T.summary("f"), "writes t by zero_\nsets out to Borrow(borrow at line 35)\nreturns Param(t)\n");
}

} // namespace
