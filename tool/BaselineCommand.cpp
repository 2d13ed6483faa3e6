#include "BaselineCommand.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>

namespace torchtidy {

static bool cannot(const llvm::Twine &Do, llvm::Error Error) {
  llvm::errs() << "torch-tidy: " << Do << llvm::toString(std::move(Error)) << "\n";
  return false;
}

/// Whether an entry of a path can be judged: the file was looked at, or it is gone.
static std::function<bool(const std::string &)> judged(const std::set<std::string> &Looked, Project &Where) {
  std::set<std::string> Paths;
  for (const std::string &File : Looked)
    Paths.insert(Where.path(File));
  return [Paths = std::move(Paths), Root = Where.root()](const std::string &Path) {
    return Paths.count(Path) || !llvm::sys::fs::exists(Root + "/" + Path);
  };
}

int applyBaseline(const Options &Opts, const std::set<std::string> &Looked, Project &Where,
                  std::vector<Finding> &Findings, std::vector<Finding> &Known) {
  llvm::Expected<Baseline> Read = Baseline::read(Opts.BaselineFile);
  if (!Read) {
    cannot("cannot read the baseline '" + Opts.BaselineFile + "': ", Read.takeError());
    return 2;
  }
  Read->split(Findings, Known);
  std::vector<BaselineEntry> Stale = Read->takeStale(judged(Looked, Where));
  if (Opts.Run == Options::Command::BaselinePrune) {
    if (llvm::Error Error = Read->write(Opts.BaselineFile))
      return cannot("", std::move(Error)) ? 0 : 2;
    llvm::errs() << "Took " << Stale.size() << " of " << Stale.size() + Read->size() << " entries out of "
                 << Opts.BaselineFile << ".\n";
    return 0;
  }
  if (Stale.empty())
    return 0;
  if (!Opts.Quiet)
    for (const BaselineEntry &E : Stale)
      llvm::errs() << "torch-tidy: " << E.Path << ": " << E.Check << (E.Enclosing.empty() ? "" : " in '" + E.Enclosing + "'")
                   << " is in the baseline and is no longer found\n";
  llvm::errs() << "torch-tidy: " << Stale.size() << (Stale.size() == 1 ? " entry" : " entries") << " of '"
               << Opts.BaselineFile << "' without a finding; 'torch-tidy baseline prune' takes them out\n";
  return Opts.StrictBaseline ? 1 : 0;
}

bool writeBaseline(const Options &Opts, const std::vector<Finding> &Findings, const std::set<std::string> &Looked,
                   Project &Where) {
  Baseline B;
  if (llvm::sys::fs::exists(Opts.BaselineFile)) {
    llvm::Expected<Baseline> Read = Baseline::read(Opts.BaselineFile);
    if (!Read)
      return cannot("'" + Opts.BaselineFile + "' is there and is no baseline: ", Read.takeError());
    B = std::move(*Read);
  }
  std::set<std::string> Replaced = Looked;
  for (const Finding &F : Findings)
    Replaced.insert(F.At.File);
  B.forget(judged(Replaced, Where));
  size_t Kept = B.size();
  for (const Finding &F : Findings)
    if (!F.isCompileError())
      B.add(F, Where);
  if (llvm::Error Error = B.write(Opts.BaselineFile))
    return cannot("", std::move(Error));
  llvm::errs() << "Wrote " << B.size() << " entries to " << Opts.BaselineFile;
  if (Kept)
    llvm::errs() << ", of which " << Kept << " are of files that were not analysed";
  llvm::errs() << ".\n";
  return true;
}

} // namespace torchtidy
