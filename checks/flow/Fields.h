/// Fields across the methods of a class: what one method stores, another uses.
#pragma once

#include "flow/FunctionAnalysis.h"

namespace torchtidy::flow {

/// The field that a place is, or an element of; null where it is none.
const clang::FieldDecl *fieldOf(const PlaceTable &Places, PlaceId P);

struct FieldBorrow {
  const FunctionAnalysis *In = nullptr; ///< the function that stores
  unsigned Borrow = 0;                  ///< index into its borrows
  OriginRef Ref;
};

/// The borrows that a field may hold when a method begins. Empty unless every store to the field is known to this
/// translation unit and each of them stores a borrow: one store of anything else, or code out of sight, and nothing is said.
std::vector<FieldBorrow> fieldBorrows(TuAnalysis &Analysis, const clang::FieldDecl &Field);

struct FieldMemory {
  const FunctionAnalysis *In = nullptr; ///< the function that makes it
  PlaceId Allocation = NoPlace;
};

/// The allocations that a field, or an element of it, may point to when a method begins. Empty under the same conditions;
/// a null pointer is no memory.
std::vector<FieldMemory> fieldMemory(TuAnalysis &Analysis, const clang::FieldDecl &Field);

} // namespace torchtidy::flow
