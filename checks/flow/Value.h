/// What the flow analysis knows about the value of an expression or a place.
///
/// A tensor handle refers to storage, a pointer refers to memory, an options object carries constants. One value may do
/// all three at once (a pair of a tensor and a pointer), so there is one struct; its parts are empty where they do not apply.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>

namespace torchtidy::flow {

/// Properties whose values only the API model understands. The analysis joins and copies them.
enum class Attr : uint8_t { Dtype, Device, Layout, Contiguous, Pinned, Name };

/// The possible values of one attribute. Values are keys of the API model; `Unset` says "not given, so a default applies".
struct AttrSet {
  static constexpr unsigned MaxValues = 4;
  bool Unknown = false; ///< some path gives a value that is not known
  bool Unset = false;   ///< some path gives none at all
  llvm::SmallVector<uint32_t, 2> Values; ///< sorted, no duplicates

  static AttrSet unknown() { AttrSet S; S.Unknown = true; return S; }
  static AttrSet unset() { AttrSet S; S.Unset = true; return S; }
  static AttrSet of(uint32_t Value) { AttrSet S; S.Values.push_back(Value); return S; }
  /// The one possible value; false when there are several, or none, or some are unknown.
  bool single(uint32_t &Out) const {
    if (Unknown || Unset || Values.size() != 1)
      return false;
    Out = Values.front();
    return true;
  }
  void join(const AttrSet &Other);
  bool operator==(const AttrSet &O) const { return Unknown == O.Unknown && Unset == O.Unset && Values == O.Values; }
};

/// Attribute -> set. An attribute that is absent was never heard of: treat it as unknown.
class Attrs {
public:
  const AttrSet *find(Attr Which) const;
  /// The set, or "unknown" when absent.
  const AttrSet &get(Attr Which) const;
  void set(Attr Which, AttrSet Set);
  void erase(Attr Which);
  void join(const Attrs &Other);
  bool empty() const { return Entries.empty(); }
  bool operator==(const Attrs &O) const { return Entries == O.Entries; }
  llvm::ArrayRef<std::pair<Attr, AttrSet>> entries() const { return Entries; }

private:
  llvm::SmallVector<std::pair<Attr, AttrSet>, 2> Entries; // sorted by attribute
};

} // namespace torchtidy::flow
