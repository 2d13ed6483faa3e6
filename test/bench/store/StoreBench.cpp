// The program's own store of results beside LLVM's on-disk CAS, on entries as large as the result of one file:
//
//     store_bench [ENTRIES] [BYTES]
//
// What a run pays: opening the store and asking once (one unchanged file), writing all entries, opening it again and
// reading all of them, and the space on the disk. One row for each, medians of seven.
#include "cache/Store.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/CAS/ActionCache.h"
#include "llvm/CAS/BuiltinUnifiedCASDatabases.h"
#include "llvm/CAS/ObjectStore.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <sys/stat.h>

using namespace torchtidy;

namespace {

constexpr unsigned Rounds = 7;

struct Measured {
  double Fill = 0, Open = 0, Read = 0; ///< milliseconds
  double Megabytes = 0;
};

double milliseconds(llvm::function_ref<void()> Work) {
  auto Before = std::chrono::steady_clock::now();
  Work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - Before).count();
}

std::string payload(unsigned I, size_t Bytes) {
  std::string Out(Bytes, ' ');
  uint64_t State = I + 1;
  for (char &C : Out)
    C = static_cast<char>((State = State * 6364136223846793005 + 1442695040888963407) >> 56);
  return Out;
}

Hash keyOf(unsigned I) { return hashOf("entry " + std::to_string(I)); }

double onDisk(llvm::StringRef Folder) {
  uint64_t Sum = 0;
  std::error_code Bad;
  for (llvm::sys::fs::recursive_directory_iterator It(Folder, Bad), End; It != End && !Bad; It.increment(Bad)) {
    struct stat Facts;
    if (stat(It->path().c_str(), &Facts) == 0 && S_ISREG(Facts.st_mode))
      Sum += static_cast<uint64_t>(Facts.st_blocks) * 512; // such a database is a sparse file
  }
  return static_cast<double>(Sum) / (1 << 20);
}

[[noreturn]] void fail(llvm::StringRef What) {
  llvm::errs() << "store_bench: " << What << "\n";
  exit(1);
}

Measured own(llvm::StringRef Folder, unsigned Entries, size_t Bytes) {
  Measured M;
  std::string Why;
  auto Open = [&] {
    auto S = Store::open(Folder, Why);
    if (!S)
      fail(Why);
    return S;
  };
  M.Fill = milliseconds([&] {
    auto S = Open();
    for (unsigned I = 0; I < Entries; ++I)
      if (!S->put(kind::Result, keyOf(I), payload(I, Bytes)))
        fail(S->problem());
  });
  M.Open = milliseconds([&] {
    if (!Open()->get(kind::Result, keyOf(Entries / 2)))
      fail("an entry is lost");
  });
  M.Read = milliseconds([&] {
    auto S = Open();
    for (unsigned I = 0; I < Entries; ++I)
      if (S->get(kind::Result, keyOf(I)) != payload(I, Bytes))
        fail("an entry is lost");
  });
  M.Megabytes = onDisk(Folder);
  return M;
}

template <class T> T orFail(llvm::Expected<T> Value) {
  if (!Value)
    fail(llvm::toString(Value.takeError()));
  return std::move(*Value);
}

Measured ofLlvm(llvm::StringRef Folder, unsigned Entries, size_t Bytes) {
  Measured M;
  auto Key = [](llvm::cas::ObjectStore &Objects, unsigned I) {
    return llvm::cas::CacheKey(Objects, orFail(Objects.storeFromString({}, keyOf(I).hex())));
  };
  auto Get = [&](llvm::cas::ObjectStore &Objects, llvm::cas::ActionCache &Actions, unsigned I) {
    auto Id = orFail(Actions.get(Key(Objects, I)));
    if (!Id)
      fail("an entry is lost");
    return orFail(Objects.getProxy(*Id)).getData().str();
  };
  M.Fill = milliseconds([&] {
    auto [Objects, Actions] = orFail(llvm::cas::createOnDiskUnifiedCASDatabases(Folder));
    for (unsigned I = 0; I < Entries; ++I) {
      auto Data = orFail(Objects->storeFromString({}, payload(I, Bytes)));
      if (llvm::Error E = Actions->put(Key(*Objects, I), Objects->getID(Data)))
        fail(llvm::toString(std::move(E)));
    }
  });
  M.Open = milliseconds([&] {
    auto [Objects, Actions] = orFail(llvm::cas::createOnDiskUnifiedCASDatabases(Folder));
    Get(*Objects, *Actions, Entries / 2);
  });
  M.Read = milliseconds([&] {
    auto [Objects, Actions] = orFail(llvm::cas::createOnDiskUnifiedCASDatabases(Folder));
    for (unsigned I = 0; I < Entries; ++I)
      if (Get(*Objects, *Actions, I) != payload(I, Bytes))
        fail("an entry is lost");
  });
  M.Megabytes = onDisk(Folder);
  return M;
}

} // namespace

int main(int Count, char **Words) {
  unsigned Entries = Count > 1 ? std::stoul(Words[1]) : 2000;
  size_t Bytes = Count > 2 ? std::stoul(Words[2]) : 3000;
  std::vector<Measured> Ours, Theirs;
  for (unsigned I = 0; I < Rounds; ++I)
    for (bool Llvm : {false, true}) {
      llvm::SmallString<128> Folder;
      if (llvm::sys::fs::createUniqueDirectory("torch-tidy-store", Folder))
        fail("no temporary folder");
      (Llvm ? Theirs : Ours).push_back(Llvm ? ofLlvm(Folder, Entries, Bytes) : own(Folder, Entries, Bytes));
      llvm::sys::fs::remove_directories(Folder);
    }
  auto Row = [&](const char *What, double Measured::*Field) {
    auto Middle = [&](llvm::ArrayRef<Measured> All) {
      std::vector<double> Values;
      for (const Measured &M : All)
        Values.push_back(M.*Field);
      llvm::sort(Values);
      return Values[Values.size() / 2];
    };
    llvm::outs() << llvm::format("| %s | %.2f | %.2f |\n", What, Middle(Ours), Middle(Theirs));
  };
  llvm::outs() << llvm::format("| %u entries of %zu bytes | own store | LLVM's CAS |\n|---|---|---|\n", Entries, Bytes);
  Row("open, read one (ms)", &Measured::Open);
  Row("write all (ms)", &Measured::Fill);
  Row("read all (ms)", &Measured::Read);
  Row("on the disk (MiB)", &Measured::Megabytes);
}
