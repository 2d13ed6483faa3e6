/// A Python source that is edited: the parser's tree is kept, and only what an edit touches is parsed again.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>

struct TSParser;
struct TSTree;

namespace torchtidy::python {

/// The grammar takes `type(x).a = 1` for the statement that names a type. Without that word it cannot: nothing else reads
/// the text that the parser is given.
void hideTypeCalls(std::string &Text);
/// Whether there is one.
bool hasTypeCalls(llvm::StringRef Text);

class ParsedText {
public:
  explicit ParsedText(std::string Text);
  ~ParsedText();
  ParsedText(const ParsedText &) = delete;
  ParsedText &operator=(const ParsedText &) = delete;

  llvm::StringRef text() const { return Text; }
  /// Another text in the place of these bytes.
  void replace(size_t Begin, size_t End, llvm::StringRef With);
  /// The tree of the text as it is now.
  const TSTree *tree();

private:
  std::string Text;
  TSParser *Parser;
  TSTree *Tree = nullptr;
  bool Stale = true; ///< the tree is that of an older text
};

} // namespace torchtidy::python
