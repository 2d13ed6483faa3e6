/// Reads the schemas that libtorch's headers carry: `at::_ops::<op>::schema_str`.
///
/// The model is so always that of the libtorch that the analysed file includes. Records are looked up by name when they
/// are asked for, because a header cache would otherwise have to load all of its three thousand.
#pragma once

#include "api/SchemaParser.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace torchtidy::api {

/// One operator of the dispatcher: its record in at::_ops and its schema, whose text the AST owns.
struct Operator {
  const clang::CXXRecordDecl *Record = nullptr;
  Schema Signature;
};

class SchemaReader {
public:
  explicit SchemaReader(clang::ASTContext &Context) : Context(Context) {}

  /// The operator of a record in at::_ops ("add__Tensor"). Null when there is no such record, it has no initialiser
  /// that can be read (Windows with NVCC), or the text is no schema.
  const Operator *find(llvm::StringRef Record);
  /// The same for a record at hand; null when it is none of at::_ops'.
  const Operator *of(const clang::CXXRecordDecl &Record);
  /// Whether the record stands directly in at::_ops.
  static bool isOperatorRecord(const clang::CXXRecordDecl &Record);
  /// Text of `schema_str`; empty when it cannot be read.
  static llvm::StringRef textOf(const clang::CXXRecordDecl &Record, const clang::ASTContext &Context);

private:
  clang::ASTContext &Context;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::unique_ptr<Operator>> Operators; // null: looked at, unreadable
};

/// A namespace that is named by its path from the global one ("at", "_ops"); null when the file has none such.
const clang::NamespaceDecl *findNamespace(const clang::ASTContext &Context, llvm::ArrayRef<llvm::StringRef> Path);

} // namespace torchtidy::api
