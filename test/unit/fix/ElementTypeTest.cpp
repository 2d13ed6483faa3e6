// What the code says of the elements behind a pointer expression, and how libtorch calls their type.
#include "TestConfig.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "fix/BorrowFixes.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace torchtidy;

namespace {

const char *const Declarations = R"cpp(
#include <array>
#include <complex>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>
enum Colour { Red };
enum class Wide : long { One };
struct Pixel { float r, g, b; };
using Real = double;
void sink(const volatile void *data);
void sink(std::nullptr_t);
template <class T> T *as(void *p) { return static_cast<T *>(p); }
float *pointer; const float *constant; volatile float *unstable; void *anything; double *doubles; Real *alias;
char *text; unsigned char *bytes; signed char *octets; std::byte *raw; bool *flags; short *shorts; int *ints;
long *longs; long long *longlongs; std::int64_t *int64s; unsigned *naturals; std::uint16_t *words; wchar_t *wides;
long double *extended; Colour *colours; Wide *enums; Pixel *pixels; std::complex<float> *complexes; float **rows;
float array[4]; const double fixed[4] = {}; float matrix[2][3]; int cube[2][2][2]; float scalar; float (*row)[3];
std::vector<float> vector; const std::vector<double> readonly; std::array<int, 3> triple; std::vector<bool> bits;
std::array<std::array<double, 2>, 2> nested; std::unique_ptr<float[]> owned; std::shared_ptr<double> shared;
Pixel pixel;
)cpp";

struct Case {
  const char *Data;
  const char *Type;  ///< empty: the code does not say
  const char *Dtype; ///< empty: libtorch has no name for it, or it stands for raw bytes
};

const Case Cases[] = {
    // Pointers
    {"pointer", "float", "kFloat32"},
    {"constant", "float", "kFloat32"},
    {"unstable", "float", "kFloat32"},
    {"doubles", "double", "kFloat64"},
    {"alias", "double", "kFloat64"},
    {"pointer + 3", "float", "kFloat32"},
    {"&pointer[3]", "float", "kFloat32"},
    {"(pointer)", "float", "kFloat32"},
    {"&scalar", "float", "kFloat32"},
    {"pointer ? pointer : array", "float", "kFloat32"},
    {"new float[3]", "float", "kFloat32"},
    {"anything", "", ""},
    {"std::malloc(12)", "", ""},
    {"nullptr", "", ""},
    // Arrays
    {"array", "float", "kFloat32"},
    {"&array[0]", "float", "kFloat32"},
    {"&array", "float", "kFloat32"},
    {"fixed", "double", "kFloat64"},
    {"matrix", "float", "kFloat32"},
    {"matrix[0]", "float", "kFloat32"},
    {"&matrix[0][0]", "float", "kFloat32"},
    {"&matrix", "float", "kFloat32"},
    {"row", "float", "kFloat32"},
    {"*row", "float", "kFloat32"},
    {"cube", "int", "kInt32"},
    {"&cube[1][1]", "int", "kInt32"},
    // Owners of the standard library
    {"vector.data()", "float", "kFloat32"},
    {"&vector[0]", "float", "kFloat32"},
    {"&vector.front()", "float", "kFloat32"},
    {"readonly.data()", "double", "kFloat64"},
    {"triple.data()", "int", "kInt32"},
    {"nested[0].data()", "double", "kFloat64"},
    {"owned.get()", "float", "kFloat32"},
    {"shared.get()", "double", "kFloat64"},
    {"as<float>(anything)", "float", "kFloat32"},
    // Casts that only forget the type, or its const
    {"static_cast<void *>(pointer)", "float", "kFloat32"},
    {"(void *)doubles", "double", "kFloat64"},
    {"const_cast<float *>(constant)", "float", "kFloat32"},
    {"const_cast<void *>(static_cast<const void *>(fixed))", "double", "kFloat64"},
    {"(void *)const_cast<double *>(readonly.data())", "double", "kFloat64"},
    {"static_cast<void *>(matrix)", "float", "kFloat32"},
    {"reinterpret_cast<void *>(doubles)", "double", "kFloat64"},
    // Casts that say something else than the object does
    {"reinterpret_cast<float *>(bytes)", "", ""},
    {"(float *)anything", "", ""},
    {"static_cast<float *>(anything)", "", ""},
    {"static_cast<float *>(std::malloc(12))", "", ""},
    {"static_cast<void *>(reinterpret_cast<float *>(text))", "", ""},
    // The dtypes
    {"shorts", "short", "kInt16"},
    {"ints", "int", "kInt32"},
    {"longs", "long", "kInt64"},
    {"longlongs", "long long", "kInt64"},
    {"int64s", "long", "kInt64"},
    {"octets", "signed char", "kInt8"},
    {"flags", "bool", "kBool"},
    {"text", "char", ""},
    {"bytes", "unsigned char", ""},
    {"naturals", "unsigned int", ""},
    {"words", "unsigned short", ""},
    {"extended", "long double", ""},
    {"raw", "std::byte", ""},
    {"colours", "Colour", ""},
    {"enums", "Wide", ""},
    {"pixels", "Pixel", ""},
    {"&pixel.r", "float", "kFloat32"},
    {"complexes", "std::complex<float>", ""},
    {"rows", "float *", ""},
};

TEST(ElementType, OfPointerExpressions) {
  std::string Code = Declarations;
  for (const Case &C : Cases)
    Code += "void f" + std::to_string(&C - Cases) + "() { sink(" + C.Data + "); }\n";
  std::unique_ptr<ASTUnit> Unit =
      tooling::buildASTFromCodeWithArgs(Code, {"-std=c++17"}, "input.cpp", TORCH_TIDY_TEST_CLANG);
  ASTContext &Context = Unit->getASTContext();
  ASSERT_FALSE(Context.getDiagnostics().hasErrorOccurred());
  using namespace ast_matchers;
  for (const Case &C : Cases) {
    auto Calls = match(functionDecl(hasName("f" + std::to_string(&C - Cases)),
                                    forEachDescendant(callExpr(callee(functionDecl(hasName("sink")))).bind("call"))),
                       Context);
    ASSERT_EQ(Calls.size(), 1u) << C.Data;
    QualType T = fix::elementType(*Calls[0].getNodeAs<CallExpr>("call")->getArg(0));
    PrintingPolicy Policy(Context.getLangOpts());
    EXPECT_EQ(T.isNull() ? "" : T.getCanonicalType().getAsString(Policy), C.Type) << C.Data;
    EXPECT_EQ(fix::dtypeName(T, Context), C.Dtype) << C.Data;
  }
}

} // namespace
