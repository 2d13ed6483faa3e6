/// Parser of libtorch's operator schemas: `add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)`.
///
/// The grammar is that of torchgen's FunctionSchema, written out in SchemaParser.cpp. test/oracle compares this parser
/// with torch::jit::parseSchema on every operator of a libtorch. Depends on the standard library only, so that the
/// oracle, which is built with RTTI and exceptions, can link it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace torchtidy::api {

/// What an annotation such as `(a!)`, `(a)`, `(a -> *)` says about the storage of an argument or a return value.
struct AliasInfo {
  std::string Before;         ///< letters of the sets it belongs to when called: "a", "ab"; "*" for any
  std::string After;          ///< letters after the call; empty: as before
  bool Write = false;         ///< `!`: the elements (or the handle's metadata) are written
  bool WildcardAfter = false; ///< `-> *`: from now on it may alias anything (it goes into a list)
};

/// Type of an argument or of a return value, without the meaning of its base.
struct SchemaType {
  std::string_view Base;          ///< "Tensor", "SymInt", "ScalarType", "__torch__.torch.classes.X"
  std::optional<AliasInfo> Alias; ///< annotation, where there is one
  std::string Suffix;             ///< "", "?", "[]", "[2]", "?[]", "[]?", left to right

  bool isTensor() const { return Base == "Tensor"; }
  bool isList() const { return Suffix.find('[') != std::string::npos; }
  bool isWritten() const { return Alias && Alias->Write; }
};

/// One argument, or one return value (whose name may be empty and which has no default).
struct SchemaArgument {
  SchemaType Type;
  std::string_view Name;
  std::optional<std::string_view> Default; ///< spelled as in the schema: "None", "[0,1]", "'mean'"
  bool KeywordOnly = false;                ///< stands after the lone `*`

  /// An out argument: keyword-only and written. (The overload's name does not tell: `topk.values`.)
  bool isOut() const { return KeywordOnly && Type.isWritten(); }
};

/// A parsed schema. All views point into the text that was parsed.
struct Schema {
  std::string_view Name;     ///< "add_"
  std::string_view Overload; ///< "Tensor", or empty
  std::vector<SchemaArgument> Arguments;
  std::vector<SchemaArgument> Returns;

  /// Index of the argument of that name, -1 when there is none.
  int argument(std::string_view Name) const;
};

struct SchemaError {
  const char *Message = nullptr; ///< what was expected
  std::size_t Offset = 0;        ///< where in the text
};

/// Parses the whole of Text, which must outlive the result.
/// \returns nothing when Text is no schema; then Error, if given, says what was expected and where.
std::optional<Schema> parseSchema(std::string_view Text, SchemaError *Error = nullptr);

} // namespace torchtidy::api
