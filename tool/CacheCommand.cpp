#include "CacheCommand.h"
#include "Schedule.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

namespace torchtidy {

namespace {

std::string size(uint64_t Bytes) {
  if (Bytes < 1000000)
    return llvm::formatv("{0:F1} kB", Bytes / 1e3);
  return llvm::formatv("{0:F1} MB", Bytes / 1e6);
}

} // namespace

int cacheInfo(const Options &Opts) {
  auto Cache = openCache(Opts);
  if (!Cache)
    return 2;
  llvm::outs() << Cache->folder() << "\n";
  uint64_t Total = 0;
  for (const auto &[Kind, F] : Cache->facts()) {
    llvm::outs() << llvm::formatv("{0,-9} {1,6} entries {2,10}\n", Kind, F.Entries, size(F.Bytes));
    Total += F.Bytes;
  }
  llvm::outs() << "in all " << size(Total) << " of " << size(Opts.CacheMegabytes << 20) << " (--cache-size)\n";
  return 0;
}

int cacheClean(const Options &Opts) {
  auto Cache = openCache(Opts);
  if (!Cache)
    return 2;
  llvm::outs() << "removed " << size(Cache->clean()) << " from " << Cache->folder() << "\n";
  return 0;
}

} // namespace torchtidy
