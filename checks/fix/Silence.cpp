#include "fix/Silence.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace torchtidy::fix {

/// Whether a token that is no comment reaches from the line into the next one: what ends the line is text of a literal.
static bool literalGoesOn(SourceLocation From, SourceLocation LineEnd, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  for (SourceLocation At = From; SM.isBeforeInTranslationUnit(At, LineEnd);) {
    Token T;
    if (Lexer::getRawToken(At, T, SM, Context.getLangOpts(), /*IgnoreWhiteSpace=*/true) || T.is(tok::eof))
      return false;
    if (SM.isBeforeInTranslationUnit(T.getLocation(), LineEnd) && SM.isBeforeInTranslationUnit(LineEnd, T.getEndLoc()))
      return T.isNot(tok::comment);
    At = T.getEndLoc();
  }
  return false;
}

std::optional<FixItHint> silence(SourceLocation At, llvm::StringRef Check, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Line = SM.getExpansionLoc(At);
  auto [File, Offset] = SM.getDecomposedLoc(Line);
  bool Invalid = false;
  llvm::StringRef Text = SM.getBufferData(File, &Invalid);
  if (Invalid || Offset > Text.size())
    return std::nullopt;
  llvm::StringRef Rest = Text.drop_front(Offset).take_until([](char C) { return C == '\n' || C == '\r'; });
  if (Rest.ends_with("\\"))
    return std::nullopt;
  SourceLocation End = Line.getLocWithOffset(Rest.size());
  if (literalGoesOn(Line, End, Context))
    return std::nullopt;
  return FixItHint::CreateInsertion(End, (" // NOLINT(" + Check + ")").str());
}

} // namespace torchtidy::fix
