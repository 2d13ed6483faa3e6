/// The tokens of a Python file, without a tree: for what has to be known before a file is worth parsing.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <vector>

namespace torchtidy::python {

struct Token {
  enum class Kind : uint8_t {
    End,
    Line,   ///< a logical line ends: a line break outside brackets, or `;`
    Name,   ///< an identifier or a keyword
    Open,   ///< ( [ {
    Close,  ///< ) ] }
    Assign, ///< `=`, `+=` and their kin; in brackets: the `=` of a keyword argument
    String, ///< with its prefix and its quotes
    Other   ///< numbers and all other operators
  } K = Kind::End;
  uint32_t Begin = 0, End = 0;
};

class Tokens {
public:
  /// \param Text must outlive the tokens.
  explicit Tokens(llvm::StringRef Text);

  Token next();
  llvm::StringRef text(const Token &T) const { return Text.slice(T.Begin, T.End); }
  /// Open brackets around the next token.
  unsigned depth() const { return Depth; }
  /// A string or bracket does not end, or ends where none is open: the file is no Python, or none that is understood here.
  bool failed() const { return Failed; }
  struct Range {
    uint32_t Begin = 0, End = 0;
  };
  /// The comments up to here, without their line breaks.
  const std::vector<Range> &comments() const { return Comments; }

private:
  Token token(Token::Kind K, size_t End);
  Token newLine(size_t End);
  Token word();
  Token op();
  Token string(size_t Quote);
  size_t endOfString(size_t Quote, bool Formatted, unsigned Nesting);
  size_t endOfReplacement(size_t At, char Quote, bool Triple, unsigned Nesting);
  char at(size_t I) const { return I < Text.size() ? Text[I] : '\0'; }

  llvm::StringRef Text;
  size_t At = 0;
  std::vector<Range> Comments;
  unsigned Depth = 0;
  bool Content = false; ///< something stands on this logical line
  bool Failed = false;
};

} // namespace torchtidy::python
