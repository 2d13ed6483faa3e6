/// Edits of the options of a borrow or factory, in whatever form the user gave them.
#pragma once

#include "clang/AST/Expr.h"
#include "fix/Editing.h"

namespace torchtidy::fix {

/// The call whose options an edit may change, the one that begins a builder; null for a borrow in a callee.
const clang::CallExpr *editableBorrow(const flow::BorrowSite &Site);

/// Whether options are built with one of these steps (`.pinned_memory(true)`), here or in the local variable that they are.
bool hasStep(const clang::Expr &Options, llvm::ArrayRef<llvm::StringRef> Names, unsigned Depth = 0);

enum class Property { Dtype, Device };

/// Constants, without their namespace, that are spelled out with a property where there were no options before: level
/// strict asks for dtype and device both. Empty: none.
struct Along {
  std::string Dtype, Device;
};

class OptionsEdits {
public:
  explicit OptionsEdits(const flow::FunctionAnalysis &F, Along With = {}) : F(F), With(std::move(With)) {}

  /// Gives the call the dtype or device `Value`, a constant without its namespace ("kFloat64"). `Options` is the argument
  /// in force, null where there is none: it is edited in place, never doubled. Empty where the text cannot be edited.
  std::vector<clang::FixItHint> set(const clang::CallExpr &Call, const clang::Expr *Options, Property Which,
                                    llvm::StringRef Value) const;
  /// The same with the text of any expression.
  std::vector<clang::FixItHint> setText(const clang::CallExpr &Call, const clang::Expr *Options, Property Which,
                                        llvm::StringRef Text) const;
  /// Both at once, in one options object.
  std::vector<clang::FixItHint> setBoth(const clang::CallExpr &Call, const clang::Expr *Options, llvm::StringRef Dtype,
                                        llvm::StringRef Device) const;
  /// Options that give both: "torch::dtype(torch::kFloat32).device(torch::kCPU)".
  std::string both(const clang::CallExpr &Call, llvm::StringRef DtypeText, llvm::StringRef DeviceText) const;
  /// Adds a last argument, the options. Empty where other arguments that are left out come before them.
  std::vector<clang::FixItHint> addArgument(const clang::CallExpr &Call, llvm::StringRef Text) const;
  /// Takes away `.to(..)` after the call `Inner`.
  std::vector<clang::FixItHint> dropOuterCall(const clang::CallExpr &Inner, const clang::CallExpr &Outer) const;
  /// Source text; empty where a macro writes it.
  std::string textOf(const clang::Expr &E) const;
  /// Gives both; `Dtype` may be empty, and is left as it is where options are given already.
  std::vector<clang::FixItHint> setDevice(const clang::CallExpr &Call, const clang::Expr *Options, llvm::StringRef Dtype,
                                          llvm::StringRef Device) const;
  /// The device as the options give it, as one argument: "torch::Device(torch::kCUDA, 1)"; empty where it is not written there.
  std::string deviceIn(const clang::CallExpr &Call, const clang::Expr *Options) const;
  /// Inserts text after the call: ".to(torch::kFloat32)".
  std::vector<clang::FixItHint> append(const clang::Expr &Call, llvm::StringRef Text) const;
  /// The constant with the namespace that the call is written in, in a spelling that it declares.
  std::string qualified(const clang::CallExpr &Call, llvm::StringRef Constant) const;

private:
  std::string text(const clang::Expr &E) const;
  clang::SourceLocation endOf(const clang::Expr &E) const;
  const flow::FunctionAnalysis &F;
  Along With;
};

} // namespace torchtidy::fix
