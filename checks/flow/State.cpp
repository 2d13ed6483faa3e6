#include "flow/State.h"

namespace torchtidy::flow {

std::shared_ptr<State::Chunk> State::writable(size_t C) {
  auto Copy = Chunks[C] ? std::make_shared<Chunk>(*Chunks[C]) : std::make_shared<Chunk>();
  if (!Chunks[C])
    Copy->fill(Bottom);
  return Copy;
}

void State::set(PlaceId Id, ValueId V) {
  size_t C = Id / Width;
  if (get(Id) == V)
    return;
  if (C >= Chunks.size())
    Chunks.resize(C + 1);
  if (Chunks[C] && Chunks[C].use_count() == 1) { // nobody shares it: write in place
    const_cast<Chunk &>(*Chunks[C])[Id % Width] = V;
    return;
  }
  auto Copy = writable(C);
  (*Copy)[Id % Width] = V;
  Chunks[C] = std::move(Copy);
}

bool State::operator==(const State &O) const {
  size_t N = std::max(Chunks.size(), O.Chunks.size());
  for (size_t C = 0; C < N; ++C) {
    const Chunk *A = C < Chunks.size() ? Chunks[C].get() : nullptr;
    const Chunk *B = C < O.Chunks.size() ? O.Chunks[C].get() : nullptr;
    if (A == B)
      continue;
    for (size_t I = 0; I < Width; ++I)
      if ((A ? (*A)[I] : Bottom) != (B ? (*B)[I] : Bottom))
        return false;
  }
  return true;
}

} // namespace torchtidy::flow
