/// What one call does, in the terms of the flow analysis. The API model and the model of the standard library answer with it.
#pragma once

#include "flow/Value.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace torchtidy::flow {

/// What is written into elements, as far as policy asks.
enum class WriteKind : uint8_t {
  None,
  Constant, ///< zero_, fill_, init::zeros_, mul_(0): the old contents are gone and the new ones are a constant
  Random,   ///< normal_, uniform_, init::*: the old contents are gone
  Data,     ///< everything else: copy_, add_, out=
};

/// What the call does with one operand. Operand 0 is the object of a method; then come the arguments. A free function
/// (and a constructor) has its first argument as operand 0.
struct OperandEffect {
  bool Reads = true;            ///< elements of the storage or memory are read
  WriteKind Writes = WriteKind::None;
  bool MayWriteOnly = false;    ///< the write happens only sometimes
  bool Metadata = false;        ///< only shape, strides, flags of the handle change
  bool Escapes = false;         ///< the address or handle is kept where the analysis does not follow
  bool Callable = false;        ///< the operand is called with other operands' contents (or with nothing)
};

/// Where the result comes from.
enum class ResultKind : uint8_t {
  Unknown,  ///< nothing is known
  None,     ///< no result that matters (void, int, size)
  Fresh,    ///< new storage
  View,     ///< shares the storage of `From`
  Borrow,   ///< a tensor over the memory that `From[0]` points to
  Same,     ///< the operand `From[0]` itself, as an lvalue or handle: std::move, in-place methods, operator=
  Element,  ///< an element (or all contents) inside container operand `From[0]`, as an lvalue: v[i], *it, get<0>(t), begin()
  Copy,     ///< a value made of the operands `From`: copies of handles, constructors of holders
  Slots,    ///< a tuple whose slot i is the i-th of `From`: make_tuple, tie, constructors of tuples and pairs
  Slot,     ///< number `Slot` of the tuple in operand `From[0]`, as an lvalue: get<1>(t)
  Address,  ///< pointers to the operands `From` themselves: addressof, ref
  Pointer,  ///< a pointer to the elements of the *tensor* `From[0]`: data_ptr, accessor
  Memory,   ///< a pointer (or iterator, view object) into memory that the *object* `From[0]` owns: v.data(), s.c_str()
  Allocation, ///< fresh raw memory: malloc, new[], cudaMalloc; no handle shares it
};

struct ViewOf {
  unsigned Operand = 0;
  bool May = false;      ///< may be a copy instead; in a Copy: only on some paths
  bool Whole = false;    ///< covers every element of the operand (view, reshape, t), not a part (select, slice)
  bool Converts = false; ///< with May: a copy only where dtype or device change
};

struct Effect {
  bool Known = false;          ///< false: the callee is foreign, see FlowOptions for what is assumed then
  std::string Name;            ///< as the user knows it: "zero_", "from_blob", "operator=", "init::zeros_"
  llvm::SmallVector<OperandEffect, 4> Operands; ///< missing entries mean OperandEffect()

  ResultKind Result = ResultKind::Unknown;
  llvm::SmallVector<ViewOf, 2> From;
  unsigned Slot = 0;           ///< for ResultKind::Slot
  Attrs ResultAttrs;           ///< dtype, device, ... of the result, where the call says so

  /// `operator=` on an lvalue handle, `set_data`, `swap`: operand 0 now holds what operand `RebindFrom` holds.
  int Rebinds = -1;            ///< operand that is rebound
  int RebindFrom = -1;         ///< where its new value comes from; -1: a fresh or unknown value as `RebindFresh` says
  bool RebindFresh = false;
  bool RebindsTensor = false;  ///< `set_data`: the tensor itself has other memory then, so every handle of it is rebound
  /// `cudaMalloc(&p, n)`: what operand `AllocatesInto` points to now points to fresh raw memory.
  int AllocatesInto = -1;
  bool AllocatesIfEmpty = false; ///< only where it points to nothing yet: else the same memory, or its successor
  bool Initialised = false;      ///< what it allocates has contents
  /// `free(p)`, `cudaFree(p)`: the memory that operand `Frees` points to ends here.
  int Frees = -1;
  /// `v.push_back(x)`, `v.clear()`: the object in operand 0 may give up the memory of its elements.
  bool Reallocates = false;
  bool Grows = false;          ///< with Reallocates: one element more, or some
  bool Moves = false;          ///< std::move of operand 0
  /// `swap(a, b)`: operand 0 and this one hold what the other held.
  int Swaps = -1;
  /// push_back, insert: operand `Absorbs` additionally holds what the operands in `AbsorbsFrom` hold.
  int Absorbs = -1;
  llvm::SmallVector<unsigned, 2> AbsorbsFrom;
  /// An algorithm writes through the iterator in operand `StoresInto`: what its callable returns, else what the operands
  /// in `AbsorbsFrom` hold or point to.
  int StoresInto = -1;
  /// The result is what the callable returns (invoke, async, apply), not only what the operands hold.
  bool CallableInResult = false;
  /// The callable gets the operands after it one by one (invoke), or the slots of the next one (apply): not any of them.
  enum class Passing : uint8_t { Any, OneByOne, Slots } Arguments = Passing::Any;
  /// `options.dtype<T>()` changes its object: new attributes of operand 0 (join-free, strong).
  bool SetsObjectAttrs = false;
  Attrs ObjectAttrs;

  /// For Borrow: who keeps the memory alive and how the tensor lies over it.
  struct BorrowTraits {
    bool Owns = false;      ///< a deleter or context frees the memory
    bool Keeps = false;     ///< a deleter holds a handle that keeps it alive, and does nothing: others may hold one too
    /// The deleter holds a copy of this container, whose elements lie elsewhere.
    const clang::ValueDecl *CopyOf = nullptr;
    bool CopyIsMoved = false; ///< and the container is moved into it
    bool Strides = false;   ///< explicit strides or a storage offset
    int Sizes = -1;         ///< operand index of the sizes
    int Options = -1;       ///< operand index of the options, -1 when not given
    /// The call that began a builder, and what was given to it and its steps; null where an operand says it.
    const clang::CallExpr *Builder = nullptr;
    const clang::Expr *BuilderOptions = nullptr;
    bool BuilderDevice = false; ///< a step gives the device, whatever the options say
    bool ObjectMemory = false; ///< `From[0]` is an object (ndarray, capsule) that the tensor keeps alive, not a pointer
  } Borrow;

  bool Noted = false;          ///< a check may ask what the operands were: recorded as a CallFact
  bool Pure = false;           ///< writes nothing and has no side effect besides its result (schema says so)
  bool Synchronises = false;   ///< item(), cpu(): called for waiting
  bool NoReturn = false;

  const OperandEffect &operand(unsigned I) const {
    static const OperandEffect Default;
    return I < Operands.size() ? Operands[I] : Default;
  }
  OperandEffect &operandRef(unsigned I) {
    if (Operands.size() <= I)
      Operands.resize(I + 1);
    return Operands[I];
  }
};

} // namespace torchtidy::flow
