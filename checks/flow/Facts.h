/// What the analysis of one function found: borrows, writes, and the events that queries look through.
#pragma once

#include "flow/ApiModel.h"
#include "flow/State.h"

namespace torchtidy::flow {

/// A place in the code where a tensor is made over memory that it does not own.
struct BorrowSite {
  const clang::Expr *Call = nullptr;   ///< the borrowing call
  const clang::Expr *Via = nullptr;    ///< the call in this function when the borrow happens inside a callee
  const clang::FunctionDecl *Callee = nullptr;
  std::string Name;                    ///< "from_blob"
  Effect::BorrowTraits Traits;
  const clang::Expr *Data = nullptr;   ///< the pointer or array argument
  const clang::Expr *Sizes = nullptr;
  const clang::Expr *Options = nullptr;
  Value Pointer;                       ///< what the pointer points to: memory references, or origins of another tensor
  Attrs Attributes;                    ///< dtype and device of the tensor, where known
  bool GivenByCaller = false;          ///< some of them are arguments of the call that it is made through
  bool Escaped = false;                ///< the memory's address was out of sight before the borrow
  bool Recorded = false;               ///< the final states have passed it
  /// Of two analyses of one function.
  bool isSame(const BorrowSite &Other) const { return Call == Other.Call && Via == Other.Via; }
  bool Called = false;                 ///< it is known how it is reached: not only in a lambda that somebody may call
};

/// On how many of the ways through a body something happens.
enum class OnPaths : uint8_t {
  Every,
  UnlessEmpty, ///< on every way on which each loop runs a round
  Some,
};

enum class EventKind : uint8_t {
  Mention,  ///< a variable is named: its memory may be read or written
  Use,      ///< a tensor is read
  Write,    ///< elements of a tensor are written
  Borrow,   ///< a borrow is made
  Bind,     ///< a place takes a value
  Escape,   ///< an address or handle goes where the analysis does not follow
  Free,     ///< memory is freed, or moved by its owner (push_back)
  Move,     ///< an object is moved from: its memory may live on elsewhere
  End,      ///< a variable's life ends
  Wait,     ///< something waits for what runs in the background
  Declare,  ///< a variable begins anew
};

/// Position of an event: order inside a block, reachability between blocks.
struct EventPos {
  unsigned Block = 0;
  unsigned Index = 0;
};

struct Event {
  EventKind Kind = EventKind::Mention;
  const clang::Stmt *Site = nullptr;
  PlaceId Place = NoPlace; ///< the place that is named, bound, ended
  ValueId Value = Bottom;  ///< what it holds at this moment
  unsigned Borrow = 0;     ///< for Borrow
  unsigned Write = 0;      ///< for Write
  unsigned Free = 0;       ///< for Free
};

/// A call that a check may ask about, with what its operands held.
struct CallFact {
  const clang::Expr *Site = nullptr;
  llvm::SmallVector<ValueId, 4> Operands;
};

/// Memory ends: somebody frees it, or its container may move the elements.
struct FreeFact {
  PlaceId Memory = NoPlace;
  const clang::Stmt *Inside = nullptr; ///< what does it, in the callee when the site is a call of a user function
  bool May = false;                    ///< one of several pieces of memory
  bool Refills = false;                ///< a container that takes other elements, in the same memory if there is room
  bool Deferred = false;               ///< as for writes
  OnPaths Paths = OnPaths::Every;      ///< of the callee or lambda that it happens in
  EventPos Pos;
};

/// `set_data`: a tensor, and so each of its handles, has other memory from now on.
struct TensorReset {
  ValueId Old = Bottom;
  ValueId New = Bottom;
};

/// One write to elements of storage, or of raw memory.
struct WriteFact {
  const clang::Expr *Site = nullptr;    ///< the writing call or assignment
  const clang::Expr *Target = nullptr;  ///< the operand that is written
  std::string Name;                     ///< "zero_", "operator=", "index_put_"
  WriteKind Kind = WriteKind::Data;
  bool May = false;                     ///< the operation itself writes only sometimes
  bool Deferred = false;                ///< in the body of a lambda that is made here: whoever calls it writes
  bool IsOut = false;                   ///< through an out argument rather than the object
  OnPaths Paths = OnPaths::Every;       ///< of the callee or lambda that it happens in
  ValueId Value = Bottom;               ///< value of the target before the write; of raw memory, a pointer to it
  bool Escaped = false;                 ///< the buffer's address was out of sight before the write
  bool FreshAllocation = false;         ///< raw memory that nothing has written yet
  const clang::Expr *Inside = nullptr;  ///< the write in the callee, when the site is a call of a user function
  std::string InsideName;               ///< what writes there: "zero_"
  EventPos Pos;
};

} // namespace torchtidy::flow
