/// libtorch in the terms of the flow analysis.
#pragma once

#include "api/Attributes.h"
#include "api/CallMap.h"
#include "api/ElementTypes.h"
#include "api/HandEffects.h"
#include "api/OpEffects.h"
#include "api/SchemaReader.h"
#include "api/UserCode.h"
#include "flow/ApiModel.h"

namespace torchtidy::api {

/// A call that makes a tensor from sizes.
struct FactoryCall {
  llvm::StringRef Name;  ///< "zeros"
  const Operator *Op = nullptr;
  int Sizes = -1;        ///< operand of the sizes; -1 for factories without (arange, from another tensor)
  int Dtype = -1;        ///< operand that gives the dtype, TensorOptions or separate; -1 when it is left out
  int Device = -1;       ///< the same for the device
  bool TakesOptions = false; ///< the overload has TensorOptions
  bool Random = false;
};

enum class MemorySpace : uint8_t { Unknown, Host, Device, Either };

class TorchModel : public flow::ApiModel {
public:
  explicit TorchModel(clang::ASTContext &Context);

  bool isHandle(clang::QualType T) const override;
  bool carriesAttrs(clang::QualType T) const override;
  flow::Effect effectOf(const flow::CallSite &Call, const flow::OperandReader &Operands) const override;
  std::optional<flow::Attrs> constantOf(const clang::Expr &E) const override;
  bool isUserCode(clang::SourceLocation Loc) const override;

  /// The operator that a call of libtorch's API stands for; null where it is none.
  const OpCall *operatorOf(const clang::FunctionDecl &Callee) const;
  /// Whether a call makes a new tensor and takes neither dtype nor device from another one.
  std::optional<FactoryCall> factory(const flow::CallSite &Call) const;
  /// Where the memory lies that an allocating call of CUDA's or libtorch's makes; Unknown for other functions.
  MemorySpace allocates(const clang::FunctionDecl &Callee) const;
  const ElementTypes &elementTypes() const { return Types; }
  /// Whether code under analysis sets the default dtype: after that, "no dtype" may mean anything.
  bool defaultDtypeChanges() const { return DefaultDtypeChanges; }
  const UserCode &userCode() const { return User; }

private:
  bool isApi(const clang::FunctionDecl &F) const;

  // The parts memoise what they have read; asking changes nothing that can be seen.
  mutable SchemaReader Schemas;
  mutable CallMap Calls;
  mutable bool DefaultDtypeChanges = false;
  ElementTypes Types;
  Attributes Values;
  OpEffects Ops;
  HandEffects Hand;
  UserCode User;
};

} // namespace torchtidy::api
