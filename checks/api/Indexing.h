/// What `t.index({..})` selects with: integers and slices make a view, tensors and booleans a copy.
#pragma once

#include "api/CallMap.h"
#include "flow/ApiModel.h"

namespace torchtidy::api {

enum class IndexKind : uint8_t {
  Basic,   ///< integers, slices, None, the ellipsis: a view
  Tensor,  ///< at least one tensor with dimensions: a copy
  Bool,    ///< `true` or `false`: a copy
  Unknown, ///< the list stands somewhere else, or holds a tensor that may stand for one number (then it makes a view)
};

class Indexing {
public:
  Indexing(const clang::ASTContext &Context, CallMap &Calls, SchemaReader &Schemas)
      : Context(Context), Calls(Calls), Schemas(Schemas) {}

  /// The list of indices in an argument of Tensor::index, in any of its overloads.
  IndexKind ofList(const clang::Expr *List) const;

private:
  IndexKind ofElement(const clang::Expr *Element) const;
  /// Whether a tensor may be one number without dimensions, as far as the operators tell that make it: `argmax()`, `order[0]`. A tensor
  /// from somewhere else is taken for one with dimensions.
  bool mayBeNumber(const clang::Expr *Tensor, unsigned Depth) const;
  bool resultMayBeNumber(const OpCall &Op, const flow::CallSite &Call, unsigned Depth) const;
  bool callMayBeNumber(const flow::CallSite &Call, unsigned Depth) const;

  const clang::ASTContext &Context;
  CallMap &Calls;
  SchemaReader &Schemas;
};

} // namespace torchtidy::api
