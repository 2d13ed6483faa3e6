// What is suggested for a result that nobody takes: every alternative, on libtorch's real headers. All cases are parsed
// once, and all alternatives once more: the tools apply the first one only.
#include "Discarded.h"
#include "World.h"
#include "fix/ResultFixes.h"
#include "gtest/gtest.h"

using namespace torchtidy;

namespace {

struct Case {
  const char *Name;
  const char *Parameters;
  const char *Body;
  std::vector<const char *> Alternatives; ///< the body with each
};

const char *const T = "at::Tensor t, at::Tensor u";

const Case Cases[] = {
    {"Conversion", T, "t.to(at::kDouble);", {"t = t.to(at::kDouble);"}},
    {"Values", T, "t.add(u);", {"t = t.add(u);", "t.add_(u);"}},
    {"OptionalArgument", T, "t.add(u, 2);", {"t = t.add(u, 2);", "t.add_(u, 2);"}},
    {"Overload", T, "t.mul(2);", {"t = t.mul(2);", "t.mul_(2);"}},
    {"OptionalScalars", T, "t.clamp(0, 1);", {"t = t.clamp(0, 1);", "t.clamp_(0, 1);"}},
    {"DefaultsOnly", T, "t.round();", {"t = t.round();", "t.round_();"}},
    {"Filled", T, "t.masked_fill(u, 0);", {"t = t.masked_fill(u, 0);", "t.masked_fill_(u, 0);"}},
    {"Scattered", T, "t.scatter(0, u, 1);", {"t = t.scatter(0, u, 1);", "t.scatter_(0, u, 1);"}},
    {"Strings", T, "t.div(u, \"floor\");", {"t = t.div(u, \"floor\");", "t.div_(u, \"floor\");"}},
    {"Shape", T, "t.transpose(0, 1);", {"t = t.transpose(0, 1);", "t.transpose_(0, 1);"}},
    {"NoTwin", T, "t.view({-1});", {"t = t.view({-1});"}},
    {"NoTwinOfThisOverload", T, "t.sum(0);", {"t = t.sum(0);"}},
    {"Plus", T, "t + u;", {"t = t + u;", "t += u;"}},
    {"PlusNumber", T, "t+1;", {"t = t+1;", "t+=1;"}},
    {"And", T, "t & u;", {"t = t & u;", "t &= u;"}},
    {"Right", T, "1 + t;", {}},
    {"Comparison", T, "t < u;", {}},
    {"Subscript", T, "t[0];", {}},
    {"Chain", T, "t.add(1).relu();", {"t = t.add(1).relu();"}},
    {"Spaces", T, "t . add( u ) ;", {"t = t . add( u ) ;", "t . add_( u ) ;"}},
    {"Pointer", "at::Tensor *t", "t->add(1);", {"t->add_(1);"}},
    {"Pointee", "at::Tensor *t", "(*t).add(1);", {"*t = (*t).add(1);", "(*t).add_(1);"}},
    {"Element", "std::vector<at::Tensor> &t", "t[0].add(1);", {"t[0] = t[0].add(1);", "t[0].add_(1);"}},
    {"ElementOfAnIndex", "std::vector<at::Tensor> &t, int i", "t[i++].add(1);", {"t[i++].add_(1);"}},
    {"Base", "at::TensorBase t", "t.contiguous();", {}},
    {"Constant", "const at::Tensor &t", "t.add(1);", {}},
    {"ConstantPointee", "const at::Tensor *t", "t->add(1);", {}},
    {"ConstantElement", "const std::vector<at::Tensor> &t", "t[0].add(1);", {}},
    {"SeveralResults", T, "t.max(0);", {}},
    {"InMacro", T, "ADD(t);", {}},
    {"CopyInALambda", T, "auto f = [t] { t.add(1); }; f();", {}},
    {"MutableCopyInALambda", T, "auto f = [t]() mutable { t.add(1); }; f();",
     {"auto f = [t]() mutable { t = t.add(1); }; f();", "auto f = [t]() mutable { t.add_(1); }; f();"}},
};

const char *const Head = "#include <ATen/ATen.h>\n#include <vector>\n#define ADD(t) t.add(1)\n";

std::vector<fix::Proposal> proposals(const flow::FunctionAnalysis &F, const api::TorchModel &Model) {
  for (const DiscardedCall &Call : discardedCalls(F, Model))
    if (std::optional<api::PureCall> Pure = Model.pureCall(Call.Call); Pure && Pure->Self >= 0)
      if (const clang::Expr *Named = namedTensor(Call.Call.operand(Pure->Self), Model))
        return fix::takeResult(F, Model, Call.Call, *Named);
  return {};
}

TEST(ResultFixes, Alternatives) {
  std::vector<TestFunction> Functions, Fixed;
  for (const Case &C : Cases)
    Functions.push_back({C.Name, C.Parameters, C.Body});
  World Before(Head, Functions);
  ASSERT_TRUE(Before.sound());
  for (const Case &C : Cases) {
    const flow::FunctionAnalysis *F = Before.function(C.Name);
    ASSERT_NE(F, nullptr) << C.Name;
    std::vector<fix::Proposal> Found = proposals(*F, Before.model());
    ASSERT_EQ(Found.size(), C.Alternatives.size()) << C.Name;
    for (size_t I = 0; I < Found.size(); ++I) {
      EXPECT_FALSE(Found[I].Safe) << C.Name;
      EXPECT_FALSE(Found[I].Title.empty()) << C.Name;
      Fixed.push_back({C.Name + std::to_string(I), C.Parameters, Before.apply(*F, Found[I].Edits)});
      EXPECT_EQ(Fixed.back().Body, C.Alternatives[I]) << C.Name;
    }
  }
  // Each of them compiles, and nothing is dropped any more.
  World After(Head, Fixed);
  EXPECT_TRUE(After.sound());
  for (const TestFunction &C : Fixed) {
    const flow::FunctionAnalysis *F = After.function(C.Name);
    ASSERT_NE(F, nullptr) << C.Name;
    EXPECT_TRUE(proposals(*F, After.model()).empty()) << C.Name;
  }
}

} // namespace
