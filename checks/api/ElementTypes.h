/// C++ types of elements and libtorch's names for them, read from the headers.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/Type.h"
#include <optional>
#include <string>
#include <vector>

namespace torchtidy::api {

enum class DtypeClass : uint8_t { Floating, Signed, Unsigned, Bool, Complex, Other };

/// One ScalarType.
struct Dtype {
  uint32_t Key = 0;     ///< value of the enumerator: the value of flow::Attr::Dtype
  std::string Name;     ///< of the enumerator: "Float"
  clang::QualType Type; ///< C++ type of an element; null where libtorch has none
  uint64_t Size = 0;    ///< in bytes; 0 where unknown
  DtypeClass Class = DtypeClass::Other;

  /// The constant that people write: "kFloat32", "kInt64", "kBool".
  std::string constant() const;
  /// As a word of a sentence: "float", "int64", "uint8".
  std::string word() const;
};

/// What becomes of elements of one type that are read as another.
enum class Reading : uint8_t {
  Same,
  Reinterpretation, ///< what people do on purpose: another integer of the same width, bits of half floats, parts of complex numbers
  Bytes,            ///< wider elements read as single bytes: right where the sizes count bytes
  Contradiction,
};
Reading readingOf(const Dtype &Elements, const Dtype &As);

class ElementTypes {
public:
  explicit ElementTypes(const clang::ASTContext &Context) : Context(Context) {}

  /// The dtype whose elements have this C++ type. Integers without a row of their own (`long long`) are those of the same
  /// width and sign. Null for classes, `void` and pointers that libtorch does not know.
  const Dtype *of(clang::QualType Element) const;
  const Dtype *ofKey(uint32_t Key) const;
  const Dtype *ofName(llvm::StringRef Name) const;

private:
  const std::vector<Dtype> &table() const;
  void addTypes(std::vector<Dtype> &Table) const;

  const clang::ASTContext &Context;
  mutable std::optional<std::vector<Dtype>> Table;
};

} // namespace torchtidy::api
