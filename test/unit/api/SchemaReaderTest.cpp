// Small stand-ins for libtorch's headers: the forms that schema_str has, wrappers, and where user code begins.
#include "api/CallMap.h"
#include "api/UserCode.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace torchtidy::api;

namespace {

const char *const Header = R"cc(
namespace c10 { struct Scalar { Scalar(int); }; struct TensorOptions { int dtype_opt() const; int layout_opt() const;
  int device_opt() const; int pinned_memory_opt() const; TensorOptions requires_grad(bool) const; }; }
namespace at {
using c10::TensorOptions;
struct Tensor;
namespace _ops {
struct braces { static constexpr const char* schema_str{"braces(Tensor(a!) self) -> Tensor(a!)"};
  static Tensor& call(Tensor& self); };
struct pieces { static constexpr const char* schema_str = "pieces(Tensor self, " "Tensor other) -> Tensor";
  static Tensor call(const Tensor& self, const Tensor& other); };
struct array { static constexpr char schema_str[] = "array(int n, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor";
  static Tensor call(int n, int dtype, int layout, int device, int pin_memory); };
struct elsewhere { static const char* schema_str; };
struct nonsense { static constexpr const char* schema_str = "nonsense"; };
struct none {};
}
struct Tensor { Tensor& braces_() { return at::_ops::braces::call(*this); } Tensor& twice() { return braces_(); }
  Tensor& maybe(bool b) { if (b) braces_(); return *this; } };
inline Tensor pieces(const Tensor& self, const Tensor& other) { return at::_ops::pieces::call(self, other); }
inline Tensor swapped(const Tensor& x, const Tensor& y) { return at::pieces(y, x); }
inline Tensor made(int n, TensorOptions options) { return at::_ops::array::call(n, options.dtype_opt(), options.layout_opt(), options.device_opt(), options.pinned_memory_opt()); }
inline Tensor both(Tensor& a, const Tensor& b) { at::_ops::braces::call(a); return at::_ops::pieces::call(a, b); }
}
namespace torch { inline at::Tensor made(int n, at::TensorOptions options) { return at::made(n, at::TensorOptions(options).requires_grad(false)); } }
)cc";

struct Fixture {
  std::unique_ptr<ASTUnit> Unit;
  std::unique_ptr<SchemaReader> Reader;
  std::unique_ptr<CallMap> Map;

  explicit Fixture(bool SkipBodies) {
    std::vector<std::string> Flags = {"-std=c++17"};
    if (SkipBodies)
      Flags.insert(Flags.end(), {"-Xclang", "-skip-function-bodies"});
    Unit = tooling::buildASTFromCodeWithArgs(Header, Flags);
    Reader = std::make_unique<SchemaReader>(Unit->getASTContext());
    Map = std::make_unique<CallMap>(Unit->getASTContext(), *Reader);
  }

  std::string map(const std::string &Name) {
    using namespace ast_matchers;
    auto Found = match(functionDecl(hasName(Name)).bind("f"), Unit->getASTContext());
    if (Found.empty())
      return "no such function";
    const OpCall *Call = Map->find(*Found.front().getNodeAs<FunctionDecl>("f"));
    if (!Call)
      return "none";
    std::string Out = Call->Op->Record->getName().str();
    for (int Source : Call->Sources)
      Out += " " + std::to_string(Source);
    return Out;
  }
};

TEST(SchemaReader, Forms) {
  Fixture F(false);
  for (const char *Good : {"braces", "pieces", "array"}) {
    const Operator *Op = F.Reader->find(Good);
    ASSERT_NE(Op, nullptr) << Good;
    EXPECT_EQ(Op->Signature.Name, Good);
    EXPECT_EQ(F.Reader->find(Good), Op) << "memoised";
  }
  for (const char *Bad : {"elsewhere", "nonsense", "none", "missing"})
    EXPECT_EQ(F.Reader->find(Bad), nullptr) << Bad;
}

class Wrappers : public testing::TestWithParam<bool> {};

TEST_P(Wrappers, Map) {
  Fixture F(GetParam());
  EXPECT_EQ(F.map("::at::Tensor::braces_"), "braces 0");
  EXPECT_EQ(F.map("::at::Tensor::twice"), "braces 0");
  EXPECT_EQ(F.map("::at::pieces"), "pieces 0 1");
  EXPECT_EQ(F.map("::at::swapped"), "pieces 1 0");
  EXPECT_EQ(F.map("::at::made"), "array 0 1 1 1 1");
  EXPECT_EQ(F.map("::torch::made"), "array 0 1 1 1 1");
  EXPECT_EQ(F.map("::at::Tensor::maybe"), "none") << "a branch";
  EXPECT_EQ(F.map("::at::both"), "none") << "two operators";
  EXPECT_EQ(F.map("::at::_ops::pieces::call"), "pieces 0 1");
}

INSTANTIATE_TEST_SUITE_P(Bodies, Wrappers, testing::Bool(),
                         [](const auto &Info) { return Info.param ? "Skipped" : "Full"; });

TEST(UserCode, FoldersOfLibraries) {
  const std::string Code = "#include <ATen/core/TensorBody.h>\n#include <ATen/other.h>\n#include \"mine.h\"\n"
                           "#include <pybind11/pybind11.h>\nint inMain;\n#define VAR int inMacro;\nVAR\n";
  tooling::FileContentMappings Files = {{"/lib/include/ATen/core/TensorBody.h", "namespace at { class Tensor {}; }"},
                                        {"/lib/include/ATen/other.h", "int inTorch;"},
                                        {"/project/mine.h", "int inHeader;"},
                                        {"/py/pybind11/pybind11.h", "int inPybind;"}};
  auto Unit = tooling::buildASTFromCodeWithArgs(Code, {"-I/lib/include", "-I/project", "-I/py"}, "/project/input.cpp",
                                                "clang-tool", std::make_shared<PCHContainerOperations>(),
                                                tooling::getClangStripDependencyFileAdjuster(), Files);
  UserCode User(Unit->getASTContext());
  EXPECT_EQ(User.torchFolder(), "/lib/include");
  using namespace ast_matchers;
  for (auto [Name, Expected] : std::initializer_list<std::pair<const char *, bool>>{
           {"inMain", true}, {"inMacro", true}, {"inHeader", true}, {"inTorch", false}, {"inPybind", false}}) {
    auto Found = match(varDecl(hasName(Name)).bind("v"), Unit->getASTContext());
    ASSERT_EQ(Found.size(), 1u) << Name;
    EXPECT_EQ(User.contains(Found.front().getNodeAs<VarDecl>("v")->getLocation()), Expected) << Name;
  }
}

} // namespace
