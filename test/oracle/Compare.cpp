// Compares our schema parser with libtorch's own on every line of a file. Linked with libtorch; prints
//   schemas N differences M
// and exits with 1 unless M is 0 and N is not.
#include "api/SchemaParser.h"
#include <ATen/core/function_schema.h>
#include <fstream>
#include <iostream>
#include <set>
#include <torch/csrc/jit/frontend/function_schema_parser.h>

using torchtidy::api::parseSchema;
using torchtidy::api::SchemaArgument;

static std::string letters(const std::string &Set) {
  std::set<char> Sorted(Set.begin(), Set.end());
  return std::string(Sorted.begin(), Sorted.end());
}

static std::string alias(const SchemaArgument &A) {
  const auto &Info = A.Type.Alias;
  if (!Info)
    return "none";
  std::string After = Info->WildcardAfter ? "*" : letters(Info->After.empty() ? Info->Before : Info->After);
  return letters(Info->Before) + (Info->Write ? "!" : "") + " -> " + After;
}

static std::string alias(const c10::AliasInfo *Info) {
  if (!Info)
    return "none";
  bool Write = Info->isWrite();
  // libtorch keeps the set of Tensor(a)[] at the type of the elements.
  while (Info->beforeSets().empty() && Info->afterSets().empty() && !Info->containedTypes().empty())
    Info = &Info->containedTypes()[0];
  Write |= Info->isWrite();
  std::set<std::string> Before, After;
  for (const auto &S : Info->beforeSets())
    Before.insert(S.toUnqualString());
  for (const auto &S : Info->afterSets())
    After.insert(S.toUnqualString());
  std::string Text;
  for (const auto &S : Before)
    Text += S;
  Text += Write ? "! -> " : " -> ";
  for (const auto &S : After)
    Text += S;
  return Text;
}

/// Whether lists and optionals nest the same way.
static bool sameShape(const SchemaArgument &Ours, const c10::Argument &Theirs) {
  c10::TypePtr T = Theirs.real_type();
  const std::string &Suffix = Ours.Type.Suffix;
  for (std::size_t End = Suffix.size(); End > 0;) {
    if (Suffix[End - 1] == '?') {
      if (T->kind() != c10::TypeKind::OptionalType)
        return false;
      --End;
    } else {
      if (T->kind() != c10::TypeKind::ListType)
        return false;
      End = Suffix.rfind('[', End - 1);
    }
    T = T->containedType(0);
  }
  return Ours.Type.isTensor() == (T->kind() == c10::TypeKind::TensorType) && T->kind() != c10::TypeKind::ListType &&
         T->kind() != c10::TypeKind::OptionalType;
}

static std::string compare(const std::string &Text) {
  torchtidy::api::SchemaError Error;
  auto Ours = parseSchema(Text, &Error);
  if (!Ours)
    return std::string("we do not parse it: expected ") + Error.Message;
  auto Theirs = torch::jit::parseSchema("aten::" + Text);
  if (Theirs.name() != "aten::" + std::string(Ours->Name) || Theirs.overload_name() != Ours->Overload)
    return "name";
  if (Theirs.arguments().size() != Ours->Arguments.size() || Theirs.returns().size() != Ours->Returns.size())
    return "number of arguments or returns";
  for (std::size_t I = 0; I < Ours->Arguments.size(); ++I) {
    const SchemaArgument &A = Ours->Arguments[I];
    const c10::Argument &B = Theirs.arguments()[I];
    if (A.Name != B.name() || A.KeywordOnly != B.kwarg_only() || A.Default.has_value() != B.default_value().has_value())
      return "argument " + std::string(A.Name);
    if (alias(A) != alias(B.alias_info()))
      return "alias of " + std::string(A.Name) + ": " + alias(A) + " against " + alias(B.alias_info());
    if (!sameShape(A, B))
      return "type of " + std::string(A.Name) + " against " + B.real_type()->str();
  }
  for (std::size_t I = 0; I < Ours->Returns.size(); ++I) {
    const SchemaArgument &A = Ours->Returns[I];
    const c10::Argument &B = Theirs.returns()[I];
    if (A.Name != B.name() || alias(A) != alias(B.alias_info()) || !sameShape(A, B))
      return "return value " + std::to_string(I);
  }
  return "";
}

int main(int Count, char **Arguments) {
  std::ifstream In(Count > 1 ? Arguments[1] : "");
  std::string Line;
  unsigned Schemas = 0, Differences = 0;
  while (std::getline(In, Line)) {
    ++Schemas;
    std::string Why;
    try {
      Why = compare(Line);
    } catch (const std::exception &E) { // libtorch does not parse what its own header says
      Why = std::string("libtorch: ") + E.what();
    }
    if (Why.empty())
      continue;
    ++Differences;
    std::cout << "DIFFERENCE " << Why << "\n  " << Line << "\n";
  }
  std::cout << "schemas " << Schemas << " differences " << Differences << "\n";
  return Schemas == 0 || Differences != 0;
}
