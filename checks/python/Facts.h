/// What the analysis saw in a file and the checks judge.
#pragma once

#include "python/Value.h"
#include <map>

namespace torchtidy::python {

enum class WriteKind : uint8_t { Data, Constant, Random };

/// A write to memory that is reached through a borrow.
struct WriteFact {
  NodeId Site = 0;       ///< the call, assignment or argument that writes
  llvm::StringRef Name;  ///< "zero_", "*=", "=", a function of this file
  WriteKind Kind = WriteKind::Data;
  NodeId Target = 0;     ///< the expression that is written
  Ref To;
  NodeId Inside = 0;     ///< in the function of this file that does it: where, and by what
  llvm::StringRef InsideName;
  bool Chosen = false;   ///< on another path the memory itself is written, or a copy: somebody thought about it
  NodeId Scope = 0;      ///< function around Site
};

/// The result of a call is dropped.
struct DropFact {
  NodeId Call = 0;
  llvm::StringRef Name;
  bool Method = true;
  bool KnownTensor = false;
  bool Excused = false; ///< in a `try`, in `raises`: it is there for what it may raise
};

/// A write into the copy that an index makes; the result is dropped.
struct LostFact {
  NodeId Site = 0;
  NodeId Subscript = 0; ///< the index that copies
  llvm::StringRef Name; ///< "zero_", "="
  bool Known = false;   ///< the index is known to copy; else its name says so
};

/// A call of a factory in torch.
struct FactoryFact {
  NodeId Call = 0;
  llvm::StringRef Name;
  MemoryId Made = 0;
  bool HasDtype = false, HasDevice = false, Splat = false, HasGenerator = false;
  bool Random = false;
  bool Excused = false;      ///< in `__init__`, in a Parameter, under `with torch.device`
  MemoryId SizeOf = 0;       ///< the tensor that its sizes come from
  NodeId SizeFrom = 0;
  bool WholeSize = false;
  bool SourceOnCpu = false;  ///< and it lies there: no device is needed
  DType SourceType = DType::Unknown;
  DType OwnType = DType::Unknown; ///< given by the values: full(s, 1), arange(3)
  enum class To : uint8_t { Unknown, Device, Dtype, Both };
  struct Conversion {
    NodeId Call = 0;
    To What = To::Unknown;
  };
  llvm::SmallVector<Conversion, 2> Conversions; ///< `.float().to(d)` of the call itself, in order
};

/// A legacy constructor: torch.Tensor(..), torch.FloatTensor(..).
struct LegacyFact {
  NodeId Call = 0;
  llvm::StringRef Name;
  NodeId Device = 0;    ///< the keyword argument
  DType From = DType::Unknown, To = DType::Unknown;
  bool Data = false;    ///< the argument is data; else sizes, where Sizes
  bool Sizes = false;
  llvm::StringRef Array;
};

/// A borrow of an array whose layout does not allow it.
struct LayoutFact {
  enum class What : uint8_t { Negative, Aborts, Device } Problem = What::Negative;
  NodeId Call = 0;
  llvm::StringRef Maker;
  NodeId Source = 0;
};

/// Facts by the place where they hold. A loop is looked at several times: the last time counts.
struct Facts {
  std::map<NodeId, llvm::SmallVector<WriteFact, 1>> Writes;
  std::map<NodeId, DropFact> Drops;
  std::map<NodeId, LostFact> Lost;
  std::map<NodeId, FactoryFact> Factories;
  std::map<NodeId, LegacyFact> Legacy;
  std::map<NodeId, LayoutFact> Layouts;
  std::map<std::pair<NodeId, MemoryId>, NodeId> ReadAfter; ///< the write at that place, the memory: where it is read
  llvm::DenseMap<MemoryId, bool> Indices;                  ///< tensors that are used as an index: of integers, or a mask
  llvm::DenseMap<MemoryId, bool> Moved;                    ///< tensors that a factory made and that are moved later
  std::map<MemoryId, llvm::SmallVector<MemoryId, 4>> Met;  ///< tensors that they meet in an operation
};

} // namespace torchtidy::python
