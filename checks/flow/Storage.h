/// Origins of storage, references to memory, and the values made of them.
#pragma once

#include "flow/Place.h"
#include "flow/Value.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <deque>
#include <unordered_map>
#include <vector>

namespace torchtidy::flow {

enum class OriginKind : uint8_t {
  Borrow,  ///< memory that another owner frees; Site says where it was borrowed
  Fresh,   ///< storage that libtorch allocated for this tensor
  Param,   ///< what the place held when the function began (a parameter, a field of `this`, a global)
  Unknown, ///< anything
};

using OriginId = uint32_t;

/// A reference to memory: what a pointer, iterator, span or other view object points into.
struct MemoryRef {
  PlaceId Target = NoPlace; ///< NoPlace: unknown memory
  bool May = false;         ///< only on some paths
  bool Const = false;       ///< a `const` was cast away on the way
  bool operator==(const MemoryRef &O) const { return Target == O.Target && May == O.May && Const == O.Const; }
};

/// One origin of a tensor's storage, and how sure it is.
struct OriginRef {
  OriginId Origin = 0;
  bool PathMay = false; ///< on some paths the storage is another one
  bool ViewMay = false; ///< an operation on the way may have copied
  bool LayoutMay = false; ///< with ViewMay: because of strides, not of a dtype or device that is known only at run time
  bool Among = false;   ///< one of several that a container holds: which one is not known
  bool Part = false;    ///< covers only some elements of what was borrowed
  bool Const = false;   ///< the pointer that leads here had a `const` cast away
  bool must() const { return !PathMay && !ViewMay && !Among; }
  /// Takes over what O leaves open, and what it says of the way here.
  void add(const OriginRef &O) {
    PathMay |= O.PathMay;
    ViewMay |= O.ViewMay;
    LayoutMay |= O.LayoutMay;
    Among |= O.Among;
    Part |= O.Part;
    Const |= O.Const;
  }
  bool operator==(const OriginRef &O) const {
    return Origin == O.Origin && PathMay == O.PathMay && ViewMay == O.ViewMay && LayoutMay == O.LayoutMay && Among == O.Among &&
           Part == O.Part && Const == O.Const;
  }
};

struct Origin {
  OriginKind Kind = OriginKind::Unknown;
  unsigned Borrow = 0;     ///< index into the borrows of the analysis
  PlaceId Place = NoPlace; ///< for Param
};

/// A set of origins, a set of memory references, attributes and callables. Parts that do not apply are empty.
struct Value {
  llvm::SmallVector<OriginRef, 2> Origins; ///< sorted by origin
  llvm::SmallVector<MemoryRef, 2> Memory;  ///< sorted by target
  Attrs Attributes;
  /// What a call of it may run: classes of lambdas and functors, functions behind a pointer.
  llvm::SmallVector<const clang::Decl *, 1> Callables;

  bool empty() const { return Origins.empty() && Memory.empty() && Attributes.empty() && Callables.empty(); }
  bool operator==(const Value &O) const {
    return Origins == O.Origins && Memory == O.Memory && Attributes == O.Attributes && Callables == O.Callables;
  }
  void add(OriginRef Ref);
  void add(MemoryRef Ref);
  void addCallable(const clang::Decl *Callable);
  /// Union without raising May: the value holds all of both (a container, a struct).
  void merge(const Value &Other);
  /// Attributes of a value that may be either. Those of a value that is there and has none are unknown.
  Attrs joinedAttributes(const Value &Other) const;
  /// It is one of the things in it.
  void weaken();
};

/// Interned values: equal values have equal ids, so that states compare and join by number.
using ValueId = uint32_t;
inline constexpr ValueId Bottom = 0; ///< unreachable, or not yet declared

class ValueTable {
public:
  ValueTable();
  ValueId intern(Value V);
  const Value &operator[](ValueId Id) const { return Values[Id]; }
  /// The value after two paths meet: union; what only one side has becomes May.
  ValueId join(ValueId A, ValueId B);
  ValueId empty() const { return Empty; }
  /// Somebody's options, which is not the same as none.
  ValueId unknownAttributes() const { return UnknownAttributes; }

private:
  std::deque<Value> Values; // stable addresses: evaluation keeps references while it interns
  std::unordered_multimap<size_t, ValueId> Index;
  llvm::DenseMap<std::pair<ValueId, ValueId>, ValueId> Joins;
  ValueId Empty = 0, UnknownAttributes = 0;
};

} // namespace torchtidy::flow
