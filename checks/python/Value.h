/// What is known of a Python value: its type, what memory it reaches, what it is as an index, where its sizes come from.
/// The ideas are those of flow/ for C++: origins with MUST and MAY, joined by union; unknown stays unknown.
#pragma once

#include "python/Ast.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <deque>
#include <string>
#include <vector>

namespace torchtidy::python {

enum class Type : uint8_t {
  Unknown, Tensor, Array, Module, Number, Bool, Text, None, List, Tuple, Dict, Size, Slice, Dtype, Device,
  Namespace, ///< something that an import names: a module, or a function or class in it
  Function,  ///< of this file
  Class,     ///< of this file
  Object,    ///< of a class of this file
  Other
};

enum class DType : uint8_t {
  Unknown, Bool, UInt8, Int8, Int16, Int32, Int64, Float16, BFloat16, Float32, Float64, Complex64, Complex128, Other
};

bool isFloating(DType D);
bool isIntegral(DType D);
/// "float32"; empty for Unknown and Other.
llvm::StringRef nameOf(DType D);
/// By the name that torch, NumPy or a string gives it: "float", "long", "float32", "int_".
DType dtypeOfTorch(llvm::StringRef Name);
DType dtypeOfNumpy(llvm::StringRef Name);

/// How an index selects: a view (numbers, slices) or a copy (lists, masks, tensors with dimensions).
enum class Indexing : uint8_t { Unknown, Basic, Advanced };

using ValueId = uint32_t;  ///< 0: nothing is known
using MemoryId = uint32_t; ///< 0: none
using BorrowId = uint32_t; ///< 0: the memory is reached without a borrow

/// Memory that one object owns.
struct Memory {
  enum class Kind : uint8_t {
    Fresh,  ///< made here, with contents
    Copy,   ///< made here as a copy of something, on purpose
    Blank,  ///< made here to be written: zeros, empty
    Param,  ///< came in as argument `Param`
    Attr,   ///< an attribute that this function did not set
    Call,   ///< what an unknown function returned
    Mapped, ///< a file
    Bytes,  ///< immutable bytes of Python
  } K = Kind::Fresh;
  NodeId Site = 0;
  NodeId Scope = 0;     ///< function that made it
  unsigned Param = 0;
  bool ReadOnly = false;
  bool Tensor = false;  ///< a tensor owns it
  bool Kept = false;    ///< its owner was stored in an attribute or a container that outlives the function
  llvm::StringRef Name; ///< as the user knows it, where it has a name
};

/// A place where a tensor is made over the memory of an array, or an array over that of a tensor.
struct Borrow {
  NodeId Site = 0;       ///< the call
  NodeId Source = 0;     ///< what is borrowed
  llvm::StringRef Maker; ///< "from_numpy"
  llvm::StringRef Name;  ///< text of the source, shortened
  bool ToArray = false;  ///< `.numpy()`: the memory is a tensor's
  DType D = DType::Unknown; ///< of the elements
};

struct Ref {
  MemoryId Memory = 0;
  BorrowId Borrow = 0;
  bool ViewMay = false; ///< an operation on the way may have copied
  bool PathMay = false; ///< on some paths only
  bool Part = false;    ///< not all elements
  bool NoRound = false; ///< only where a loop ran no round
  auto key() const { return std::pair(Memory, Borrow); }
  bool operator==(const Ref &O) const {
    return key() == O.key() && ViewMay == O.ViewMay && PathMay == O.PathMay && Part == O.Part &&
           NoRound == O.NoRound;
  }
};

struct Value {
  Type T = Type::Unknown;
  DType D = DType::Unknown; ///< of elements; of Type::Dtype: the dtype itself
  Indexing Index = Indexing::Unknown;
  bool OnCpu = false;       ///< known to be in main memory
  bool Contiguous = false;
  bool Negative = false;    ///< an array with a negative stride
  bool Placed = false;      ///< the tensor was given a dtype or device, or was moved
  llvm::SmallVector<Ref, 2> Refs;
  llvm::SmallVector<MemoryId, 2> Kin; ///< tensors that it was computed from: it lies on their device
  MemoryId SizeOf = 0;      ///< Size, Number: taken from the shape of the tensor with that memory
  NodeId SizeFrom = 0;      ///< that tensor, in the source
  bool WholeSize = false;
  llvm::StringRef Path;     ///< Namespace: "torch.nn.functional"
  NodeId Node = 0;          ///< Function, Class, Object: its definition
  ValueId Element = 0;      ///< of a container
  llvm::SmallVector<ValueId, 0> Items; ///< Tuple: each, where they are known

  bool isTensor() const { return T == Type::Tensor; }
  bool isArray() const { return T == Type::Array; }
  bool operator==(const Value &O) const;
};

/// All values of one file. Values never change; equal ones have one number.
class Values {
public:
  Values();
  const Value &operator[](ValueId V) const { return All[V]; }
  ValueId add(Value V);
  /// A value of a type of which nothing else is known.
  ValueId of(Type T);
  /// What is known when it is either A or B.
  ValueId join(ValueId A, ValueId B);
  /// The same, told that it holds on some paths only.
  ValueId weaken(ValueId V);
  /// What is known behind a loop, told what of it is not there after any round.
  ValueId afterLoop(ValueId V, ValueId AfterRound);

  MemoryId memory(Memory M) {
    Memories.push_back(M);
    return static_cast<MemoryId>(Memories.size() - 1);
  }
  Memory &memory(MemoryId M) { return Memories[M]; }
  const Memory &memory(MemoryId M) const { return Memories[M]; }
  BorrowId borrow(Borrow B) {
    Borrows.push_back(B);
    return static_cast<BorrowId>(Borrows.size() - 1);
  }
  const Borrow &borrow(BorrowId B) const { return Borrows[B]; }

private:
  std::deque<Value> All;
  llvm::DenseMap<size_t, ValueId> ByHash; ///< the newest of that hash
  std::vector<ValueId> Older;             ///< of each value: the next of its hash
  std::vector<ValueId> Bare;              ///< by Type; 0: not made yet
  llvm::DenseMap<std::pair<ValueId, ValueId>, ValueId> Joined;
  std::deque<Memory> Memories;
  std::deque<Borrow> Borrows;
};

} // namespace torchtidy::python
