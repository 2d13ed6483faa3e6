// The parser of schemas: every corner of the grammar, and that nothing else passes.
#include "api/SchemaParser.h"
#include "gtest/gtest.h"

using namespace torchtidy::api;

namespace {

Schema parsed(std::string_view Text) {
  SchemaError Error;
  std::optional<Schema> S = parseSchema(Text, &Error);
  EXPECT_TRUE(S) << Text << ": expected " << (Error.Message ? Error.Message : "") << " at " << Error.Offset;
  return S ? *S : Schema();
}

TEST(SchemaParser, InPlace) {
  Schema S = parsed("zero_(Tensor(a!) self) -> Tensor(a!)");
  EXPECT_EQ(S.Name, "zero_");
  EXPECT_EQ(S.Overload, "");
  ASSERT_EQ(S.Arguments.size(), 1u);
  EXPECT_TRUE(S.Arguments[0].Type.isWritten());
  EXPECT_FALSE(S.Arguments[0].isOut());
  EXPECT_TRUE(S.Returns[0].Type.Alias->Write);
}

TEST(SchemaParser, OutIsKeywordOnlyAndWritten) {
  Schema S = parsed("topk.values(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True, *, "
                    "Tensor(a!) values, Tensor(b!) indices) -> (Tensor(a!) values, Tensor(b!) indices)");
  EXPECT_EQ(S.Overload, "values");
  EXPECT_TRUE(S.Arguments[5].isOut());
  EXPECT_EQ(S.Arguments[6].Type.Alias->Before, "b");
  EXPECT_EQ(S.Returns[1].Name, "indices");
  EXPECT_EQ(*S.Arguments[2].Default, "-1");
}

TEST(SchemaParser, ViewIntoAList) {
  Schema S = parsed("split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]");
  EXPECT_TRUE(S.Arguments[0].Type.Alias->WildcardAfter);
  EXPECT_EQ(S.Returns[0].Type.Suffix, "[]");
  EXPECT_TRUE(S.Returns[0].Type.isList());
}

TEST(SchemaParser, Suffixes) {
  Schema S = parsed("f(Tensor?[] a, Tensor[]? b, int[2]? c, SymInt[1] d=[0,1], Tensor(a!)[] e) -> ()");
  EXPECT_EQ(S.Arguments[0].Type.Suffix, "?[]");
  EXPECT_EQ(S.Arguments[1].Type.Suffix, "[]?");
  EXPECT_EQ(S.Arguments[2].Type.Suffix, "[2]?");
  EXPECT_EQ(*S.Arguments[3].Default, "[0,1]");
  EXPECT_TRUE(S.Arguments[4].Type.isWritten());
  EXPECT_TRUE(S.Returns.empty());
}

TEST(SchemaParser, Defaults) {
  Schema S = parsed("f(str a='mean, (x)', str b=\"]\", float c=1e-05, Scalar d=-1, MemoryFormat? e=contiguous_format) -> Tensor");
  EXPECT_EQ(*S.Arguments[0].Default, "'mean, (x)'");
  EXPECT_EQ(*S.Arguments[1].Default, "\"]\"");
  EXPECT_EQ(*S.Arguments[2].Default, "1e-05");
  EXPECT_EQ(*S.Arguments[4].Default, "contiguous_format");
}

TEST(SchemaParser, UnionOfSetsAndClasses) {
  Schema S = parsed("f(Tensor(a|b!) x, __torch__.torch.classes.c10.P p, Generator? g=None) -> Tensor(a|b)");
  EXPECT_EQ(S.Arguments[0].Type.Alias->Before, "ab");
  EXPECT_EQ(S.Arguments[1].Type.Base, "__torch__.torch.classes.c10.P");
  EXPECT_EQ(S.argument("g"), 2);
  EXPECT_EQ(S.argument("h"), -1);
}

TEST(SchemaParser, Rejects) {
  for (std::string_view Text :
       {"", "f", "f(", "f()", "f() ->", "f() -> Tensor x y", "f(Tensor) -> Tensor", "f(Tensor a,) -> ()",
        "f(Tensor(A!) a) -> ()", "f(Tensor(a! a) -> ()", "f(int[ a) -> ()", "f(Tensor a=) -> ()", "f.(Tensor a) -> ()",
        "f() -> (Tensor, ) ", "f() -> Tensor trailing)"}) {
    SchemaError Error;
    EXPECT_FALSE(parseSchema(Text, &Error)) << Text;
    EXPECT_NE(Error.Message, nullptr) << Text;
    EXPECT_LE(Error.Offset, Text.size()) << Text;
  }
}

} // namespace
