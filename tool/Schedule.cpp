#include "Schedule.h"
#include "Configuration.h"
#include "Progress.h"
#include "PythonFiles.h"
#include "Workers.h"
#include "cache/Bytes.h"
#include "cache/ResultCache.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Threading.h"
#include <thread>
#include <unistd.h>

namespace torchtidy {

using llvm::StringRef;

namespace {

using View = llvm::function_ref<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>()>;

/// What one analysis may take at its height, so that the machine does not swap.
constexpr uint64_t BytesPerWorker = 700ull << 20;

bool isAnalysed(const Job &J) { return !J.Skipped && J.Problem.empty(); }

/// Everything besides texts and flags that findings depend on, by the folder of the file.
class Settings {
public:
  explicit Settings(const Options &Opts) : Opts(Opts) { Provider = configuration(Opts, Error); }
  /// Nothing when the configuration cannot be read.
  std::optional<Hash> of(const std::string &File) {
    if (!Provider)
      return std::nullopt;
    bool Python = isPythonSource(File);
    auto [It, New] = ByFolder.try_emplace({llvm::sys::path::parent_path(File).str(), Python});
    if (New) {
      Packer P;
      std::string Text = clang::tidy::configurationAsText(Provider->getOptions(File)), Lines = Opts.LineFilter;
      if (Python && !Opts.ignoresProject())
        Text += pyProjectText(File);
      Hash Program = programIdentity();
      bool Statistics = Opts.Statistics, Skip = Opts.SkipBodies, All = !Opts.LeaveOut, Notes = Opts.FixNotes, Any = Opts.AllowNoChecks,
           Unused = Opts.UnusedSuppressions;
      std::vector<std::string> Before = Opts.ExtraArgsBefore, After = Opts.ExtraArgs, Removed = Opts.RemovedArgs;
      for (const char *Name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX", "SDKROOT"})
        Lines += "\n" + llvm::sys::Process::GetEnv(Name).value_or("");
      P(Program, Text, Lines, Statistics, Skip, All, Notes, Any, Unused, Before, After, Removed);
      It->second = hashOf(P.Bytes);
    }
    return It->second;
  }

private:
  const Options &Opts;
  std::string Error;
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> Provider;
  std::map<std::pair<std::string, bool>, Hash> ByFolder; ///< and whether it is Python
};

/// Whether results may come from the cache and go there: what cannot be told from files is made anew.
bool answersFromCache(const Options &Opts) {
  return Opts.VfsOverlay.empty() && !Opts.Profile && Opts.StoreProfile.empty() && Opts.Run != Options::Command::Explain;
}

unsigned workersFor(const Options &Opts, size_t Pieces) {
  uint64_t Fit = uint64_t(::sysconf(_SC_AVPHYS_PAGES)) * ::sysconf(_SC_PAGESIZE) / BytesPerWorker;
  unsigned Count = llvm::hardware_concurrency(Opts.Jobs).compute_thread_count();
  if (!Opts.Jobs)
    Count = std::min<uint64_t>(Count, std::max<uint64_t>(Fit, 1));
  return std::min<size_t>(Count, Pieces);
}

} // namespace

std::unique_ptr<Store> openCache(const Options &Opts) {
  if (!Opts.UseCache)
    return nullptr;
  std::string Why;
  auto Cache = Store::open(Opts.CacheFolder.empty() ? Store::defaultFolder() : Opts.CacheFolder, Why);
  if (!Cache && !Opts.Quiet)
    llvm::errs() << "torch-tidy: " << Why << "\n";
  return Cache;
}

bool closeCache(const Options &Opts, Store &Cache) {
  Cache.pruneNowAndThen(Opts.CacheMegabytes << 20);
  return Cache.problem().empty();
}

void analyseAll(const Options &Opts, const std::vector<Job> &Jobs, View Files,
                llvm::function_ref<void(const Job &, FileResult)> Done, Store *Cache) {
  if (!answersFromCache(Opts))
    Cache = nullptr;
  std::vector<std::optional<FileResult>> Results(Jobs.size());
  std::vector<std::optional<Hash>> Keys(Jobs.size());
  std::vector<std::pair<uint64_t, size_t>> Open; // by size
  size_t Told = 0;
  auto Tell = [&] {
    for (; Told < Jobs.size() && Results[Told]; ++Told) {
      Done(Jobs[Told], std::move(*Results[Told]));
      Results[Told].emplace(); // its memory goes now
    }
  };
  Settings Configured(Opts);
  auto Shown = Files();
  std::optional<ResultCache> Known;
  if (Cache && Opts.ResultCache)
    Known.emplace(*Cache, Shown);
  for (size_t I = 0; I < Jobs.size(); ++I) {
    const Job &J = Jobs[I];
    if (!isAnalysed(J)) {
      Results[I].emplace();
      continue;
    }
    std::optional<Hash> Of = Configured.of(J.File); // also says what is wrong with the configuration
    if (Of && Known)
      if (auto Text = Shown->getBufferForFile(J.File)) {
        Keys[I] = ResultCache::key(J, *Of, (*Text)->getBuffer());
        Results[I] = Known->find(*Keys[I]);
      }
    if (!Results[I]) {
      auto Status = Shown->status(J.File);
      Open.push_back({Status ? Status->getSize() : 0, I});
    }
  }
  // The largest first: no long one is left to the end.
  llvm::sort(Open, [](const auto &A, const auto &B) { return A.first != B.first ? A.first > B.first : A.second < B.second; });
  std::vector<size_t> Pieces;
  for (auto [Size, I] : Open)
    Pieces.push_back(I);
  std::optional<Prefilter> Filter; // each worker has its own copy, of the next one too
  if (Opts.Prefilter)
    Filter.emplace(Cache, Files());
  std::optional<HeaderCache> Headers;
  if (Cache && Opts.HeaderCache)
    Headers.emplace(*Cache, Files());
  // One file does not wait until its headers are precompiled.
  bool Beside = Pieces.size() == 1 && Opts.Jobs != 1 && std::thread::hardware_concurrency() > 1;
  auto How = Beside ? HeaderCache::Make::Beside : HeaderCache::Make::Here;
  auto Analyse = [&](size_t I) {
    return Driver(Opts, Files(), Cache, Filter ? &*Filter : nullptr, Headers ? &*Headers : nullptr, How).run(Jobs[I], Keys[I]);
  };
  if (Opts.Profile) { // printed by the engine itself, as files end
    for (size_t I : Pieces)
      Results[I] = Analyse(I);
    return Tell();
  }
  Progress Bar(Opts, Pieces.size());
  auto Work = [&](size_t I) {
    FileResult R = Analyse(I);
    Packer P;
    P(R);
    return std::move(P.Bytes);
  };
  Workers Crew(workersFor(Opts, Pieces.size()), {Opts.TimeLimit, Opts.MemoryLimit}, Work);
  Crew.run(
      Pieces,
      [&](size_t I, WorkEnd End) {
        FileResult &R = Results[I].emplace();
        if (End.Failure.empty()) {
          Unpacker U(End.Bytes);
          U(R);
        }
        R.Failure = End.Failure;
        Bar.ended();
        if (Told < Jobs.size() && Results[Told]) {
          Bar.clear();
          Tell();
        }
      },
      [&](const std::vector<size_t> &UnderWay) {
        Bar.show(UnderWay.empty() ? "" : Jobs[UnderWay.front()].File, Crew.stage());
      });
  Bar.clear();
  Tell();
}

} // namespace torchtidy
