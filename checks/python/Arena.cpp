#include "python/Arena.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MemAlloc.h"
#include <algorithm>
#include <cstring>
#include <tree_sitter/api.h>

namespace torchtidy::python {

namespace {

/// Before each piece stands its size, for who wants it to grow.
constexpr size_t Head = alignof(std::max_align_t);
constexpr size_t ChunkSize = size_t(1) << 18;
/// Kept from file to file. One that takes more is rare, and must not be paid for until the end of the run.
constexpr size_t KeptChunks = 16;

size_t &sizeOf(void *Piece) { return *reinterpret_cast<size_t *>(static_cast<char *>(Piece) - Head); }

thread_local Arena Mine;
thread_local bool InUse = false;

void *take(size_t Size) { return InUse ? Mine.allocate(Size) : llvm::safe_malloc(Size); }
void *takeZeroed(size_t Count, size_t Size) {
  if (!InUse)
    return llvm::safe_calloc(Count, Size);
  return std::memset(Mine.allocate(Count * Size), 0, Count * Size);
}
void *takeMore(void *Old, size_t Size) { return InUse ? Mine.grow(Old, Size) : llvm::safe_realloc(Old, Size); }
void giveBack(void *Piece) {
  if (!InUse)
    std::free(Piece);
}

} // namespace

void *Arena::allocate(size_t Size) {
  size_t Whole = (Size + Head - 1) / Head * Head + Head;
  while (static_cast<size_t>(End - At) < Whole) {
    if (Next == Chunks.size()) {
      size_t Wanted = std::max(ChunkSize, Whole);
      Chunks.push_back({std::unique_ptr<char[]>(new char[Wanted]), Wanted});
    }
    At = Chunks[Next].Memory.get();
    End = At + Chunks[Next].Size;
    ++Next;
  }
  void *Piece = At + Head;
  At += Whole;
  sizeOf(Piece) = Size;
  return Piece;
}

void *Arena::grow(void *Old, size_t Size) {
  if (!Old)
    return allocate(Size);
  size_t Had = sizeOf(Old);
  if (Size <= Had)
    return Old;
  void *New = allocate(Size);
  std::memcpy(New, Old, Had);
  return New;
}

void Arena::reset() {
  if (Chunks.size() > KeptChunks)
    Chunks.resize(KeptChunks);
  At = End = nullptr;
  Next = 0;
}

Arena::Use::Use() {
  static const bool Set = [] {
    ts_set_allocator(take, takeZeroed, takeMore, giveBack);
    return true;
  }();
  (void)Set;
  InUse = true;
}

Arena::Use::~Use() {
  Mine.reset();
  InUse = false;
}

} // namespace torchtidy::python
