/// Questions about the facts of one function: who reads a buffer after a write, what happened between a borrow and a write.
#pragma once

#include "flow/FunctionAnalysis.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace torchtidy::flow {

/// Who owns the memory that a borrow shares.
enum class OwnerKind : uint8_t { LocalObject, LocalAllocation, Parameter, Member, Static, Temporary, Tensor, Unknown };

struct BufferInfo {
  OwnerKind Owner = OwnerKind::Unknown;
  PlaceId Root = NoPlace;   ///< the one place it hangs on; NoPlace when several or unknown
  std::string Name;         ///< as the user would write it; empty when it has no name
  bool Const = false;       ///< a `const` was cast away to get here
};

class Query {
public:
  explicit Query(const FunctionAnalysis &F) : F(F) {}
  const FunctionAnalysis &function() const { return F; }

  BufferInfo buffer(const BorrowSite &Borrow) const;
  /// Places where the memory is named, or read through a tensor of another borrow, on some path after the write (at most
  /// `Limit`, nearest in the source first). Paths that begin the owner's life anew do not count.
  llvm::SmallVector<const clang::Stmt *, 4> readsAfter(const WriteFact &Write, unsigned Borrow, unsigned Limit = 3) const;
  /// Whether anything reads or writes the borrowed tensor, or names its buffer, between its making and the write, or the
  /// write can be reached without passing the borrow or left out after it: then replacing the borrow changes more.
  bool onlyUseBefore(const WriteFact &Write, unsigned Borrow) const;
  /// Bindings of the borrowed storage to places on the way to the write, in the source's order.
  llvm::SmallVector<const Event *, 4> aliases(const WriteFact &Write, unsigned Borrow) const;
  /// Whether anybody has a use for the tensor after the write: it is named again, or kept somewhere else than in a local
  /// variable. If not, the write was for the buffer's sake.
  bool tensorIsKept(const WriteFact &Write, unsigned Borrow) const;

  /// The value's origin in a borrow; null where it shares nothing with it.
  const OriginRef *refTo(ValueId V, unsigned Borrow) const;
  /// Visits the events on all paths after a position; a path ends where the owner's life begins anew or Visit says so.
  void after(EventPos From, PlaceId Root, llvm::function_ref<bool(const Event &, EventPos)> Visit) const;

private:
  bool pointsInto(ValueId V, PlaceId Root) const;
  bool touches(const Event &E, unsigned Borrow, PlaceId Root) const;
  std::optional<EventPos> positionOf(unsigned Borrow) const;
  const FunctionAnalysis &F;
};

} // namespace torchtidy::flow
