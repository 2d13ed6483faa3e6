#include "python/Notebook.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/JSON.h"

namespace torchtidy::python {

using llvm::StringRef;

namespace {

/// Walks over JSON and says where its strings lie, which LLVM's parser does not. The text has been parsed by LLVM before,
/// so it is known to be well formed.
class Walker {
public:
  explicit Walker(StringRef Json) : Json(Json) {}

  struct CodeCell {
    unsigned Number = 0;
    std::vector<std::pair<size_t, size_t>> Strings; ///< of `source`, between their quotes
  };
  std::vector<CodeCell> codeCells() {
    std::vector<CodeCell> Out;
    unsigned Number = 0;
    members([&](StringRef Key) {
      if (Key != "cells")
        return skip();
      elements([&] {
        CodeCell Cell;
        Cell.Number = ++Number;
        bool Code = false;
        members([&](StringRef Name) {
          if (Name == "cell_type") {
            auto [Begin, End] = string();
            Code = Json.slice(Begin, End) == "code";
          } else if (Name == "source") {
            sourceStrings(Cell);
          } else {
            skip();
          }
        });
        if (Code)
          Out.push_back(std::move(Cell));
      });
    });
    return Out;
  }

private:
  char peek() {
    while (At < Json.size() && llvm::isSpace(Json[At]))
      ++At;
    return At < Json.size() ? Json[At] : 0;
  }
  bool take(char C) {
    if (peek() != C)
      return false;
    ++At;
    return true;
  }
  std::pair<size_t, size_t> string() {
    peek();
    size_t Begin = ++At;
    while (At < Json.size() && Json[At] != '"')
      At += Json[At] == '\\' ? 2 : 1;
    return {Begin, At++};
  }
  void sourceStrings(CodeCell &Cell) {
    if (peek() == '"')
      Cell.Strings.push_back(string());
    else if (peek() == '[')
      elements([&] {
        if (peek() == '"')
          Cell.Strings.push_back(string());
        else
          skip();
      });
    else
      skip();
  }
  template <typename Function> void members(Function Each) {
    if (!take('{'))
      return skip();
    while (At < Json.size() && peek() != '}') {
      auto [Begin, End] = string();
      take(':');
      Each(Json.slice(Begin, End));
      take(',');
    }
    take('}');
  }
  template <typename Function> void elements(Function Each) {
    if (!take('['))
      return skip();
    while (At < Json.size() && peek() != ']') {
      Each();
      take(',');
    }
    take(']');
  }
  /// One value, without recursion: outputs may be deep.
  void skip() {
    unsigned Depth = 0;
    do {
      char C = peek();
      if (C == '"') {
        string();
        continue;
      }
      if (C == '{' || C == '[')
        ++Depth;
      else if (C == '}' || C == ']')
        --Depth;
      if (llvm::StringRef("{}[],:").contains(C))
        ++At;
      else
        while (At < Json.size() && !llvm::StringRef("{}[],:\"").contains(Json[At]) && !llvm::isSpace(Json[At]))
          ++At;
    } while (At < Json.size() && Depth);
  }

