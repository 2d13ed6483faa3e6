#include "python/ParsedText.h"
#include "llvm/ADT/StringExtras.h"
#include <tree_sitter/api.h>

extern "C" const TSLanguage *tree_sitter_python(void);

namespace torchtidy::python {

/// The next `type` that begins a line or a statement and is called there; npos: none.
static size_t nextTypeCall(llvm::StringRef Text, size_t From) {
  for (size_t At = Text.find("type", From); At != llvm::StringRef::npos; At = Text.find("type", At + 4)) {
    llvm::StringRef Before = Text.take_front(At).rtrim(" \t\f");
    if (!Before.empty() && !llvm::StringRef("\n;:").contains(Before.back()))
      continue;
    if (Text.drop_front(At + 4).ltrim(" \t").starts_with("("))
      return At;
  }
  return llvm::StringRef::npos;
}

bool hasTypeCalls(llvm::StringRef Text) { return nextTypeCall(Text, 0) != llvm::StringRef::npos; }

void hideTypeCalls(std::string &Text) {
  for (size_t At = nextTypeCall(Text, 0); At != llvm::StringRef::npos; At = nextTypeCall(Text, At + 4))
    Text[At] = 'T';
}

ParsedText::ParsedText(std::string Text) : Text(std::move(Text)), Parser(ts_parser_new()) {
  ts_parser_set_language(Parser, tree_sitter_python());
}

ParsedText::~ParsedText() {
  ts_tree_delete(Tree);
  ts_parser_delete(Parser);
}

void ParsedText::replace(size_t Begin, size_t End, llvm::StringRef With) {
  Stale = true;
  if (!Tree) {
    Text.replace(Begin, End - Begin, With);
    return;
  }
  // Whole lines: what is hidden from the parser hangs on the line that it stands in.
  auto LineBegin = [&](size_t At) { return llvm::StringRef(Text).take_front(At).rfind('\n') + 1; };
  auto LineEnd = [&](size_t At) { return std::min(llvm::StringRef(Text).find('\n', At), Text.size()); };
  auto Point = [&](size_t At) {
    return TSPoint{static_cast<uint32_t>(llvm::StringRef(Text).take_front(At).count('\n')),
                   static_cast<uint32_t>(At - LineBegin(At))};
  };
  TSInputEdit Edit;
  size_t From = LineBegin(Begin), OldEnd = LineEnd(End);
  Edit.start_byte = static_cast<uint32_t>(From);
  Edit.start_point = Point(From);
  Edit.old_end_byte = static_cast<uint32_t>(OldEnd);
  Edit.old_end_point = Point(OldEnd);
  Text.replace(Begin, End - Begin, With);
  size_t NewEnd = LineEnd(Begin + With.size());
  Edit.new_end_byte = static_cast<uint32_t>(NewEnd);
  Edit.new_end_point = Point(NewEnd);
  ts_tree_edit(Tree, &Edit);
}

const TSTree *ParsedText::tree() {
  if (!Stale)
    return Tree;
  llvm::StringRef Shown = Text;
  std::string Copy;
  if (hasTypeCalls(Text)) {
    Copy = Text;
    hideTypeCalls(Copy);
    Shown = Copy;
  }
  auto Size = static_cast<uint32_t>(Shown.size());
  TSTree *New = ts_parser_parse_string(Parser, Tree, Shown.data(), Size);
  // How the parser finds its way out of what is no Python hangs on what it has seen before.
  if (Tree && ts_node_has_error(ts_tree_root_node(New))) {
    ts_tree_delete(New);
    New = ts_parser_parse_string(Parser, nullptr, Shown.data(), Size);
  }
  ts_tree_delete(Tree);
  Tree = New;
  Stale = false;
  return Tree;
}

} // namespace torchtidy::python
