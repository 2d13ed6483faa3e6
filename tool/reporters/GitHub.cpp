#include "Reporter.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"

namespace torchtidy {

using llvm::StringRef;

namespace {

constexpr unsigned MostOfAKind = 10;          // annotations of one level and step that GitHub shows
constexpr size_t MostOfASummary = 1000 * 1024; // GitHub drops a summary of more than 1 MiB
constexpr size_t MostOfAMessage = 64 * 1024;

std::string escaped(StringRef Text, bool Property) {
  std::string Out;
  for (char C : Text)
    switch (C) {
    case '%':
      Out += "%25";
      break;
    case '\r':
      Out += "%0D";
      break;
    case '\n':
      Out += "%0A";
      break;
    case ':':
    case ',':
      Out += !Property ? StringRef(&C, 1) : C == ':' ? "%3A" : "%2C";
      break;
    default:
      Out += C;
    }
  return Out;
}

/// At most `Size` bytes, not in the middle of a character.
StringRef head(StringRef Text, size_t Size) {
  if (Text.size() <= Size)
    return Text;
  while (Size && (static_cast<unsigned char>(Text[Size]) & 0xc0) == 0x80)
    --Size;
  return Text.take_front(Size);
}

const char *command(const Finding &F) {
  return F.Level == Severity::Error ? "error" : F.Level == Severity::Warning ? "warning" : "notice";
}

void annotation(llvm::raw_ostream &OS, const Finding &F, const Report &R) {
  OS << "::" << command(F) << " title=" << escaped(utf8(F.Check), true);
  if (!F.At.File.empty()) {
    EditorPlace From = R.Text.editorPlace(F.At.File, F.At.Offset);
    EditorPlace To = R.Text.editorPlace(F.At.File, R.Text.endOfName(F.At));
    OS << ",file=" << escaped(utf8(R.Where.path(F.At.File)), true) << ",line=" << From.Line << ",endLine=" << To.Line;
    if (From.Line == To.Line)
      OS << ",col=" << From.Column << ",endColumn=" << To.Column;
  }
  OS << "::" << escaped(head(utf8(messageWithNotes(F, R.Where)), MostOfAMessage), false) << "\n";
}

/// For a cell of a Markdown table.
std::string cell(StringRef Text) {
  std::string Out;
  for (char C : utf8(Text)) {
    if (C == '\n' || C == '\r') {
      Out += ' ';
      continue;
    }
    if (StringRef("\\`*_{}[]<>#|~&").contains(C))
      Out += '\\';
    Out += C;
  }
  return Out;
}

void summary(llvm::raw_ostream &OS, const Report &R) {
  std::string Text = "### torch-tidy\n\n";
  if (R.Findings.empty())
    Text += "No findings.\n";
  else
    Text += std::to_string(R.Findings.size()) + (R.Findings.size() == 1 ? " finding" : " findings") +
            "\n\n| place | severity | check | message |\n|---|---|---|---|\n";
  size_t Written = 0;
  for (const Finding &F : R.Findings) {
    std::string Where = F.At.File.empty() ? "" : R.Where.path(F.At.File) + ":" + std::to_string(F.At.Line);
    std::string Row = "| " + cell(Where) + " | " + severityName(F) + " | " + cell(F.Check) + " | " +
                      cell(head(F.Message, MostOfAMessage)) + " |\n";
    if (Text.size() + Row.size() > MostOfASummary)
      break;
    Text += Row;
    ++Written;
  }
  if (Written < R.Findings.size())
    Text += "\n" + std::to_string(R.Findings.size() - Written) + " more are left out.\n";
  OS << Text;
}

} // namespace

void reportGitHub(llvm::raw_ostream &OS, const Report &R) {
  unsigned Count[3] = {}, Left = 0;
  for (const Finding &F : R.Findings)
    if (Count[static_cast<int>(F.Level)]++ < MostOfAKind)
      annotation(OS, F, R);
    else
      ++Left;
  std::optional<std::string> Summary = llvm::sys::Process::GetEnv("GITHUB_STEP_SUMMARY");
  bool HasSummary = Summary && !Summary->empty();
  if (Left) // no annotation: that would take the place of a finding
    OS << Left << " more findings, of which GitHub shows no annotation"
       << (HasSummary ? "; the summary of the job has them\n" : "; a report in SARIF has them\n");
  if (!HasSummary)
    return;
  std::error_code Error;
  llvm::raw_fd_ostream File(*Summary, Error, llvm::sys::fs::CD_OpenAlways, llvm::sys::fs::FA_Write,
                            llvm::sys::fs::OF_Append);
  if (!Error)
    summary(File, R);
  File.close();
  if (Error || File.has_error())
    llvm::errs() << "torch-tidy: cannot write the summary of the job, '" << *Summary << "'\n";
  File.clear_error();
}

} // namespace torchtidy
