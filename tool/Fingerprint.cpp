#include "Fingerprint.h"
#include "RawTokens.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

namespace torchtidy {

using llvm::StringRef;
using namespace clang;

namespace {

/// The tokens of a C++ file, cut into statements by `;`, braces and the ends of directives.
class Statements {
public:
  explicit Statements(StringRef Text) : Text(Text) {
    bool Directive = false;
    unsigned Segment = 0;
    forEachToken(Text, false, [&](const Token &T, unsigned Offset) {
      bool Hash = T.is(tok::hash) && T.isAtStartOfLine();
      if (Hash || (Directive && T.isAtStartOfLine()))
        ++Segment;
      Directive = Hash || (Directive && !T.isAtStartOfLine());
      Tokens.push_back({Offset, T.getLength(), Segment});
      Segment += !Directive && T.isOneOf(tok::semi, tok::l_brace, tok::r_brace);
    });
  }

  std::string at(unsigned Offset) const {
    auto Next = llvm::upper_bound(Tokens, Offset, [](unsigned O, const Piece &P) { return O < P.Offset; });
    if (Next == Tokens.begin())
      return {};
    unsigned Segment = std::prev(Next)->Segment;
    auto First = llvm::lower_bound(Tokens, Segment, [](const Piece &P, unsigned S) { return P.Segment < S; });
    std::string Out;
    for (auto It = First; It != Tokens.end() && It->Segment == Segment; ++It)
      Out += (It == First ? "" : " ") + Text.substr(It->Offset, It->Length).str();
    return Out;
  }

private:
  struct Piece {
    unsigned Offset, Length, Segment;
  };
  StringRef Text;
  std::vector<Piece> Tokens;
};

/// The line, with single blanks: for languages whose statements end with it.
std::string lineAt(StringRef Text, unsigned Offset) {
  StringRef Before = Text.take_front(Offset);
  StringRef Line = Text.drop_front(Before.rfind('\n') + 1).take_until([](char C) { return C == '\n' || C == '\r'; });
  llvm::SmallVector<StringRef, 16> Words;
  Line.split(Words, ' ', -1, false);
  return llvm::join(Words, " ");
}

std::string hashOf(std::initializer_list<StringRef> Parts) {
  std::string All;
  for (StringRef P : Parts)
    All += P.str() + '\0';
  llvm::XXH128_hash_t Hash = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(All));
  return llvm::utohexstr(Hash.high64, true, 16) + llvm::utohexstr(Hash.low64, true, 16);
}

} // namespace

void fingerprint(std::vector<Finding> &Findings, Sources &Text, llvm::function_ref<std::string(StringRef)> PathOf) {
  std::map<std::string, Statements> ByFile;
  std::map<std::string, unsigned> Seen;
  for (Finding &F : Findings) {
    if (!F.Fingerprint.empty())
      continue;
    std::string Code = F.Code;
    std::optional<StringRef> All = Text.text(F.At.File);
    if (Code.empty() && All) {
      if (StringRef(llvm::sys::path::extension(F.At.File)).starts_with(".py"))
        Code = lineAt(*All, F.At.Offset);
      else
        Code = ByFile.try_emplace(F.At.File, *All).first->second.at(F.At.Offset);
    }
    std::string Path = F.At.File.empty() ? "" : PathOf(F.At.File);
    unsigned Ordinal = Seen[hashOf({F.Check, Path, F.Scope, Code})]++;
    F.Fingerprint = hashOf({F.Check, Path, F.Scope, Code, std::to_string(Ordinal)});
  }
}

} // namespace torchtidy
