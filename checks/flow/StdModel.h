/// The C++ standard library (and the C library's allocators), in the terms of the flow analysis.
#pragma once

#include "flow/ApiModel.h"

namespace torchtidy::flow {

class StdModel {
public:
  /// Effect::Known is false for callees outside the standard libraries.
  Effect effectOf(const CallSite &Call) const;
  /// span, string_view, iterators, initializer_list, reference_wrapper: copies refer to the same memory.
  static bool isViewType(clang::QualType T);
  static bool isSharedPointer(clang::QualType T);
  static bool isUniquePointer(clang::QualType T);
  /// vector and string: elements move when there is no room for more.
  static bool isGrowing(clang::QualType T);
  static bool isSmartPointer(clang::QualType T);
  /// The types of the slots of a tuple or pair; empty for other types.
  static llvm::SmallVector<clang::QualType, 4> slotTypes(clang::QualType T);
  /// `first` and `second` of a pair; null for other types.
  static const clang::FieldDecl *pairField(clang::QualType T, unsigned Slot);
  /// vector, array, string, map, ...: an object that owns its elements.
  static bool isContainer(clang::QualType T);
  static bool isOptional(clang::QualType T);
  /// thread, jthread, future: what was given to it may be used until somebody joins it or waits for it.
  static bool isTask(clang::QualType T);
  /// A container of them.
  static bool isTaskContainer(clang::QualType T);
  static bool isStd(const clang::Decl &D);
};

} // namespace torchtidy::flow
