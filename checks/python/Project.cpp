#include "python/Project.h"
#include "python/Tokens.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"

namespace torchtidy::python {

using llvm::StringRef;

bool Project::excludes(StringRef File) const {
  std::string Path = llvm::sys::path::convert_to_slash(File);
  StringRef Below = Path;
  if (!Below.consume_front(llvm::sys::path::convert_to_slash(Folder)))
    return false;
  Below = Below.ltrim('/');
  return llvm::any_of(Exclude, [&](const std::string &Glob) {
    // A folder means all below it.
    StringRef Bare = StringRef(Glob).rtrim('/');
    if (Below == Bare || Below.starts_with((Bare + "/").str()))
      return true;
    auto Pattern = llvm::GlobPattern::create(Glob);
    if (!Pattern)
      return llvm::consumeError(Pattern.takeError()), false;
    return Pattern->match(Below) || Pattern->match(llvm::sys::path::filename(Below));
  });
}

/// The lines of the table; empty where there is none.
static StringRef tableOf(StringRef Text) {
  for (size_t At = 0; At < Text.size();) {
    size_t End = std::min(Text.find('\n', At), Text.size());
    StringRef Line = Text.slice(At, End).split('#').first.trim();
    At = End + 1;
    if (Line != "[tool.torch-tidy]")
      continue;
    StringRef Rest = Text.substr(std::min(At, Text.size()));
    size_t Next = Rest.starts_with("[") ? 0 : Rest.find("\n[");
    return Rest.take_front(Next);
  }
  return {};
}

Project readProject(StringRef Text, StringRef Folder) {
  Project Out;
  Out.Folder = Folder.str();
  StringRef Table = tableOf(Text);
  // Keys, `=`, strings, lists with line breaks, comments: of TOML, this table needs what Python writes the same way.
  Tokens In(Table);
  std::string Key;
  bool Value = false;
  std::vector<std::string> Strings;
  auto Set = [&] {
    if (Key.empty())
      return;
    if (Strings.empty())
      Out.Problem = "'" + Key + "' is no string and no list of strings";
    else if (Key == "checks")
      Out.Checks = llvm::join(Strings, ",");
    else if (Key == "level" && (Strings[0] == "strict" || Strings[0] == "recommended"))
      Out.Level = Strings[0];
    else if (Key == "level")
      Out.Problem = "there is no level '" + Strings[0] + "'";
    else if (Key == "exclude")
      Out.Exclude = Strings;
    else if (Key == "tensor-types")
      Out.TensorTypes = Strings;
    else
      Out.Problem = "there is no key '" + Key + "'";
  };
  for (Token T = In.next(); T.K != Token::Kind::End; T = In.next()) {
    if (T.K == Token::Kind::Line) {
      Set();
      Key.clear();
      Strings.clear();
      Value = false;
    } else if (T.K == Token::Kind::Assign) {
      Value = true;
    } else if (!Value) {
      Key += In.text(T);
    } else if (T.K == Token::Kind::String) {
      Strings.push_back(In.text(T).trim("\"'").str());
    }
  }
  if (In.failed())
    Out.Problem = "a string or list does not end";
  return Out;
}

} // namespace torchtidy::python
