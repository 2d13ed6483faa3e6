#include "Workers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Process.h"
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace torchtidy {

using llvm::StringRef;

namespace {

/// Of a worker that has no memory left.
constexpr int NoMemoryStatus = 97;
/// Before mark(), and in all: a machine may be busy, so processor time counts.
constexpr unsigned PartSeconds = 600, LeastSeconds = 60;
constexpr double TimesThePart = 20;
constexpr uint64_t StackBytes = 96 << 20; // the kernel leaves a gap of 128 MB below the stack
constexpr int IdleMilliseconds = 200;

/// In a worker: its end of the line, and the processor time at which its work began.
int Line = -1;
double Began = 0;
unsigned FixedSeconds = 0;

double processorSeconds() {
  struct timespec T = {};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &T);
  return T.tv_sec + T.tv_nsec * 1e-9;
}

void limit(int What, uint64_t Soft) {
  struct rlimit L;
  if (::getrlimit(static_cast<__rlimit_resource>(What), &L) == 0) {
    L.rlim_cur = std::min<rlim_t>(Soft, L.rlim_max);
    ::setrlimit(static_cast<__rlimit_resource>(What), &L);
  }
}

void limitTime(double Seconds) { limit(RLIMIT_CPU, static_cast<uint64_t>(processorSeconds() + Seconds) + 1); }

bool sendAll(int Fd, StringRef Bytes) {
  while (!Bytes.empty()) {
    ssize_t Put = ::send(Fd, Bytes.data(), Bytes.size(), MSG_NOSIGNAL);
    if (Put < 0 && errno == EINTR)
      continue;
    if (Put <= 0)
      return false;
    Bytes = Bytes.drop_front(Put);
  }
  return true;
}

/// A message: what it is, its length, its bytes.
bool sendMessage(int Fd, char Kind, StringRef Bytes) {
  uint64_t Size = Bytes.size();
  std::string Whole(1, Kind); // in one piece: each wakes the parent
  Whole.append(reinterpret_cast<const char *>(&Size), sizeof Size);
  Whole += Bytes;
  return sendAll(Fd, Whole);
}
constexpr size_t HeadBytes = 1 + sizeof(uint64_t);

[[noreturn]] void noMemory() { ::_exit(NoMemoryStatus); }

/// Ends with its parent, also where that has ended before this was asked for.
void endWith(int Parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != Parent)
    ::_exit(0);
}

/// The life of a worker after the fork.
[[noreturn]] void serve(int Fd, int Parent, const WorkLimits &Limits, Workers::Work Do) {
  Line = Fd;
  FixedSeconds = Limits.Seconds;
  endWith(Parent);
  // A crash is told by the parent, in one line.
  for (int Signal : {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGXCPU, SIGINT, SIGTERM, SIGQUIT})
    ::signal(Signal, SIG_DFL);
  llvm::sys::Process::PreventCoreFiles();
  std::set_new_handler(noMemory);
  llvm::install_bad_alloc_error_handler([](void *, const char *, bool) { noMemory(); });
  // The parent has read the configuration too, and said what is wrong with it.
  if (int Null = ::open("/dev/null", O_WRONLY); Null >= 0)
    ::dup2(Null, STDERR_FILENO);
  uint64_t Megabytes = Limits.Megabytes;
  if (!Megabytes)
    Megabytes = uint64_t(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE) / (1 << 20) * 3 / 4;
  limit(RLIMIT_DATA, Megabytes << 20);
  limit(RLIMIT_STACK, StackBytes);
  uint64_t Piece;
  while (::recv(Fd, &Piece, sizeof Piece, MSG_WAITALL) == sizeof Piece) {
    Began = processorSeconds();
    limitTime(FixedSeconds ? FixedSeconds : PartSeconds);
    if (!sendMessage(Fd, 'R', Do(Piece)))
      break;
  }
  ::_exit(0);
}

} // namespace

bool inAnotherProcess(bool Wait, llvm::function_ref<void()> Do) {
  int Parent = ::getpid(), Pid = ::fork();
  if (Pid == 0) {
    if (!Wait) {
      // Nobody waits for its output: a reader of ours must not either.
      ::prctl(PR_SET_PDEATHSIG, 0);
      if (int Null = ::open("/dev/null", O_RDWR); Null >= 0)
        for (int Fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
          ::dup2(Null, Fd);
      if (Line >= 0)
        ::close(Line);
      Line = -1;
      if (::nice(5) == -1) {
      }
      limitTime(PartSeconds);
    } else {
      endWith(Parent);
    }
    Do();
    ::_exit(0);
  }
  if (Pid < 0)
    return false;
  while (Wait && ::waitpid(Pid, nullptr, 0) < 0 && errno == EINTR)
    ;
  return true;
}

void Workers::mark() {
  if (Line >= 0 && !FixedSeconds)
    limitTime(std::max<double>(LeastSeconds, (processorSeconds() - Began) * TimesThePart));
}

void Workers::say(StringRef Stage) {
  if (Line >= 0)
    sendMessage(Line, 'S', Stage);
}

Workers::Process Workers::start() {
  Process P;
  int Ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, Ends) != 0)
    return P;
  int Parent = ::getpid();
  P.Pid = ::fork();
  if (P.Pid == 0) {
    ::close(Ends[0]);
    for (const Process &Other : Processes)
      if (Other.Fd >= 0)
        ::close(Other.Fd);
    serve(Ends[1], Parent, Limits, Do);
  }
  ::close(Ends[1]);
  P.Fd = Ends[0];
  if (P.Pid < 0)
    stop(P);
  return P;
}

