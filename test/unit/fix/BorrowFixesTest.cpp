// The edits for borrows that are overwritten, on libtorch's real headers: all cases are parsed once, and their fixed
// forms once more.
#include "World.h"
#include "fix/BorrowFixes.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace torchtidy;

namespace {

struct Case {
  const char *Name;
  const char *Parameters;
  const char *Body;
  const char *Expected; ///< "safe: " or "suggested: " and the body with the fix; "none"
};

const char *const A = "";               // the body has a buffer of its own
const char *const P = "float *p";       // the caller's buffer, of floats
const char *const D = "double *p";
const char *const U = "unsigned char *p";
const char *const O = "float *p, torch::TensorOptions o";

const Case Cases[] = {
    // The in-place call and how it goes
    {"Direct", A, "float a[6]; return torch::from_blob(a, {2, 3}).zero_();",
     "safe: float a[6]; return torch::zeros({2, 3}, torch::kFloat32);"},
    {"Variable", A, "float a[6]; auto t = torch::from_blob(a, {2, 3}).zero_(); return t.clone();",
     "safe: float a[6]; auto t = torch::zeros({2, 3}, torch::kFloat32); return t.clone();"},
    {"Statement", A, "float a[6]; auto t = torch::from_blob(a, {2, 3}); t.zero_(); return t.clone();",
     "safe: float a[6]; auto t = torch::zeros({2, 3}, torch::kFloat32);  return t.clone();"},
    {"StatementOnItsLine", A, "\n  float a[6];\n  auto t = torch::from_blob(a, {2, 3});\n  t.zero_();\n  return t.clone();\n",
     "safe: \n  float a[6];\n  auto t = torch::zeros({2, 3}, torch::kFloat32);\n  return t.clone();\n"},
    {"StatementAndComment", A,
     "\n  float a[6];\n  auto t = torch::from_blob(a, {2, 3});\n  t.zero_(); // clear\n  return t.clone();\n",
     "safe: \n  float a[6];\n  auto t = torch::zeros({2, 3}, torch::kFloat32);\n   // clear\n  return t.clone();\n"},
    {"Chain", A, "float a[6]; return torch::from_blob(a, {2, 3}).zero_().add(1);",
     "safe: float a[6]; return torch::zeros({2, 3}, torch::kFloat32).add(1);"},
    {"Spelling", A, "float a[6]; return at::from_blob( a , { 2,3 } ).zero_();",
     "safe: float a[6]; return at::zeros( { 2,3 }, at::kFloat );"},
    {"Vector", A, "std::vector<float> v(6); return torch::from_blob(v.data(), {6}).zero_();",
     "safe: std::vector<float> v(6); return torch::zeros({6}, torch::kFloat32);"},
    {"SizesOfVariables", A,
     "std::vector<float> v(6); int64_t n = v.size(); return torch::from_blob(v.data(), {n, 1}).zero_();",
     "safe: std::vector<float> v(6); int64_t n = v.size(); return torch::zeros({n, 1}, torch::kFloat32);"},
    // What takes the place of which write
    {"Fill", A, "float a[6]; return torch::from_blob(a, {6}).fill_(7);",
     "safe: float a[6]; return torch::full({6}, 7, torch::kFloat32);"},
    {"FillWithOptions", A, "int a[6]; return torch::from_blob(a, {6}, torch::kInt).fill_(7);",
     "safe: int a[6]; return torch::full({6}, 7, torch::kInt);"},
    {"FillOfUnknownType", U, "return torch::from_blob(p, {6}).fill_(7);",
     "suggested: return torch::empty({6}).fill_(7);"},
    {"Uniform", A, "float a[6]; return torch::from_blob(a, {6}).uniform_();",
     "safe: float a[6]; return torch::rand({6}, torch::kFloat32);"},
    {"UniformBounds", A, "float a[6]; return torch::from_blob(a, {6}).uniform_(2, 3);",
     "safe: float a[6]; return torch::empty({6}, torch::kFloat32).uniform_(2, 3);"},
    {"Normal", A, "float a[6]; return torch::from_blob(a, {6}).normal_();",
     "safe: float a[6]; return torch::randn({6}, torch::kFloat32);"},
    {"Init", A, "float a[6]; auto t = torch::from_blob(a, {6}); torch::nn::init::zeros_(t); return t.clone();",
     "safe: float a[6]; auto t = torch::empty({6}, torch::kFloat32); torch::nn::init::zeros_(t); return t.clone();"},
    {"Multiply", A, "float a[6]; return torch::from_blob(a, {6}).mul_(0);",
     "suggested: float a[6]; return torch::zeros({6}, torch::kFloat32);"},
    // The dtype
    {"Doubles", A, "double a[6]; return torch::from_blob(a, {6}).zero_();",
     "suggested: double a[6]; return torch::zeros({6}, torch::kFloat64);"},
    {"TwoDimensions", A, "float a[2][3]; return torch::from_blob(a, {2, 3}).zero_();",
     "safe: float a[2][3]; return torch::zeros({2, 3}, torch::kFloat32);"},
    {"OptionsStay", A, "int a[6]; return torch::from_blob(a, {6}, torch::dtype(torch::kInt32)).zero_();",
     "safe: int a[6]; return torch::zeros({6}, torch::dtype(torch::kInt32));"},
    {"OptionsVariable", O, "return torch::from_blob(p, {6}, o).zero_();", "suggested: return torch::zeros({6}, o);"},
    // Whose memory it is
    {"Caller", P, "return torch::from_blob(p, {6}).zero_();",
     "suggested: return torch::zeros({6}, torch::kFloat32);"},
    {"CallerDoubles", D, "return torch::from_blob(p, {6}).zero_();",
     "suggested: return torch::zeros({6}, torch::kFloat64);"},
    {"ReadAfterwards", A, "float a[6]; torch::from_blob(a, {6}).zero_().sum(); return a[0];",
     "suggested: float a[6]; torch::zeros({6}, torch::kFloat32).sum(); return a[0];"},
    // None: a condition is not met
    {"Strides", A, "float a[6]; return torch::from_blob(a, {3}, {2}).zero_();", "none"},
    {"Deleter", P, "return torch::from_blob(p, {3}, [](void *q) { delete[] static_cast<float *>(q); }).zero_();",
     "none"},
    {"SideEffect", P, "return torch::from_blob(p++, {3}).zero_();", "none"},
    {"Reference", A, "float a[6]; torch::Tensor &t = torch::from_blob(a, {6}).zero_(); return t.clone();", "none"},
    {"Part", A, "float a[6]; auto t = torch::from_blob(a, {6}); t[0].zero_(); return t.clone();", "none"},
    {"UsedBefore", A, "float a[6]; auto t = torch::from_blob(a, {6}); auto s = t.sum(); t.zero_(); return s;", "none"},
    {"RequiresGrad", A,
     "float a[6]; return torch::from_blob(a, {6}, torch::dtype(torch::kFloat).requires_grad(true)).zero_();", "none"},
    {"InMacro", A, "float a[6]; auto t = torch::from_blob(a, {6}); CLEAR(t); return t.clone();", "none"},
    {"MacroData", A, "float a[6]; return BORROW(a).zero_();", "none"},
    {"Output", A, "float a[6]; torch::from_blob(a, {6}).copy_(torch::ones({6})); return a[0];", "none"},
    {"OnOnePathOnly", "bool b", "float a[6]; auto t = torch::ones({6}); if (b) t = torch::from_blob(a, {6}); t.zero_();",
     "none"},
    {"InCondition", A, "float a[6]; if (torch::from_blob(a, {6}).zero_().defined()) return 1; return 0;",
     "safe: float a[6]; if (torch::zeros({6}, torch::kFloat32).defined()) return 1; return 0;"},
};

const char *const Head = "#include <torch/torch.h>\n#include <vector>\n"
                         "#define CLEAR(t) t.zero_()\n#define BORROW(a) torch::from_blob(a, {6})\n";

std::vector<TestFunction> functions(const std::vector<std::string> &Bodies) {
  std::vector<TestFunction> All;
  for (size_t I = 0; I < Bodies.size(); ++I)
    All.push_back({"case" + std::string(Cases[I].Name), Cases[I].Parameters, Bodies[I]});
  return All;
}

std::optional<fix::Proposal> proposal(const flow::FunctionAnalysis &F) {
  for (const flow::WriteFact &Write : F.writes())
    for (const flow::OriginRef &Ref : F.values()[Write.Value].Origins)
      if (const flow::Origin &O = F.origin(Ref.Origin); O.Kind == flow::OriginKind::Borrow)
        if (auto Found = fix::BorrowFixes(F).replaceBorrow(Write, Ref, O.Borrow))
          return Found;
  return std::nullopt;
}

TEST(BorrowFixes, Replace) {
  std::vector<std::string> Bodies, Fixed;
  for (const Case &C : Cases)
    Bodies.push_back(C.Body);
  World Before(Head, functions(Bodies));
  ASSERT_TRUE(Before.sound());
  for (const Case &C : Cases) {
    const flow::FunctionAnalysis *F = Before.function("case" + std::string(C.Name));
    ASSERT_NE(F, nullptr) << C.Name;
    std::optional<fix::Proposal> P = proposal(*F);
    Fixed.push_back(P ? Before.apply(*F, P->Edits) : C.Body);
    EXPECT_EQ(P ? (P->Safe ? "safe: " : "suggested: ") + Fixed.back() : "none", C.Expected) << C.Name << ": " << C.Body;
    if (P) {
      EXPECT_FALSE(P->Title.empty());
    }
  }
  // What the fix has written compiles, and is left alone.
  World After(Head, functions(Fixed));
  EXPECT_TRUE(After.sound());
  for (const Case &C : Cases) {
    const flow::FunctionAnalysis *F = After.function("case" + std::string(C.Name));
    ASSERT_NE(F, nullptr) << C.Name;
    EXPECT_FALSE(proposal(*F)) << C.Name;
  }
}

} // namespace