  StringRef Json;
  size_t At = 0;
};

/// One character of a JSON string, with its escape undone; At goes on behind it.
std::string decode(StringRef Json, size_t &At) {
  if (Json[At] != '\\')
    return std::string(1, Json[At++]);
  char C = Json[At + 1];
  At += 2;
  switch (C) {
  case 'n': return "\n";
  case 't': return "\t";
  case 'r': return "\r";
  case 'b': return "\b";
  case 'f': return "\f";
  case 'u': {
    auto Unit = [&] {
      unsigned Code = 0;
      Json.substr(At, 4).getAsInteger(16, Code);
      At += 4;
      return Code;
    };
    unsigned Code = Unit();
    if (Code >= 0xD800 && Code < 0xDC00 && Json.substr(At).starts_with("\\u")) {
      At += 2;
      Code = 0x10000 + ((Code - 0xD800) << 10) + (Unit() - 0xDC00);
    }
    char Buffer[8], *End = Buffer;
    return llvm::ConvertCodePointToUTF8(Code, End) ? std::string(Buffer, End) : "?";
  }
  default: return std::string(1, C);
  }
}

bool isPython(const llvm::json::Object &Root) {
  const llvm::json::Object *Meta = Root.getObject("metadata");
  if (!Meta)
    return true;
  for (auto [Part, Key] : {std::pair("language_info", "name"), std::pair("kernelspec", "language")})
    if (const llvm::json::Object *O = Meta->getObject(Part))
      if (auto Language = O->getString(Key))
        return Language->lower() == "python" || Language->lower() == "ipython";
  return true;
}

} // namespace

std::optional<Notebook> Notebook::read(StringRef Json) {
  auto Parsed = llvm::json::parse(Json);
  if (!Parsed) {
    llvm::consumeError(Parsed.takeError());
    return std::nullopt;
  }
  const llvm::json::Object *Root = Parsed->getAsObject();
  if (!Root || !Root->getArray("cells") || Root->getInteger("nbformat").value_or(0) != 4 || !isPython(*Root))
    return std::nullopt;
  Notebook Out;
  for (const Walker::CodeCell &Cell : Walker(Json).codeCells())
    Out.addCell(Json, Cell.Strings, Cell.Number);
  return Out;
}

void Notebook::addCell(StringRef Json, const std::vector<std::pair<size_t, size_t>> &Strings, unsigned Number) {
  if (Strings.empty())
    return;
  size_t Begin = Text.size();
  Cells.push_back({Begin, Number});
  for (auto [From, To] : Strings)
    for (size_t At = From; At < To;) {
      auto Old = static_cast<uint32_t>(At);
      std::string Character = decode(Json, At);
      Text += Character;
      for (size_t I = 0; I < Character.size(); ++I)
        Bytes.push_back({Old, static_cast<uint32_t>(At)});
    }
  blankMagics(Begin);
  auto End = static_cast<uint32_t>(Strings.back().second);
  Text += '\n';
  Bytes.push_back({End, End});
}

/// Lines that IPython reads itself become blanks; offsets stay.
void Notebook::blankMagics(size_t Begin) {
  StringRef First = StringRef(Text).substr(Begin).ltrim();
  bool All = false;
  if (First.starts_with("%%")) {
    StringRef Magic = First.drop_front(2).take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
    All = !llvm::is_contained({"time", "timeit", "capture", "prun", "python", "python3", "debug"}, Magic);
  }
  for (size_t At = Begin; At < Text.size();) {
    size_t End = std::min(Text.find('\n', At), Text.size());
    StringRef Line = StringRef(Text).slice(At, End), Start = Line.ltrim();
    StringRef Assigned = Start.split('=').second.ltrim();
    bool Magic = All || Start.starts_with("%") || Start.starts_with("!") || Start.starts_with("?") ||
                 (Line.rtrim().ends_with("?") && !Start.contains('#') && !Start.contains('"') && !Start.contains('\'')) ||
                 Assigned.starts_with("!") || (Assigned.starts_with("%") && !Assigned.starts_with("%="));
    if (Magic)
      std::fill(Text.begin() + At, Text.begin() + End, ' ');
    At = End + 1;
  }
}

static Place placeAt(StringRef File, unsigned Offset, StringRef Json) {
  StringRef Before = Json.take_front(Offset);
  size_t Line = Before.rfind('\n');
  Place P;
  P.File = File.str();
  P.Offset = Offset;
  P.Line = Before.count('\n') + 1;
  P.Column = Offset - (Line == StringRef::npos ? 0 : Line + 1) + 1;
  return P;
}

Place Notebook::place(const Place &At, StringRef Json) const {
  return placeAt(At.File, At.Offset < Bytes.size() ? Bytes[At.Offset].Begin : 0, Json);
}

Edit Notebook::edit(const Edit &E) const {
  Edit Out;
  Out.File = E.File;
  uint32_t Begin = E.Offset < Bytes.size() ? Bytes[E.Offset].Begin : Bytes.back().End;
  uint32_t End = E.Length ? Bytes[E.Offset + E.Length - 1].End : Begin;
  // At the end of a line, before what ends it.
  if (!E.Length && E.Offset > 0 && Text[E.Offset - 1] != '\n')
    Begin = End = Bytes[E.Offset - 1].End;
  Out.Offset = Begin;
  Out.Length = End - Begin;
  std::string Quoted;
  llvm::raw_string_ostream OS(Quoted);
  OS << llvm::json::Value(E.Text);
  Out.Text = Quoted.substr(1, Quoted.size() - 2);
  return Out;
}

void Notebook::toFile(Finding &F, StringRef Json) const {
  const Place Old = F.At;
  F.At = place(Old, Json);
  for (Edit &E : F.Edits)
    E = edit(E);
  for (FindingNote &N : F.Notes) {
    N.At = place(N.At, Json);
    for (Edit &E : N.Edits)
      E = edit(E);
  }
  // Nobody counts the lines of a JSON file: say which cell it is.
  const Cell *In = nullptr;
  for (const Cell &C : Cells)
    if (C.Begin <= Old.Offset)
      In = &C;
  if (!In)
    return;
  StringRef Before = StringRef(Text).slice(In->Begin, Old.Offset);
  FindingNote Note;
  Note.At = F.At;
  Note.Message = "in cell " + std::to_string(In->Number) + ", line " + std::to_string(Before.count('\n') + 1);
  F.Notes.push_back(std::move(Note));
}

} // namespace torchtidy::python
