#include "flow/Value.h"
#include <algorithm>

namespace torchtidy::flow {

void AttrSet::join(const AttrSet &Other) {
  Unknown |= Other.Unknown;
  Unset |= Other.Unset;
  for (uint32_t V : Other.Values)
    if (auto It = std::lower_bound(Values.begin(), Values.end(), V); It == Values.end() || *It != V)
      Values.insert(It, V);
  if (Values.size() > MaxValues) {
    Values.clear();
    Unknown = true;
  }
}

const AttrSet *Attrs::find(Attr Which) const {
  for (const auto &[Key, Set] : Entries)
    if (Key == Which)
      return &Set;
  return nullptr;
}

const AttrSet &Attrs::get(Attr Which) const {
  static const AttrSet Unknown = AttrSet::unknown();
  const AttrSet *Set = find(Which);
  return Set ? *Set : Unknown;
}

void Attrs::set(Attr Which, AttrSet Set) {
  auto It = std::lower_bound(Entries.begin(), Entries.end(), Which,
                             [](const auto &Entry, Attr Key) { return Entry.first < Key; });
  if (It != Entries.end() && It->first == Which)
    It->second = std::move(Set);
  else
    Entries.insert(It, {Which, std::move(Set)});
}

void Attrs::erase(Attr Which) {
  llvm::erase_if(Entries, [&](const auto &Entry) { return Entry.first == Which; });
}

void Attrs::join(const Attrs &Other) {
  // What only one side has heard of is unknown after the join: keep the attribute, marked.
  for (auto &[Key, Set] : Entries)
    if (const AttrSet *Theirs = Other.find(Key))
      Set.join(*Theirs);
    else
      Set.Unknown = true;
  for (const auto &[Key, Set] : Other.Entries)
    if (!find(Key)) {
      AttrSet Joined = Set;
      Joined.Unknown = true;
      this->set(Key, std::move(Joined));
    }
}

} // namespace torchtidy::flow
