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
  static bool isSmartPointer(clang::QualType T);
  /// A tuple or pair of references, as `std::tie` makes it.
  static bool holdsReferences(clang::QualType T);
  /// vector, array, string, map, ...: an object that owns its elements.
  static bool isContainer(clang::QualType T);
  static bool isStd(const clang::Decl &D);
};

} // namespace torchtidy::flow
