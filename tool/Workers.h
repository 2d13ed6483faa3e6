/// Work in processes of its own: what one piece of work does to its process, it does to itself only.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace torchtidy {

/// What a worker may use for one piece of work.
struct WorkLimits {
  unsigned Seconds = 0;   ///< of processor time; 0: many times what the part before mark() took
  uint64_t Megabytes = 0; ///< 0: three quarters of the machine's memory
};

/// What became of a piece of work.
struct WorkEnd {
  std::string Bytes; ///< what it returned
  std::string Failure; ///< why it returned nothing; empty when it did
  bool Crashed = false;
};

/// Does something in a process of its own. Beside this one it goes on when this one has ended, but not after Ctrl-C.
/// \returns whether it could be started.
bool inAnotherProcess(bool Wait, llvm::function_ref<void()> Do);

class Workers {
public:
  using Work = llvm::function_ref<std::string(size_t)>;
  /// \param Count of processes, forked at once: the program must not have threads.
  Workers(unsigned Count, const WorkLimits &Limits, Work Do) : Count(Count), Limits(Limits), Do(Do) {}
  /// Does the pieces of work in the order given, as processes are free; `Done` is called as they end, in this process.
  /// \param Idle is called some times a second, with the pieces that are under way.
  void run(const std::vector<size_t> &Pieces, llvm::function_ref<void(size_t, WorkEnd)> Done,
           llvm::function_ref<void(const std::vector<size_t> &)> Idle);

  /// Within a piece of work: the part is over whose time says how long the rest may take.
  static void mark();
  /// Within a piece of work: what it does now, for whoever watches. Empty: nothing special.
  static void say(llvm::StringRef Stage);
  /// What a worker said last.
  const std::string &stage() const { return Stage; }

private:
  struct Process {
    int Pid = 0, Fd = -1;
    bool Busy = false;
    size_t Piece = 0;
    std::string Received;
  };
  Process start();
  void stop(Process &P);
  WorkEnd endOf(Process &P);
  bool receive(Process &P, WorkEnd &End);

  unsigned Count;
  WorkLimits Limits;
  Work Do;
  std::vector<Process> Processes;
  std::string Stage;
};

} // namespace torchtidy
