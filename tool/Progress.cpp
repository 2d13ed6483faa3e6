#include "Progress.h"
#include "Paths.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace torchtidy {

using llvm::StringRef;
using Seconds = std::chrono::duration<double>;

namespace {

/// Nothing is shown of what is over at once.
constexpr double FirstSeconds = 0.5, EveryTerminal = 0.2, EveryPlain = 5;

} // namespace

Progress::Progress(const Options &Opts, size_t Total)
    : Quiet(Opts.Quiet || (!llvm::sys::Process::StandardErrIsDisplayed() && !llvm::sys::Process::GetEnv("CI"))),
      Terminal(llvm::sys::Process::StandardErrIsDisplayed()), Total(Total),
      Start(std::chrono::steady_clock::now()), Last(Start) {}

std::string Progress::line(StringRef File, StringRef Stage, double Spent) const {
  std::string Out = llvm::formatv("{0}/{1} files", Done, Total);
  if (Done > 0 && Spent > 0) {
    double Rate = Done / Spent;
    Out += llvm::formatv(Rate < 10 ? ", {0:F1}/s" : ", {0:F0}/s", Rate).str();
    Out += llvm::formatv(", {0} s left", static_cast<unsigned>((Total - Done) / Rate + 0.5)).str();
  }
  if (!Stage.empty())
    Out += ", " + Stage.str();
  else if (!File.empty())
    Out += ": " + shownPath(File);
  return Out;
}

void Progress::show(StringRef File, StringRef Stage) {
  if (Quiet)
    return;
  auto Now = std::chrono::steady_clock::now();
  double Spent = Seconds(Now - Start).count(), Since = Seconds(Now - Last).count();
  if (Spent < FirstSeconds || Since < (Terminal ? EveryTerminal : EveryPlain))
    return;
  Last = Now;
  std::string Text = line(File, Stage, Spent);
  if (!Terminal) {
    llvm::errs() << "torch-tidy: " << Text << "\n";
    return;
  }
  unsigned Columns = std::max(llvm::sys::Process::StandardErrColumns(), 20u);
  if (Text.size() >= Columns)
    Text = Text.substr(0, Columns - 4) + "...";
  llvm::errs() << "\r\033[K" << Text;
  llvm::errs().flush();
  Shown = true;
}

void Progress::clear() {
  if (Shown)
    llvm::errs() << "\r\033[K";
  Shown = false;
}

} // namespace torchtidy
