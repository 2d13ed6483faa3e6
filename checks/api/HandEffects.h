/// Effects of what is no operator: the rows of HandTable.def.
#pragma once

#include "api/Attributes.h"
#include "api/Indexing.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace torchtidy::api {

/// What a row of HandTable.def says of a function.
enum class Rule : uint8_t {
  None,          ///< no row
  Borrow,        ///< from_blob: parameters tell sizes, strides, deleter, options
  Maker,         ///< for_blob: holds the pointer until make_tensor
  MakerPart,     ///< a step of the builder
  MakerDone,     ///< make_tensor
  BorrowObject,  ///< a tensor over an object that it keeps alive: NumPy, DLPack
  FromFile,      ///< an operator by schema, a mapped file if `shared`
  Alias,         ///< another handle of the same storage
  DataAlias,     ///< `data()` is one, `data<T>()` is a pointer
  MayAlias,      ///< the same storage or a copy
  Contents,      ///< holds what the operands hold
  Element,       ///< an element of a container
  Registers,     ///< (name, tensor): keeps the tensor and returns it
  Absorb,        ///< puts its arguments into its object
  ToCpu,         ///< conversions
  ToCuda,
  ToDtype,
  ToOther,
  Index,         ///< a view or a copy, as the list of indices says
  IndexPut,      ///< a write to some elements
  Pointer,       ///< a pointer to the elements of a tensor
  PointerSame,   ///< stays such a pointer
  ObjectMemory,  ///< a pointer to memory of the object
  Escape,        ///< the handle leaves the analysis
  Reset,         ///< the handle holds nothing afterwards
  Unknown,       ///< an unknown tensor; the operands are only read
  Nothing,       ///< no effect that matters
  Waits,         ///< waits for a device
  Metadata,      ///< a flag of the handle changes
  NewTensor,     ///< torch::tensor
  Fresh,         ///< a new tensor; the operands are only read
  PartAlias,     ///< another handle of a part of the storage
  FillFirst,     ///< writes a constant into its first argument, and returns it
  CopyFirst,     ///< writes something else there
  Stream,        ///< operator<<
  InitConstant,  ///< torch::nn::init
  InitRandom,
  Callable,      ///< calls a callable argument before it returns
  CallableLater, ///< keeps it and calls it some time
  Allocate,      ///< returns fresh raw memory
  AllocateInto,  ///< cudaMalloc(&p, n)
  AllocatePinnedInto,  ///< cudaMallocHost(&p, n): host memory that the device reads too
  AllocateManagedInto, ///< cudaMallocManaged(&p, n): on both sides
  Free,          ///< cudaFree(p)
  WriteFirst,    ///< writes to what its first argument points to
};

class HandEffects {
public:
  HandEffects(const clang::ASTContext &Context, const Attributes &Values, const Indexing &Indices);

  Rule ruleOf(const clang::FunctionDecl &Function) const;
  /// Known is false where there is no row.
  flow::Effect effectOf(const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  /// What needs no row, asked after the operators: assignments, constructors of libtorch's small classes, observers.
  flow::Effect generalEffect(const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  /// pybind11: `torch.attr("from_numpy")(a)`, `t.attr("zero_")()`.
  flow::Effect pythonEffect(const flow::CallSite &Call) const;

private:
  flow::Effect apply(Rule R, const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  bool applyBorrow(flow::Effect &E, Rule R, const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  bool applySharing(flow::Effect &E, Rule R, const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  bool applyWrite(flow::Effect &E, Rule R, const flow::CallSite &Call) const;
  bool applyMemory(flow::Effect &E, Rule R) const;
  void borrow(flow::Effect &E, const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  void makerDone(flow::Effect &E, const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  void convert(flow::Effect &E, Rule R, const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  void index(flow::Effect &E, const flow::CallSite &Call, const flow::OperandReader &Operands) const;
  flow::Effect assignment(const flow::CallSite &Call) const;

  const clang::ASTContext &Context;
  const Attributes &Values;
  const Indexing &Indices;
  llvm::StringMap<Rule> Rows;
  mutable llvm::DenseMap<const clang::FunctionDecl *, Rule> Known;
};

/// at::Tensor, at::TensorBase and what holds exactly one tensor.
bool isTensorType(clang::QualType T);
/// A handle of Python, which may be a tensor.
bool isPythonObject(clang::QualType T);
/// The outermost namespace of a declaration, "" for the global one.
llvm::StringRef rootNamespace(const clang::Decl &D);

} // namespace torchtidy::api