void Workers::stop(Process &P) {
  if (P.Fd >= 0)
    ::close(P.Fd);
  if (P.Pid > 0)
    while (::waitpid(P.Pid, nullptr, 0) < 0 && errno == EINTR)
      ;
  P = {};
}

/// Why a process is gone that had work to do.
WorkEnd Workers::endOf(Process &P) {
  WorkEnd End;
  int Status = 0;
  ::close(P.Fd);
  while (::waitpid(P.Pid, &Status, 0) < 0 && errno == EINTR)
    ;
  P = {};
  if (WIFEXITED(Status) && WEXITSTATUS(Status) == NoMemoryStatus)
    End.Failure = "the analysis needs more memory than it may have (--memory-limit)";
  else if (WIFSIGNALED(Status) && WTERMSIG(Status) == SIGXCPU)
    End.Failure = "the analysis was stopped: it took too long (--time-limit)";
  else {
    End.Crashed = true;
    End.Failure = "the analysis crashed";
    if (WIFSIGNALED(Status))
      End.Failure += std::string(" (") + ::strsignal(WTERMSIG(Status)) + ")";
  }
  return End;
}

/// What came in from a process. \returns whether its work has ended.
bool Workers::receive(Process &P, WorkEnd &End) {
  char Buffer[65536];
  ssize_t Got = ::recv(P.Fd, Buffer, sizeof Buffer, 0);
  if (Got < 0 && (errno == EINTR || errno == EAGAIN))
    return false;
  if (Got <= 0) {
    End = endOf(P);
    return true;
  }
  P.Received.append(Buffer, Got);
  while (P.Received.size() >= HeadBytes) {
    uint64_t Size;
    std::memcpy(&Size, P.Received.data() + 1, sizeof Size);
    if (P.Received.size() < HeadBytes + Size)
      return false;
    char Kind = P.Received[0];
    std::string Bytes = P.Received.substr(HeadBytes, Size);
    P.Received.erase(0, HeadBytes + Size);
    if (Kind == 'R') {
      End.Bytes = std::move(Bytes);
      P.Busy = false;
      return true;
    }
    Stage = std::move(Bytes);
  }
  return false;
}

void Workers::run(const std::vector<size_t> &Pieces, llvm::function_ref<void(size_t, WorkEnd)> Done,
                  llvm::function_ref<void(const std::vector<size_t> &)> Idle) {
  Processes.resize(std::min<size_t>(Count, Pieces.size()));
  size_t Next = 0, Left = Pieces.size();
  while (Left > 0) {
    std::vector<pollfd> Polled;
    std::vector<size_t> UnderWay;
    for (Process &P : Processes) {
      if (!P.Busy && Next < Pieces.size()) {
        if (!P.Pid)
          P = start();
        uint64_t Piece = Pieces[Next];
        if (!P.Pid) {
          Done(Pieces[Next++], {"", std::string("cannot start a process: ") + std::strerror(errno), false});
          --Left;
          continue;
        }
        P.Piece = Piece;
        P.Busy = true;
        ++Next;
        sendAll(P.Fd, StringRef(reinterpret_cast<const char *>(&Piece), sizeof Piece));
      }
      if (P.Busy)
        UnderWay.push_back(P.Piece);
      Polled.push_back({P.Busy ? P.Fd : -1, POLLIN, 0});
    }
    Idle(UnderWay);
    if (::poll(Polled.data(), Polled.size(), IdleMilliseconds) <= 0)
      continue;
    for (size_t I = 0; I < Polled.size(); ++I) {
      Process &P = Processes[I];
      WorkEnd End;
      if (!Polled[I].revents || !P.Busy)
        continue;
      size_t Piece = P.Piece;
      if (receive(P, End)) {
        Done(Piece, std::move(End));
        --Left;
      }
    }
  }
  for (Process &P : Processes)
    stop(P);
  Processes.clear();
}

} // namespace torchtidy
