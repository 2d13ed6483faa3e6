// The tree: places in bytes, lines and columns, as CPython's `ast` has them, also where parts of the file are passed over.
#include "python/Ast.h"
#include "gtest/gtest.h"

using namespace torchtidy::python;

namespace {

/// "line:column text" of all nodes of a kind.
std::vector<std::string> all(const Ast &A, Kind K) {
  std::vector<std::string> Out;
  for (NodeId N = 1; N < A.size(); ++N)
    if (A.is(N, K))
      Out.push_back(std::to_string(A.line(A[N].Begin)) + ":" + std::to_string(A.column(A[N].Begin)) + " " + A.text(N).str());
  return Out;
}

using Texts = std::vector<std::string>;

TEST(Ast, PlacesAreInBytes) {
  // Columns count bytes of UTF-8: two for e acute, three for the euro, four for a face.
  EXPECT_EQ(all(Ast("a = 'é'; f(1)\nb = '€'; g(2)\nc = '😀'; h(3)\n"), Kind::Call), (Texts{"1:11 f(1)", "2:12 g(2)", "3:13 h(3)"}));
  EXPECT_EQ(all(Ast("a = 1\r\nf(1)\r\n\r\n\tg(\r\n  h(2))\r\n"), Kind::Call), (Texts{"2:1 f(1)", "4:2 g(\r\n  h(2))", "5:3 h(2)"}));
}

TEST(Ast, PlacesStayWhereTextIsPassedOver) {
  llvm::StringRef Text = "def f():\n    '''é é'''\n    return g(1)  # why\n\n\ndef h():\n    return k(2)\n\n\nm(3)\n";
  auto Part = [&](llvm::StringRef What, bool Gap) {
    auto At = static_cast<uint32_t>(Text.find(What));
    return Body{At, static_cast<uint32_t>(At + What.size()), Gap};
  };
  Ast A(Text, {Part("é é", true), Part("# why", true), Part("return k(2)", false)});
  EXPECT_EQ(all(A, Kind::Call), (Texts{"3:12 g(1)", "10:1 m(3)"}));
  EXPECT_EQ(all(A, Kind::String), (Texts{"2:5 '''é é'''"}));
  Ast Nothing("# all of it", {Body{0, 11, true}});
  EXPECT_EQ(Nothing.size(), 1u);
}

TEST(Ast, TypeIsAFunctionWhereItIsCalled) {
  Ast A("type(x).a = f(1)\nif y: type (x)[0] = 2\ntype X = int\nm(type(z))\n");
  EXPECT_EQ(all(A, Kind::Call), (Texts{"1:1 type(x)", "1:13 f(1)", "2:7 type (x)", "4:1 m(type(z))", "4:3 type(z)"}));
  EXPECT_EQ(all(A, Kind::Assignment), (Texts{"1:1 type(x).a = f(1)", "2:7 type (x)[0] = 2"}));
}

TEST(Ast, AStarBindsLessThanWhatFollows) {
  Ast A("x = [*a.b(c)[0].d(e), *f, g]\ny = *h(1), 2\nk(*m.n(3))\n");
  EXPECT_EQ(all(A, Kind::ListSplat), (Texts{"1:6 *a.b(c)[0].d(e)", "1:23 *f", "2:5 *h(1)", "3:3 *m.n(3)"}));
  EXPECT_EQ(all(A, Kind::Call), (Texts{"1:7 a.b(c)[0].d(e)", "1:7 a.b(c)", "2:6 h(1)", "3:1 k(*m.n(3))", "3:4 m.n(3)"}));
  for (NodeId N = 1; N < A.size(); ++N) {
    EXPECT_LT(A[N].Parent, N);
    EXPECT_LE(A[A[N].Parent].Begin, A[N].Begin);
    EXPECT_GE(A[A[N].Parent].End, A[N].End);
    if (A.is(N, Kind::Call)) {
      EXPECT_NE(A.child(N, Role::Function), 0u);
      EXPECT_NE(A.child(N, Role::Arguments), 0u);
    }
    for (NodeId C : A.children(N))
      EXPECT_EQ(A[C].Parent, N);
  }
}

} // namespace
