/// What an operator of the dispatcher does, read from its schema.
#pragma once

#include "api/Attributes.h"
#include "api/CallMap.h"

namespace torchtidy::api {

/// What a row of OpRemarks.def says of an operator.
enum class Remark : uint8_t { HiddenEffect, Synchronises, GivesBool, DtypeIfSilent, DtypeOfValue, AnyDtype, MakesIntegers, SameDtype, Promotes };

class OpEffects {
public:
  OpEffects(const clang::ASTContext &Context, const Attributes &Values) : Context(Context), Values(Values) {}

  /// The effect of a call that stands for Op.
  flow::Effect effectOf(const OpCall &Op, const flow::CallSite &Call, const flow::OperandReader &Operands) const;

  /// What a writing operator of that name ("zero_", "normal_", "zeros" with an out argument) does to the old contents.
  static flow::WriteKind writeKind(llvm::StringRef Name);
  /// Changes only shape, strides or flags of the handle, though its schema says `(a!)`.
  static bool isMetadataOnly(llvm::StringRef Name);
  /// Whether the annotation `(a) -> (a)` of the operator means "view or copy".
  static bool mayCopy(llvm::StringRef Name);
  /// Returns its input, or a view of it, without saying so in its schema.
  static bool isSilentAlias(llvm::StringRef Name);
  /// A view that covers all elements of its input.
  static bool isWholeView(llvm::StringRef Name);
  /// Takes numbers from a generator.
  static bool isRandom(const Schema &Op);
  /// The dtype that a factory makes when it is given none: Unset where that is the default one.
  flow::AttrSet omittedDtype(const OpCall &Op, const flow::CallSite &Call) const;

  /// Whether a row of OpRemarks.def says so of the operator.
  static bool remarked(llvm::StringRef Name, Remark Wanted);

private:
  void writes(flow::Effect &E, const OpCall &Op, const flow::CallSite &Call,
              const flow::OperandReader &Operands) const;
  void result(flow::Effect &E, const OpCall &Op, const flow::CallSite &Call,
              const flow::OperandReader &Operands) const;
  void conversion(flow::Effect &E, const OpCall &Op, const flow::CallSite &Call,
                  const flow::OperandReader &Operands) const;
  void attributes(flow::Effect &E, const OpCall &Op, const flow::CallSite &Call,
                  const flow::OperandReader &Operands) const;
  flow::AttrSet argument(const OpCall &Op, const flow::CallSite &Call, const flow::OperandReader &Operands,
                         std::string_view Name, flow::Attr Which) const;
  bool isZero(const OpCall &Op, const flow::CallSite &Call, std::string_view Argument) const;

  const clang::ASTContext &Context;
  const Attributes &Values;
};

} // namespace torchtidy::api
