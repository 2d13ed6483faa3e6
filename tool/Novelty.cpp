#include "Novelty.h"
#include "Fingerprint.h"
#include "Schedule.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

namespace torchtidy {

static bool sameEdits(const std::vector<Edit> &A, const std::vector<Edit> &B) {
  auto Key = [](const Edit &E) { return std::tie(E.File, E.Offset, E.Length, E.Text); };
  return llvm::equal(A, B, [&](const Edit &X, const Edit &Y) { return Key(X) == Key(Y); });
}

std::vector<Place> sortAndUnique(std::vector<Finding> &Findings) {
  llvm::sort(Findings, [](const Finding &A, const Finding &B) {
    if (A.key() != B.key())
      return A.key() < B.key();
    return A.Sound != B.Sound ? A.Sound : A.MainFile < B.MainFile;
  });
  std::vector<Place> Disputed;
  std::vector<Finding> Out;
  for (Finding &F : Findings) {
    if (Out.empty() || Out.back().key() != F.key()) {
      Out.push_back(std::move(F));
      continue;
    }
    Finding &Kept = Out.back();
    if (Kept.Edits.empty() || (Kept.Sound && !F.Sound) || sameEdits(Kept.Edits, F.Edits))
      continue;
    Disputed.push_back(Kept.At);
    if (F.Edits.empty())
      Kept = std::move(F);
    else
      Kept.Edits.clear();
  }
  Findings = std::move(Out);
  return Disputed;
}

namespace {

/// The same compilation, of the file as it was called.
Job renamed(Job J, const std::string &Name) {
  for (clang::tooling::CompileCommand &C : J.Commands) {
    for (std::string &Word : C.CommandLine)
      if (absoluteIn(Word, C.Directory) == J.File)
        Word = Name;
    C.Filename = Name;
  }
  J.File = Name;
  return J;
}

} // namespace

void dropOld(const Options &Opts, Store *Cache, std::vector<Finding> &Findings, const std::vector<Job> &Jobs,
             GitVersion &Old, Project &Where, llvm::function_ref<bool(const std::string &)> Touched) {
  auto View = Old.files();
  CompileCommands Commands(Opts, *View);
  std::map<std::string, Job> Again;
  auto Add = [&](const std::string &File) {
    std::string Before = Old.nameHere(File);
    if (!View->exists(Before))
      return false;
    auto Known = llvm::find_if(Jobs, [&](const Job &J) { return J.File == File; });
    Again.try_emplace(Before, Known == Jobs.end() ? Commands.jobFor(Before) : renamed(*Known, Before));
    return true;
  };
  auto IsOld = [&](const Finding &F) { return !F.isCompileError() && !F.MainFile.empty() && !Touched(F.MainFile); };
  llvm::erase_if(Findings, IsOld);
  for (const Finding &F : Findings)
    if (!F.isCompileError() && !Add(F.MainFile)) // a new file that includes an old one
      Add(F.At.File);
  std::vector<Job> Before;
  for (auto &[File, J] : Again)
    Before.push_back(std::move(J));
  std::vector<Finding> Was;
  analyseAll(Opts, Before, [&] { return Old.files(); }, [&](const Job &J, FileResult R) {
    if (R.CompileErrors && !Opts.Quiet)
      llvm::errs() << "torch-tidy: " << shownPath(J.File) << ": its old version does not compile (" << R.FirstError
                   << "); what it hides there is taken as new\n";
    llvm::move(R.Findings, std::back_inserter(Was));
  }, Cache);
  sortAndUnique(Was);
  Sources Text(View);
  fingerprint(Was, Text, [&](llvm::StringRef File) { return Where.path(Old.nameOnDisk(File)); });
  llvm::StringSet<> Known;
  for (const Finding &F : Was)
    Known.insert(F.Fingerprint);
  llvm::erase_if(Findings, [&](const Finding &F) { return !F.isCompileError() && Known.contains(F.Fingerprint); });
}

} // namespace torchtidy
