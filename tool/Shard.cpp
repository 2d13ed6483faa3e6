#include "Shard.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

namespace torchtidy {

void keepShard(std::vector<Job> &Jobs, unsigned Index, unsigned Count) {
  std::vector<std::pair<uint64_t, size_t>> BySize;
  for (size_t I = 0; I < Jobs.size(); ++I) {
    uint64_t Size = 0;
    if (llvm::sys::fs::file_size(Jobs[I].File, Size))
      Size = 0;
    // What a file includes costs more than its own text, and most include the same.
    BySize.push_back({Size + 20000, I});
  }
  llvm::sort(BySize, [](const auto &A, const auto &B) {
    return A.first != B.first ? A.first > B.first : A.second < B.second;
  });
  std::vector<uint64_t> Load(Count, 0);
  std::vector<bool> Mine(Jobs.size(), false);
  for (auto [Size, I] : BySize) {
    size_t Least = llvm::min_element(Load) - Load.begin();
    Load[Least] += Size;
    Mine[I] = Least + 1 == Index;
  }
  size_t I = 0;
  llvm::erase_if(Jobs, [&](const Job &) { return !Mine[I++]; });
}

} // namespace torchtidy
