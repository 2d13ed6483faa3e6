#include "Reporters.h"
#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/YAMLTraits.h"
#include <map>

namespace torchtidy {

using llvm::StringRef;

std::string shownPath(StringRef File) {
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  StringRef Rest = File;
  if (!Here.empty() && Rest.consume_front(Here) && Rest.consume_front("/"))
    return Rest.str();
  return File.str();
}

namespace {

/// The line of the source at a place, without its end; empty where it cannot be read.
class Lines {
public:
  StringRef at(const Place &P) {
    if (P.File.empty() || P.Line == 0)
      return {};
    auto [It, New] = Buffers.try_emplace(P.File);
    if (New)
      if (auto B = llvm::MemoryBuffer::getFile(P.File))
        It->second = std::move(*B);
    if (!It->second)
      return {};
    StringRef Text = It->second->getBuffer().drop_front(std::min<size_t>(P.Offset - (P.Column - 1), It->second->getBufferSize()));
    return Text.take_until([](char C) { return C == '\n' || C == '\r'; });
  }

private:
  std::map<std::string, std::unique_ptr<llvm::MemoryBuffer>> Buffers;
};

void printOne(llvm::raw_ostream &OS, Lines &Source, const Place &At, Severity Level, const std::string &Message,
              bool Colour) {
  const char *Name = Level == Severity::Error ? "error" : Level == Severity::Warning ? "warning" : "note";
  auto Paint = [&](llvm::raw_ostream::Colors C) {
    if (Colour)
      OS.changeColor(C, true);
  };
  if (!At.File.empty())
    OS << shownPath(At.File) << ":" << At.Line << ":" << At.Column << ": ";
  Paint(Level == Severity::Error     ? llvm::raw_ostream::RED
        : Level == Severity::Warning ? llvm::raw_ostream::MAGENTA
                                     : llvm::raw_ostream::CYAN);
  OS << Name << ": ";
  if (Colour)
    OS.resetColor();
  OS << Message << "\n";
  StringRef Line = Source.at(At);
  if (Line.empty())
    return;
  std::string Number = std::to_string(At.Line);
  OS << std::string(Number.size() < 5 ? 5 - Number.size() : 0, ' ') << Number << " | " << Line << "\n";
  OS << "      | ";
  for (unsigned I = 0; I + 1 < At.Column && I < Line.size(); ++I)
    OS << (Line[I] == '\t' ? '\t' : ' ');
  Paint(llvm::raw_ostream::GREEN);
  OS << "^\n";
  if (Colour)
    OS.resetColor();
}

} // namespace

void reportText(llvm::raw_ostream &OS, const std::vector<Finding> &Findings, bool Colour) {
  Lines Source;
  for (const Finding &F : Findings) {
    std::string Check = F.Check + (F.WarningAsError ? ",-warnings-as-errors" : "");
    printOne(OS, Source, F.At, F.Level, F.Message + " [" + Check + "]", Colour);
    for (const FindingNote &N : F.Notes)
      printOne(OS, Source, N.At, Severity::Note, N.Message, Colour);
  }
}

static void jsonPlace(llvm::json::OStream &J, const Place &P) {
  J.attribute("file", shownPath(P.File));
  J.attribute("line", P.Line);
  J.attribute("column", P.Column);
  J.attribute("offset", P.Offset);
}

static void jsonEdits(llvm::json::OStream &J, StringRef Key, const std::vector<Edit> &Edits) {
  J.attributeArray(Key, [&] {
    for (const Edit &E : Edits)
      J.object([&] {
        J.attribute("file", shownPath(E.File));
        J.attribute("offset", E.Offset);
        J.attribute("length", E.Length);
        J.attribute("text", llvm::json::fixUTF8(E.Text));
      });
  });
}

void reportJson(llvm::raw_ostream &OS, const std::vector<Finding> &Findings) {
  llvm::json::OStream J(OS, 1);
  J.object([&] {
    J.attribute("version", 1);
    J.attribute("tool", "torch-tidy");
    J.attributeArray("findings", [&] {
      for (const Finding &F : Findings)
        J.object([&] {
          J.attribute("check", F.Check);
          J.attribute("severity", F.Level == Severity::Error     ? "error"
                                  : F.Level == Severity::Warning ? "warning"
                                                                 : "note");
          jsonPlace(J, F.At);
          J.attribute("message", llvm::json::fixUTF8(F.Message));
          J.attributeArray("notes", [&] {
            for (const FindingNote &N : F.Notes)
              J.object([&] {
                jsonPlace(J, N.At);
                J.attribute("message", llvm::json::fixUTF8(N.Message));
                if (!N.Edits.empty())
                  jsonEdits(J, "suggestion", N.Edits);
              });
          });
          if (!F.Edits.empty())
            jsonEdits(J, "fix", F.Edits);
        });
    });
  });
  OS << "\n";
}

void reportYaml(llvm::raw_ostream &OS, const std::vector<Finding> &Findings) {
  using namespace clang::tooling;
  TranslationUnitDiagnostics Unit;
  auto Message = [](StringRef Text, const Place &At, const std::vector<Edit> &Edits) {
    DiagnosticMessage M(Text);
    M.FilePath = At.File;
    M.FileOffset = At.Offset;
    for (const Edit &E : Edits)
      llvm::consumeError(M.Fix[E.File].add(Replacement(E.File, E.Offset, E.Length, E.Text)));
    return M;
  };
  for (const Finding &F : Findings) {
    if (Unit.MainSourceFile.empty())
      Unit.MainSourceFile = F.MainFile;
    llvm::SmallVector<DiagnosticMessage, 1> Notes;
    for (const FindingNote &N : F.Notes)
      Notes.push_back(Message(N.Message, N.At, N.Edits));
    Unit.Diagnostics.emplace_back(F.Check, Message(F.Message, F.At, F.Edits), Notes,
                                  F.Level == Severity::Error ? Diagnostic::Error : Diagnostic::Warning,
                                  F.BuildDirectory);
  }
  llvm::yaml::Output Out(OS);
  Out << Unit;
}

} // namespace torchtidy
