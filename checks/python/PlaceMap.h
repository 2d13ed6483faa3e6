/// What the places of a function hold: a sorted row. It is copied at each branch, which takes one allocation, and there are few.
#pragma once

#include "python/Value.h"
#include "llvm/ADT/STLExtras.h"

namespace torchtidy::python {

class PlaceMap {
public:
  struct Entry {
    llvm::StringRef first; ///< "x", "self.x", "a.b.c"; lives as long as the analysis
    ValueId second = 0;
    bool operator==(const Entry &O) const { return second == O.second && first == O.first; }
  };
  using iterator = std::vector<Entry>::iterator;
  using const_iterator = std::vector<Entry>::const_iterator;

  iterator begin() { return Row.begin(); }
  iterator end() { return Row.end(); }
  const_iterator begin() const { return Row.begin(); }
  const_iterator end() const { return Row.end(); }
  size_t size() const { return Row.size(); }
  bool operator==(const PlaceMap &O) const { return Row == O.Row; }

  /// The first place that is not before Name.
  iterator lower_bound(llvm::StringRef Name) {
    return llvm::lower_bound(Row, Name, [](const Entry &E, llvm::StringRef N) { return E.first < N; });
  }
  iterator find(llvm::StringRef Name) {
    iterator It = lower_bound(Name);
    return It != end() && It->first == Name ? It : end();
  }
  ValueId &operator[](llvm::StringRef Name) {
    iterator It = lower_bound(Name);
    if (It == end() || It->first != Name)
      It = Row.insert(It, {Name, 0});
    return It->second;
  }
  void erase(llvm::StringRef Name) {
    if (iterator It = find(Name); It != end())
      Row.erase(It);
  }
  void erase(iterator First, iterator Last) { Row.erase(First, Last); }
  /// \param Name comes after all that are there.
  void append(llvm::StringRef Name, ValueId V) { Row.push_back({Name, V}); }
  void reserve(size_t Size) { Row.reserve(Size); }

private:
  std::vector<Entry> Row;
};

} // namespace torchtidy::python
