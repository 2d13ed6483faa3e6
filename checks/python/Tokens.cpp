#include "python/Tokens.h"
#include "llvm/ADT/StringExtras.h"

namespace torchtidy::python {

static bool startsName(unsigned char C) { return llvm::isAlpha(C) || C == '_' || C >= 0x80; }
static bool continuesName(unsigned char C) { return startsName(C) || llvm::isDigit(C); }

Tokens::Tokens(llvm::StringRef Text) : Text(Text) {
  if (Text.starts_with("\xef\xbb\xbf")) // byte order mark
    At = 3;
}

Token Tokens::token(Token::Kind K, size_t End) {
  Token T{K, static_cast<uint32_t>(At), static_cast<uint32_t>(End)};
  At = End;
  Content = true;
  return T;
}

Token Tokens::newLine(size_t End) {
  Token T = token(Token::Kind::Line, End);
  Content = false;
  return T;
}

Token Tokens::next() {
  while (At < Text.size()) {
    char C = Text[At];
    switch (C) {
    case ' ':
    case '\t':
    case '\r':
    case '\f':
      ++At;
      continue;
    case '\\': // goes on in the next line
      At += at(At + 1) == '\r' && at(At + 2) == '\n' ? 3 : 2;
      continue;
    case '#': {
      size_t End = std::min(Text.find('\n', At), Text.size());
      Comments.push_back({static_cast<uint32_t>(At), static_cast<uint32_t>(End)});
      At = End;
      continue;
    }
    case '\n':
      if (Depth || !Content) {
        ++At;
        continue;
      }
      return newLine(At + 1);
    case ';':
      return Depth ? token(Token::Kind::Other, At + 1) : newLine(At + 1);
    case '(':
    case '[':
    case '{':
      ++Depth;
      return token(Token::Kind::Open, At + 1);
    case ')':
    case ']':
    case '}':
      Failed |= Depth == 0;
      Depth -= Depth != 0;
      return token(Token::Kind::Close, At + 1);
    case '"':
    case '\'':
      return string(At);
    default:
      return startsName(C) ? word() : op();
    }
  }
  At = Text.size();
  if (Content && !Depth)
    return newLine(At);
  Failed |= Depth != 0;
  return token(Token::Kind::End, At);
}

Token Tokens::word() {
  size_t End = At + 1;
  while (End < Text.size() && continuesName(Text[End]))
    ++End;
  if (End - At <= 2 && (at(End) == '"' || at(End) == '\'')) {
    bool Prefix = true;
    for (size_t I = At; I < End; ++I)
      Prefix &= llvm::StringRef("rRbBuUfFtT").contains(Text[I]);
    if (Prefix)
      return string(End);
  }
  return token(Token::Kind::Name, End);
}

Token Tokens::op() {
  char C = Text[At], Next = at(At + 1);
  if (llvm::isDigit(C)) {
    size_t End = At + 1;
    while (End < Text.size() && continuesName(Text[End]))
      ++End;
    return token(Token::Kind::Other, End);
  }
  if (C == '=')
    return Next == '=' ? token(Token::Kind::Other, At + 2) : token(Token::Kind::Assign, At + 1);
  if ((C == '<' || C == '>') && Next == C)
    return at(At + 2) == '=' ? token(Token::Kind::Assign, At + 3) : token(Token::Kind::Other, At + 2);
  if (Next == '=' && llvm::StringRef("!<>:").contains(C))
    return token(Token::Kind::Other, At + 2);
  if (Next == '=' && llvm::StringRef("+-*/%&|^@").contains(C))
    return token(Token::Kind::Assign, At + 2);
  return token(Token::Kind::Other, At + 1);
}

Token Tokens::string(size_t Quote) {
  bool Formatted = false;
  for (size_t I = At; I < Quote; ++I)
    Formatted |= llvm::toLower(Text[I]) == 'f' || llvm::toLower(Text[I]) == 't';
  return token(Token::Kind::String, endOfString(Quote, Formatted, 0));
}

/// Nested replacement fields of one f-string: deeper than that, nothing is understood.
static constexpr unsigned MaxNesting = 20;

size_t Tokens::endOfString(size_t Quote, bool Formatted, unsigned Nesting) {
  char C = Text[Quote];
  bool Triple = at(Quote + 1) == C && at(Quote + 2) == C;
  for (size_t I = Quote + (Triple ? 3 : 1); I < Text.size(); ++I) {
    if (Text[I] == '\\') {
      ++I;
    } else if (Text[I] == C && (!Triple || (at(I + 1) == C && at(I + 2) == C))) {
      return I + (Triple ? 3 : 1);
    } else if (Text[I] == '\n' && !Triple) {
      break;
    } else if (Formatted && Text[I] == '{') {
      if (at(I + 1) == '{')
        ++I;
      else
        I = endOfReplacement(I + 1, C, Triple, Nesting + 1);
    }
  }
  Failed = true;
  return Text.size();
}

/// The closing brace of a replacement field of an f-string, which may hold strings of its own, even with the same quotes.
size_t Tokens::endOfReplacement(size_t I, char Quote, bool Triple, unsigned Nesting) {
  unsigned Brackets = 0;
  bool Format = false; // after the colon all is text, but for further fields
  for (; I < Text.size() && Nesting <= MaxNesting; ++I) {
    char C = Text[I];
    if (C == '}' && Brackets == 0)
      return I;
    if (Format) {
      if (C == '{')
        I = endOfReplacement(I + 1, Quote, Triple, Nesting + 1);
      else if (C == Quote && !Triple)
        break;
      continue;
    }
    if (C == '(' || C == '[' || C == '{') {
      ++Brackets;
    } else if (C == ')' || C == ']' || C == '}') {
      Brackets -= Brackets != 0;
    } else if (C == ':' && Brackets == 0) {
      Format = true;
    } else if (C == '\n' && !Triple) {
      break;
    } else if (C == '"' || C == '\'') {
      size_t Prefix = I;
      while (Prefix > 0 && continuesName(Text[Prefix - 1]))
        --Prefix;
      I = endOfString(I, Text.slice(Prefix, I).contains_insensitive("f"), Nesting) - 1;
    }
  }
  Failed = true;
  return Text.size();
}

} // namespace torchtidy::python
