#include "flow/Storage.h"
#include "flow/Fault.h"
#include "flow/Limits.h"
#include "llvm/ADT/Hashing.h"
#include <algorithm>

namespace torchtidy::flow {

void Value::add(OriginRef Ref) {
  auto It = std::lower_bound(Origins.begin(), Origins.end(), Ref,
                             [](const OriginRef &A, const OriginRef &B) { return A.Origin < B.Origin; });
  if (It == Origins.end() || It->Origin != Ref.Origin) {
    Origins.insert(It, Ref);
    return;
  }
  // The same storage twice: as sure as the surer one, as whole as the wholer one.
  It->PathMay &= Ref.PathMay;
  It->ViewMay &= Ref.ViewMay;
  It->LayoutMay &= Ref.LayoutMay;
  It->Among &= Ref.Among;
  It->Part &= Ref.Part;
  It->Const |= Ref.Const;
}

void Value::add(MemoryRef Ref) {
  auto It = std::lower_bound(Memory.begin(), Memory.end(), Ref,
                             [](const MemoryRef &A, const MemoryRef &B) { return A.Target < B.Target; });
  if (It == Memory.end() || It->Target != Ref.Target) {
    Memory.insert(It, Ref);
    return;
  }
  It->May &= Ref.May;
  It->Const |= Ref.Const;
}

void Value::addCallable(const clang::Decl *Callable) {
  if (!llvm::is_contained(Callables, Callable))
    Callables.push_back(Callable);
}

void Value::merge(const Value &Other) {
  Attributes = joinedAttributes(Other);
  for (const OriginRef &Ref : Other.Origins)
    add(Ref);
  for (const MemoryRef &Ref : Other.Memory)
    add(Ref);
  for (const clang::Decl *C : Other.Callables)
    addCallable(C);
}

Attrs Value::joinedAttributes(const Value &Other) const {
  if (empty()) // nothing, or undefined
    return Other.Attributes;
  Attrs Out = Attributes;
  if (!Other.empty())
    Out.join(Other.Attributes); // without attributes they are not known
  return Out;
}

void Value::weaken() {
  for (OriginRef &Ref : Origins)
    Ref.Among = true;
  for (MemoryRef &Ref : Memory)
    Ref.May = true;
}

static size_t hashOf(const Value &V) {
  llvm::hash_code H = llvm::hash_combine(V.Origins.size(), V.Memory.size());
  for (const OriginRef &R : V.Origins)
    H = llvm::hash_combine(H, R.Origin, R.PathMay, R.ViewMay, R.LayoutMay, R.Among, R.Part, R.Const);
  for (const MemoryRef &R : V.Memory)
    H = llvm::hash_combine(H, R.Target, R.May, R.Const);
  for (const auto &[Key, Set] : V.Attributes.entries()) {
    H = llvm::hash_combine(H, static_cast<unsigned>(Key), Set.Unknown, Set.Unset);
    for (uint32_t X : Set.Values)
      H = llvm::hash_combine(H, X);
  }
  for (const auto *C : V.Callables)
    H = llvm::hash_combine(H, C);
  return H;
}

ValueTable::ValueTable() {
  Values.emplace_back(); // Bottom
  Empty = intern(Value());
  Value Unknown;
  Unknown.Attributes.set(Attr::Dtype, AttrSet::unknown());
  UnknownAttributes = intern(std::move(Unknown));
}

ValueId ValueTable::intern(Value V) {
  size_t H = hashOf(V);
  auto [Begin, End] = Index.equal_range(H);
  for (auto It = Begin; It != End; ++It)
    if (Values[It->second] == V)
      return It->second;
  ValueId Id = static_cast<ValueId>(Values.size());
  Values.push_back(std::move(V));
  Index.emplace(H, Id);
  return Id;
}

ValueId ValueTable::join(ValueId A, ValueId B) {
  if (A == B || B == Bottom)
    return A;
  if (A == Bottom)
    return B;
  if (B < A)
    std::swap(A, B);
  auto [It, New] = Joins.try_emplace({A, B}, Bottom);
  if (!New)
    return It->second;
  const Value &X = Values[A], &Y = Values[B];
  Value Out;
  // An undefined tensor has no storage at all: it does not make the other side's storage a "maybe".
  bool OneSided = X.Origins.empty() || Y.Origins.empty();
  auto Has = [](const Value &V, OriginId Id) {
    return llvm::find_if(V.Origins, [&](const OriginRef &R) { return R.Origin == Id; });
  };
  for (const auto *Side : {&X, &Y}) {
    const Value &Other = Side == &X ? Y : X;
    for (OriginRef Ref : Side->Origins) {
      auto Theirs = Has(Other, Ref.Origin);
      if (Theirs != Other.Origins.end()) {
        Ref.add(*Theirs);
        if (Side == &Y)
          continue; // already added, joined, from the other side
      } else if (!OneSided && !fault(Fault::JoinIsMust)) {
        Ref.PathMay = true;
      }
      Out.add(Ref);
    }
    for (MemoryRef Ref : Side->Memory) {
      auto Theirs = llvm::find_if(Other.Memory, [&](const MemoryRef &R) { return R.Target == Ref.Target; });
      if (Theirs != Other.Memory.end()) {
        Ref.May |= Theirs->May;
        Ref.Const |= Theirs->Const;
        if (Side == &Y)
          continue;
      } else if (!Other.Memory.empty()) {
        Ref.May = true;
      }
      Out.add(Ref);
    }
    for (const auto *C : Side->Callables)
      Out.addCallable(C);
  }
  llvm::sort(Out.Callables);
  Out.Attributes = X.joinedAttributes(Y);
  ValueId Id = intern(std::move(Out));
  Joins[{A, B}] = Id;
  return Id;
}

} // namespace torchtidy::flow
