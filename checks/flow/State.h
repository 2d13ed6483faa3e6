/// The state at one point of a function: place -> value.
#pragma once

#include "flow/Storage.h"
#include <array>
#include <memory>

namespace torchtidy::flow {

/// Persistent map in chunks: copying a state copies pointers, and joins skip chunks that both sides share. That keeps
/// functions of thousands of branches and hundreds of tensors near linear.
class State {
public:
  ValueId get(PlaceId Id) const {
    size_t C = Id / Width;
    return C < Chunks.size() && Chunks[C] ? (*Chunks[C])[Id % Width] : Bottom;
  }
  void set(PlaceId Id, ValueId V);
  bool operator==(const State &O) const;
  /// Joins Other into this one. `Absent(Id, IsOther)` gives the value of a place that one side does not mention.
  template <typename AbsentFn> bool join(const State &Other, ValueTable &Values, AbsentFn Absent);

private:
  static constexpr size_t Width = 32;
  using Chunk = std::array<ValueId, Width>;
  std::vector<std::shared_ptr<const Chunk>> Chunks;
  std::shared_ptr<Chunk> writable(size_t C);
};

template <typename AbsentFn> bool State::join(const State &Other, ValueTable &Values, AbsentFn Absent) {
  bool Changed = false;
  size_t N = std::max(Chunks.size(), Other.Chunks.size());
  for (size_t C = 0; C < N; ++C) {
    const Chunk *Mine = C < Chunks.size() ? Chunks[C].get() : nullptr;
    const Chunk *Theirs = C < Other.Chunks.size() ? Other.Chunks[C].get() : nullptr;
    if (Mine == Theirs)
      continue;
    for (size_t I = 0; I < Width; ++I) {
      ValueId A = Mine ? (*Mine)[I] : Bottom, B = Theirs ? (*Theirs)[I] : Bottom;
      if (A == B)
        continue;
      PlaceId Id = static_cast<PlaceId>(C * Width + I);
      ValueId EffA = A == Bottom ? Absent(Id, false) : A;
      ValueId EffB = B == Bottom ? Absent(Id, true) : B;
      ValueId J = Values.join(EffA, EffB);
      if (J == A)
        continue;
      set(Id, J);
      Mine = Chunks[C].get();
      Changed = true;
    }
  }
  return Changed;
}

} // namespace torchtidy::flow
