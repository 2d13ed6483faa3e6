/// Tokens of C++ text without a compiler around them.
#pragma once

#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace torchtidy {

/// \param Text ends with a null character behind its end, as buffers do.
inline void forEachToken(llvm::StringRef Text, bool Comments,
                         llvm::function_ref<void(const clang::Token &, unsigned Offset)> Do) {
  clang::LangOptions Language;
  Language.CPlusPlus = Language.CPlusPlus11 = Language.CPlusPlus14 = Language.CPlusPlus17 = true;
  Language.LineComment = true;
  clang::Lexer Raw(clang::SourceLocation(), Language, Text.begin(), Text.begin(), Text.end());
  Raw.SetCommentRetentionState(Comments);
  clang::Token T;
  for (bool End = false; !End;) {
    End = Raw.LexFromRawLexer(T);
    if (T.isNot(clang::tok::eof))
      Do(T, static_cast<unsigned>(Raw.getBufferLocation() - Text.begin()) - T.getLength());
  }
}

} // namespace torchtidy
