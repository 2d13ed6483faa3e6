/// Which tensors outlive the memory that they borrow, and how.
#pragma once

#include "flow/Query.h"

namespace torchtidy::flow {

struct Outlived {
  enum class How : uint8_t {
    Returned, ///< the function returns the tensor, its own memory ends
    Stored,   ///< the tensor stays in a place that lives on
    RunsOn,   ///< a thread or future that took the tensor along goes on
    AfterEnd, ///< used after the owner's block, or after the expression of a temporary
    AfterFree ///< used after the memory was freed or given up by its container
  };
  unsigned Borrow = 0;
  How Kind = How::Returned;
  OriginRef Ref;                      ///< how sure it is that the tensor still shares the memory
  const clang::Stmt *Sink = nullptr;  ///< where the tensor gets away, or is used
  const clang::Stmt *Ends = nullptr;  ///< where the memory ends; null: with the function or the expression
  const clang::Stmt *Inside = nullptr; ///< what ends it there, in a callee where `Ends` is a call of a user function
  const clang::Stmt *Task = nullptr;  ///< for RunsOn: what starts the thread or future
  PlaceId Holder = NoPlace;           ///< what holds the tensor at the sink
  std::string Owner;                  ///< as the user would write it; empty for temporaries
};

/// The type of an object, of an element of an array or a standard container; null where that is not known.
clang::QualType typeOfPlace(const PlaceTable &Places, PlaceId P);

/// Whether the memory surely is its root object's own: elements of arrays and standard containers, or the object itself.
/// What `data()` of another class points to may belong to somebody else.
bool ownsElements(const PlaceTable &Places, PlaceId Memory);

/// At most one per borrow, the first in the order of the kinds.
std::vector<Outlived> outlived(const FunctionAnalysis &F);

} // namespace torchtidy::flow
