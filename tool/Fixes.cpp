#include "Fixes.h"
#include "Paths.h"
#include "clang/Format/Format.h"
#include "clang/Tooling/Core/Replacement.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

namespace torchtidy {

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace {

bool overlap(const Edit &A, const Edit &B) {
  if (A.Length == 0 && B.Length == 0)
    return A.Offset == B.Offset;
  return A.Offset < B.Offset + B.Length && B.Offset < A.Offset + A.Length;
}

bool sameEdit(const Edit &A, const Edit &B) {
  return A.Offset == B.Offset && A.Length == B.Length && A.Text == B.Text;
}

std::string applied(StringRef Before, const std::vector<Edit> &Edits) {
  std::string Out;
  unsigned At = 0;
  for (const Edit &E : Edits) {
    Out += Before.substr(At, E.Offset - At);
    Out += E.Text;
    At = E.Offset + E.Length;
  }
  Out += Before.substr(At);
  return Out;
}

} // namespace

uint64_t textHash(StringRef Text) { return llvm::xxh3_64bits(Text) | 1; }

void mergeRead(ReadFiles &Into, const ReadFiles &More) {
  for (const auto &[File, Hash] : More)
    if (auto [It, New] = Into.try_emplace(File, Hash); !New && It->second != Hash)
      It->second = 0;
}

namespace {

/// Clang-format's view of the edits: the same ones, and what the code around them needs.
std::vector<Edit> formatted(const std::string &Name, StringRef Before, const std::vector<Edit> &Edits,
                            const std::string &StyleName) {
  using namespace clang;
  llvm::Expected<format::FormatStyle> Style = format::getStyle(StyleName, Name, "none", Before);
  if (!Style) {
    llvm::errs() << "torch-tidy: --format-style: " << llvm::toString(Style.takeError()) << "\n";
    return Edits;
  }
  tooling::Replacements Replaces;
  for (const Edit &E : Edits)
    if (llvm::Error Error = Replaces.add(tooling::Replacement(Name, E.Offset, E.Length, E.Text))) {
      llvm::consumeError(std::move(Error));
      return Edits;
    }
  for (auto Step : {format::cleanupAroundReplacements, format::formatReplacements}) {
    llvm::Expected<tooling::Replacements> Next = Step(Before, Replaces, *Style);
    if (!Next) {
      llvm::consumeError(Next.takeError());
      return Edits;
    }
    Replaces = std::move(*Next);
  }
  std::vector<Edit> Out;
  for (const tooling::Replacement &R : Replaces)
    Out.push_back({Name, R.getOffset(), R.getLength(), R.getReplacementText().str()});
  return Out;
}

/// Collects edits file by file.
class Planner {
public:
  Planner(FixPlan &Plan, const FixChoice &Choice, const ReadFiles &Read, llvm::vfs::FileSystem &Files)
      : Plan(Plan), Choice(Choice), Read(Read), Files(Files) {}

  /// Whether the files of the edits can be changed.
  bool canChange(const std::vector<Edit> &Edits) {
    return llvm::all_of(Edits, [&](const Edit &E) {
      const std::optional<std::string> &Before = text(E.File);
      return Before && E.Offset + E.Length <= Before->size();
    });
  }

  /// False when one overlaps another: then none is taken.
  bool add(const std::vector<Edit> &Edits) {
    for (const Edit &E : Edits) {
      if (auto It = Plan.Files.find(E.File); It != Plan.Files.end())
        for (const Edit &Other : It->second.Edits)
          if (overlap(E, Other) && !sameEdit(E, Other))
            return false;
    }
    for (const Edit &E : Edits) {
      FixPlan::File &File = Plan.Files[E.File];
      if (llvm::none_of(File.Edits, [&](const Edit &O) { return sameEdit(E, O); }))
        File.Edits.push_back(E);
    }
    return true;
  }

