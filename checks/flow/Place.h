/// Places: what can hold a value. Variables, fields, elements of a container (one summary place), memory behind a pointer.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <string>
#include <vector>

namespace torchtidy::flow {

using PlaceId = uint32_t;
inline constexpr PlaceId NoPlace = 0;

enum class PlaceKind : uint8_t {
  None,
  Variable,   ///< Anchor: VarDecl or BindingDecl
  This,       ///< the object of the method
  Field,      ///< Anchor: FieldDecl, inside Parent
  Element,    ///< everything inside Parent: elements, what a holder holds
  Slot,       ///< number Extra of the tuple in Parent
  Pointee,    ///< the memory that Parent pointed to when the function began
  Allocation, ///< Anchor: the expression that allocated
  Temporary,  ///< Anchor: the expression that made it
  Return,     ///< the object that the function returns
  Capture,    ///< Anchor: the captured VarDecl, copied into the closure Extra
  Flag,       ///< a fact about Parent, see PlaceFlag in Extra
};

/// Parts of an object: what is stored into the whole is stored into them.
inline bool isPart(PlaceKind K) { return K == PlaceKind::Field || K == PlaceKind::Element || K == PlaceKind::Slot; }

/// Facts about a place that travel with the state: once true on a path, true after a join.
enum class PlaceFlag : uint8_t { Escaped, Written };

struct Place {
  PlaceKind Kind = PlaceKind::None;
  PlaceId Parent = NoPlace;
  const void *Anchor = nullptr;
  uintptr_t Extra = 0;
  unsigned Depth = 0;
  llvm::SmallVector<PlaceId, 2> Children;
};

/// Interns places; one table for a function and the lambdas inlined into it.
class PlaceTable {
public:
  PlaceTable();
  PlaceId variable(const clang::ValueDecl &Var);
  PlaceId thisObject();
  PlaceId field(PlaceId Parent, const clang::FieldDecl &Field);
  PlaceId element(PlaceId Parent);
  PlaceId slot(PlaceId Parent, unsigned Number);
  /// The place inside Parent that Part is inside its own parent.
  PlaceId counterpart(PlaceId Parent, PlaceId Part);
  PlaceId pointee(PlaceId Parent);
  PlaceId allocation(const clang::Expr &Site);
  PlaceId temporary(const clang::Expr &Site);
  PlaceId returned();
  PlaceId capture(const clang::CXXRecordDecl &Closure, const clang::ValueDecl &Var);
  PlaceId flag(PlaceId Parent, PlaceFlag Which);

  const Place &operator[](PlaceId Id) const { return Places[Id]; }
  size_t size() const { return Places.size(); }
  /// The variable, object, allocation or temporary that the place hangs on. Stops at Pointee: that is other memory.
  PlaceId root(PlaceId Id) const;
  const clang::ValueDecl *decl(PlaceId Id) const;
  const clang::Expr *expr(PlaceId Id) const;
  bool isInside(PlaceId Inner, PlaceId Outer) const;
  /// As the user would write it: `v`, `s.data`, `this->weights`; empty for temporaries and allocations.
  std::string name(PlaceId Id) const;

private:
  PlaceId intern(PlaceKind Kind, PlaceId Parent, const void *Anchor, uintptr_t Extra = 0);
  std::vector<Place> Places;
  using Key = std::pair<std::pair<unsigned, const void *>, std::pair<unsigned, uintptr_t>>;
  llvm::DenseMap<Key, PlaceId> Index;
};

} // namespace torchtidy::flow
