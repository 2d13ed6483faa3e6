/// A toy API in the place of libtorch: the analysis must not know the difference.
#pragma once

#include "flow/TuAnalysis.h"
#include "clang/Tooling/Tooling.h"
#include <memory>
#include <ostream>
#include <string>

namespace torchtidy::flow::test {

/// `namespace toy`: Tensor with borrow, fresh, view, part, maybe, zero_, add_, ptr; POINT(t) is a probe.
class ToyModel : public ApiModel {
public:
  explicit ToyModel(clang::ASTContext &Context) : Context(Context) {}
  bool isHandle(clang::QualType T) const override;
  bool carriesAttrs(clang::QualType T) const override;
  Effect effectOf(const CallSite &Call, const OperandReader &Operands) const override;
  std::optional<Attrs> constantOf(const clang::Expr &E) const override;
  bool isUserCode(clang::SourceLocation Loc) const override;

private:
  clang::ASTContext &Context;
};

/// Parses a snippet after the toy header and analyses it.
class Toy {
public:
  explicit Toy(const std::string &Code);
  /// What POINT(..) number I (in the order of the source) says: "Borrow(v)", "may Borrow(v), may Fresh", ...
  /// `Within`: only in that namespace.
  std::string point(unsigned I = 0, const std::string &Within = {});
  /// "zero_ v" per write to a borrow, "zero_ [v]" per write to raw memory, "ends [v]" per piece of memory that ends in a
  /// callee, joined by "; ". Of a callee it is said whether it happens only "sometimes" or "in a loop".
  std::string writes(const std::string &Within = {});
  std::string summary(const std::string &Function);
  TuAnalysis &analysis() { return *Analysis; }
  const FunctionAnalysis *function(const std::string &Name);

private:
  std::unique_ptr<clang::ASTUnit> Unit;
  std::unique_ptr<ToyModel> Model;
  std::unique_ptr<TuAnalysis> Analysis;
};

/// One row of a table of tests: a snippet, and what its probe or its writes must say.
struct Case {
  const char *Name;
  const char *Code;
  const char *Expected;
};

inline void PrintTo(const Case &Row, std::ostream *OS) { *OS << Row.Name; }

/// Parses all rows of a table at once, each in a namespace of its own: the standard library's headers are what costs.
class ToyTable {
public:
  ToyTable(const Case *Begin, const Case *End);
  std::string point(const Case &Row) { return T.point(0, Row.Name); }
  std::string writes(const Case &Row) { return T.writes(Row.Name); }

private:
  Toy T;
};

/// The test suite of a table: `Ask` (point or writes) of each row is what the row expects.
#define TOY_SUITE(Suite, Test, Rows, Ask)                                                                              \
  class Suite : public testing::TestWithParam<Case> {};                                                                \
  TEST_P(Suite, Test) {                                                                                                \
    static ToyTable Table(std::begin(Rows), std::end(Rows));                                                           \
    EXPECT_EQ(Table.Ask(GetParam()), GetParam().Expected);                                                             \
  }                                                                                                                    \
  INSTANTIATE_TEST_SUITE_P(Cases, Suite, testing::ValuesIn(Rows), [](const auto &Info) { return Info.param.Name; })

/// Short form of a value: borrows by the name of their buffer.
std::string shortForm(const FunctionAnalysis &F, ValueId V);

} // namespace torchtidy::flow::test
