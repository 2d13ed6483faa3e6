/// How far a run is, on standard error: a line that is written over on a terminal, a plain line now and then in CI,
/// nothing elsewhere.
#pragma once

#include "Options.h"
#include "llvm/ADT/StringRef.h"
#include <chrono>

namespace torchtidy {

class Progress {
public:
  Progress(const Options &Opts, size_t Total);
  ~Progress() { clear(); }
  /// One more file is done.
  void ended() { ++Done; }
  /// \param File one of those under way. \param Stage what is done besides; empty when nothing special.
  void show(llvm::StringRef File, llvm::StringRef Stage);
  /// Before anything else is printed.
  void clear();

private:
  std::string line(llvm::StringRef File, llvm::StringRef Stage, double Seconds) const;

  bool Quiet, Terminal, Shown = false;
  size_t Total, Done = 0;
  std::string LastStage;
  std::chrono::steady_clock::time_point Start, Last;
};

} // namespace torchtidy
