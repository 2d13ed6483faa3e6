/// Memory for the parser: given out piece by piece and taken back all at once, when a file is done.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace torchtidy::python {

class Arena {
public:
  /// While one of these lives, the parser's memory on this thread comes from the thread's arena. What is parsed then must
  /// be gone before it ends; what is to live longer is parsed without one.
  class Use {
  public:
    Use();
    ~Use();
    Use(const Use &) = delete;
    Use &operator=(const Use &) = delete;
  };

  void *allocate(size_t Size);
  void *grow(void *Old, size_t Size);

private:
  void reset();

  struct Chunk {
    std::unique_ptr<char[]> Memory;
    size_t Size;
  };
  std::vector<Chunk> Chunks;
  char *At = nullptr, *End = nullptr;
  size_t Next = 0; ///< the chunk that is taken when this one is full
};

} // namespace torchtidy::python