  void finish(const std::string &FormatStyle) {
    for (auto &[Name, File] : Plan.Files) {
      // An insertion comes before the replacement that begins where it stands.
      llvm::sort(File.Edits, [](const Edit &A, const Edit &B) {
        return std::tie(A.Offset, A.Length) < std::tie(B.Offset, B.Length);
      });
      File.Before = *text(Name);
      if (!FormatStyle.empty() && FormatStyle != "none")
        File.Edits = formatted(Name, File.Before, File.Edits, FormatStyle);
      File.After = applied(File.Before, File.Edits);
    }
  }

private:
  /// The text of a file, nothing where it is not the text that was analysed.
  const std::optional<std::string> &text(const std::string &File) {
    auto [It, New] = Texts.try_emplace(File);
    if (!New)
      return It->second;
    if (Choice.MayWrite && !Choice.MayWrite(File)) {
      Plan.Outside.push_back(File);
      return It->second;
    }
    auto Buffer = Files.getBufferForFile(File);
    auto Known = Read.find(File);
    if (Buffer && (Known == Read.end() || Known->second == textHash((*Buffer)->getBuffer())))
      It->second = (*Buffer)->getBuffer().str();
    else
      Plan.Changed.push_back(File);
    return It->second;
  }

  FixPlan &Plan;
  const FixChoice &Choice;
  const ReadFiles &Read;
  llvm::vfs::FileSystem &Files;
  std::map<std::string, std::optional<std::string>> Texts;
};

} // namespace

/// The edits to apply for a finding, null when it has none that are wanted.
static const std::vector<Edit> *wantedEdits(const Finding &F, const FixChoice &Choice) {
  if (!F.Edits.empty())
    return &F.Edits;
  const FindingNote *First = F.suggestion();
  auto Suggests = [](const FindingNote &N) { return !N.Edits.empty(); };
  if (First && (Choice.Unsafe || (Choice.Sole && llvm::count_if(F.Notes, Suggests) == 1)))
    return &First->Edits;
  return nullptr;
}

FixPlan planFixes(const std::vector<Finding> &Findings, const FixChoice &Choice, const ReadFiles &Read,
                  llvm::vfs::FileSystem &Files) {
  FixPlan Plan;
  Planner Builder(Plan, Choice, Read, Files);
  for (const Finding &F : Findings) {
    const std::vector<Edit> *Edits = wantedEdits(F, Choice);
    if (!Edits || (!F.Sound && !Choice.Errors))
      continue;
    if (!Builder.canChange(*Edits))
      continue;
    if (Builder.add(*Edits))
      ++Plan.Fixed;
    else
      Plan.Losers.push_back(F.At);
  }
  Builder.finish(Choice.FormatStyle);
  return Plan;
}

unsigned writeFixes(const FixPlan &Plan, unsigned &Failed) {
  unsigned Written = 0;
  for (const auto &Entry : Plan.Files) {
    const std::string &Name = Entry.first;
    const FixPlan::File &File = Entry.second;
    auto Complain = [&](const llvm::Twine &Why) {
      llvm::errs() << "torch-tidy: " << shownPath(Name) << ": " << Why << "; the file is as it was\n";
      ++Failed;
    };
    llvm::SmallString<256> Real;
    if (fs::real_path(Name, Real)) { // through links, to the file itself
      Complain("cannot be found");
      continue;
    }
    auto Now = llvm::MemoryBuffer::getFile(Real);
    if (!Now || (*Now)->getBuffer() != File.Before) {
      Complain("has changed since it was read");
      continue;
    }
    if (fs::access(Real, fs::AccessMode::Write)) {
      Complain("cannot be written");
      continue;
    }
    fs::file_status Status;
    fs::status(Real, Status);
    llvm::SmallString<256> Temporary;
    int Descriptor;
    if (std::error_code Error = fs::createUniqueFile(Real + ".%%%%%%.tmp", Descriptor, Temporary)) {
      Complain("cannot be written: " + Error.message());
      continue;
    }
    bool Good;
    {
      llvm::raw_fd_ostream OS(Descriptor, /*shouldClose=*/true);
      OS << File.After;
      OS.close();
      Good = !OS.has_error();
      OS.clear_error();
    }
    std::error_code Error;
    if (Good) {
      fs::setPermissions(Temporary, Status.permissions());
      Error = fs::rename(Temporary, Real);
    }
    if (!Good || Error) {
      fs::remove(Temporary);
      Complain(Good ? "cannot be written: " + Error.message() : std::string("cannot be written: the disk is full?"));
      continue;
    }
    ++Written;
  }
  return Written;
}

namespace {

std::vector<StringRef> linesOf(StringRef Text) {
  std::vector<StringRef> Out;
  while (!Text.empty()) {
    size_t End = Text.find('\n');
    size_t Size = End == StringRef::npos ? Text.size() : End + 1;
    Out.push_back(Text.take_front(Size));
    Text = Text.drop_front(Size);
  }
  return Out;
}

void putLine(llvm::raw_ostream &OS, char Sign, StringRef Line) {
  OS << Sign << Line;
  if (!Line.ends_with("\n"))
    OS << "\n\\ No newline at end of file\n";
}

/// A run of lines that changes: [OldBegin, OldEnd) becomes [NewBegin, NewEnd).
struct Change {
  size_t OldBegin, OldEnd, NewBegin, NewEnd;
};

std::vector<Change> changesOf(const FixPlan::File &File) {
  std::vector<Change> Out;
  long Shift = 0; // lines of the new text minus lines of the old, so far
  auto LineAt = [&](size_t Offset) { return static_cast<size_t>(StringRef(File.Before).take_front(Offset).count('\n')); };
  for (size_t I = 0; I < File.Edits.size();) {
    size_t Begin = LineAt(File.Edits[I].Offset), End = Begin + 1;
    long Delta = 0;
    while (I < File.Edits.size() && LineAt(File.Edits[I].Offset) < End) {
      const Edit &E = File.Edits[I];
      StringRef Gone = StringRef(File.Before).substr(E.Offset, E.Length);
      End = std::max(End, LineAt(E.Offset + E.Length) + 1);
      Delta += static_cast<long>(StringRef(E.Text).count('\n')) - static_cast<long>(Gone.count('\n'));
      ++I;
    }
    Change C;
    C.OldBegin = Begin;
    C.OldEnd = End;
    C.NewBegin = Begin + Shift;
    C.NewEnd = End + Shift + Delta;
    Shift += Delta;
    Out.push_back(C);
  }
  return Out;
}

} // namespace

std::string diffOf(const FixPlan &Plan) {
  constexpr size_t Context = 3;
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  for (const auto &[Name, File] : Plan.Files) {
    if (File.Before == File.After)
      continue;
    std::vector<StringRef> Old = linesOf(File.Before), New = linesOf(File.After);
    std::vector<Change> Changes = changesOf(File);
    std::string Shown = shownPath(Name);
    OS << "--- a/" << StringRef(Shown).ltrim('/') << "\n+++ b/" << StringRef(Shown).ltrim('/') << "\n";
    for (size_t I = 0; I < Changes.size();) {
      size_t J = I + 1;
      while (J < Changes.size() && Changes[J].OldBegin <= Changes[J - 1].OldEnd + 2 * Context)
        ++J;
      // Edits at the very end may name a line behind the last one.
      auto Clamp = [](size_t N, size_t Max) { return std::min(N, Max); };
      size_t OldFrom = Changes[I].OldBegin > Context ? Changes[I].OldBegin - Context : 0;
      size_t OldTo = Clamp(Changes[J - 1].OldEnd + Context, Old.size());
      size_t NewFrom = Changes[I].NewBegin - (Changes[I].OldBegin - OldFrom);
      size_t NewTo = Clamp(Changes[J - 1].NewEnd + (OldTo - Clamp(Changes[J - 1].OldEnd, Old.size())), New.size());
      OS << "@@ -" << (OldFrom + 1) << "," << (OldTo - OldFrom) << " +" << (NewFrom + 1) << "," << (NewTo - NewFrom)
         << " @@\n";
      size_t At = OldFrom;
      for (; I < J; ++I) {
        for (; At < Changes[I].OldBegin; ++At)
          putLine(OS, ' ', Old[At]);
        for (; At < Clamp(Changes[I].OldEnd, Old.size()); ++At)
          putLine(OS, '-', Old[At]);
        for (size_t L = Changes[I].NewBegin; L < Clamp(Changes[I].NewEnd, New.size()); ++L)
          putLine(OS, '+', New[L]);
      }
      for (; At < OldTo; ++At)
        putLine(OS, ' ', Old[At]);
    }
  }
  return Text;
}

} // namespace torchtidy
