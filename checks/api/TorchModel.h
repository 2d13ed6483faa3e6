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
  const Operator *Op = nullptr; ///< null for torch::tensor
  int Sizes = -1;        ///< operand of the sizes; -1 for factories without (arange, from another tensor)
  int Dtype = -1;        ///< operand that gives the dtype, TensorOptions or separate; -1 when it is left out
  int Device = -1;       ///< the same for the device
  int Options = -1;      ///< operand of the TensorOptions, given or not; -1: the overload has none
  flow::AttrSet Omitted; ///< the dtype that it makes when it is given none; Unset: the default one
  bool Random = false;
};

enum class MemorySpace : uint8_t { Unknown, Host, Device, Either };

/// A call that does nothing but compute its result.
struct PureCall {
  /// What the tensor keeps when nobody takes the result.
  enum class Kept : uint8_t { Unsaid, Device, Dtype, Shape, Values };
  std::string Name;           ///< as the user wrote it: "to", "+"
  int Self = -1;              ///< operand that the call is about; -1: none
  bool GivesTensor = false;   ///< the result is or holds tensors
  bool GivesOneTensor = false;
  bool Synchronises = false;  ///< may be called for waiting
  Kept Keeps = Kept::Unsaid;
};

/// A call that copies the elements which an index selects, and the methods that write there.
struct IndexedCopy {
  llvm::StringRef Name;         ///< "index", "masked_select"
  int Self = 0;                 ///< operand that is indexed
  bool ByBool = false;          ///< `index({true})`
  llvm::StringRef WritesTensor; ///< method that takes the same arguments and a tensor; empty: none
  llvm::StringRef WritesNumber; ///< the same for a number
};

class TorchModel : public flow::ApiModel {
public:
  explicit TorchModel(clang::ASTContext &Context);

  bool isHandle(clang::QualType T) const override;
  bool carriesAttrs(clang::QualType T) const override;
  bool isSharedOwner(clang::QualType T) const override;
  flow::Effect effectOf(const flow::CallSite &Call, const flow::OperandReader &Operands) const override;
  /// The same where no flow says what the operands hold: the constants in them are all that is known.
  flow::Effect effectOf(const flow::CallSite &Call) const;
  std::optional<flow::Attrs> constantOf(const clang::Expr &E) const override;
  bool isUserCode(clang::SourceLocation Loc) const override;

  /// The operator that a call of libtorch's API stands for; null where it is none.
  const OpCall *operatorOf(const clang::FunctionDecl &Callee) const;
  /// Whether a call makes a new tensor and takes neither dtype nor device from another one.
  std::optional<FactoryCall> factory(const flow::CallSite &Call) const;
  /// The constant, without its namespace, of FactoryCall::Omitted; empty where that is not
  /// known, also where code under analysis changes the default.
  std::string omittedDtype(const flow::AttrSet &Omitted) const;
  /// The same for torch::tensor, whose numbers say the sizes.
  std::optional<FactoryCall> factoryOfNumbers(const flow::CallSite &Call) const;
  /// Where the memory lies that an allocating call of CUDA's or libtorch's makes; Unknown for other functions.
  MemorySpace allocates(const clang::FunctionDecl &Callee) const;
  /// Whether a call writes nothing, by its schema, and has no other effect.
  std::optional<PureCall> pureCall(const flow::CallSite &Call) const;
  /// Whether a call copies with `non_blocking=true`.
  bool copiesInBackground(const flow::CallSite &Call) const;
  /// What happens where tensors of different dtypes meet in a call.
  enum class Mixing : uint8_t { Unsaid, Throws, Promotes };
  Mixing mixes(const clang::FunctionDecl &Callee) const;
  /// The method that does to the object what this method, or operator, computes from it: `add_` for `add`, `+=` for `+`.
  /// Null where there is none.
  const clang::CXXMethodDecl *inPlaceTwin(const flow::CallSite &Call) const;
  /// Whether a call copies what an index selects: `t.index({mask})`, `t.index_select(0, i)`.
  std::optional<IndexedCopy> indexedCopy(const flow::CallSite &Call) const;
  const ElementTypes &elementTypes() const { return Types; }
  /// Whether code under analysis sets the default dtype: after that, "no dtype" may mean anything.
  bool defaultDtypeChanges() const { return DefaultDtypeChanges; }
  const UserCode &userCode() const { return User; }

  /// Whether a function is libtorch's own.
  bool isApi(const clang::FunctionDecl &F) const;
  /// Whether a method gives a pointer to the elements of its tensor: `data_ptr`.
  bool pointsToElements(const clang::CXXMethodDecl &F) const {
    return Hand.ruleOf(F) == Rule::Pointer && F.getReturnType()->isPointerType();
  }
  /// Whether a function does nothing but wait for a device: `torch::cuda::synchronize`.
  bool waits(const clang::FunctionDecl &F) const { return Hand.ruleOf(F) == Rule::Waits; }

private:
  const clang::ASTContext &Context;
  // The parts memoise what they have read; asking changes nothing that can be seen.
  mutable SchemaReader Schemas;
  mutable CallMap Calls;
  mutable bool DefaultDtypeChanges = false;
  ElementTypes Types;
  Attributes Values;
  Indexing Indices;
  OpEffects Ops;
  HandEffects Hand;
  UserCode User;
};

} // namespace torchtidy::api
