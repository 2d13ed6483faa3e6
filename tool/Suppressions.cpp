#include "Suppressions.h"
#include "PythonFiles.h"
#include "RawTokens.h"
#include "Removal.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"

namespace torchtidy {

using llvm::StringRef;

namespace {

/// One name of one comment, with the lines where it works.
struct Marker {
  std::string Kind, Name;
  unsigned Offset, First, Last;
  Edit Removal; ///< with an empty file when the comment says more than this
};

class Scanner {
public:
  Scanner(const std::string &File, Sources &Text) : File(File), Text(Text) {}

  std::vector<Marker> scan(StringRef All) {
    forEachToken(All, true, [&](const clang::Token &T, unsigned Offset) {
      if (T.is(clang::tok::comment))
        comment(All, Offset, T.getLength());
    });
    return std::move(Markers);
  }

private:
  void comment(StringRef All, unsigned Begin, unsigned Length) {
    static constexpr StringRef Pattern = "NOLINT(NEXTLINE|BEGIN|END)?\\(([^)]*)\\)";
    StringRef Comment = All.substr(Begin, Length);
    llvm::Regex Form(Pattern);
    llvm::SmallVector<StringRef, 3> Parts;
    for (StringRef Rest = Comment; Form.match(Rest, &Parts); Rest = StringRef(Parts[0].end(), Comment.end() - Parts[0].end())) {
      bool Alone = Comment.trim("/* \t\r\n") == Parts[0] && !Parts[2].contains(',');
      for (StringRef Name : llvm::split(Parts[2], ','))
        marker(All, Begin, Length, Parts[1], Name.trim(), Name.trim().data() - All.data(), Alone);
    }
  }

  void marker(StringRef All, unsigned Begin, unsigned Length, StringRef Kind, StringRef Name, unsigned At, bool Alone) {
    if (!Name.starts_with("torch"))
      return;
    unsigned Line = Text.place(File, At).Line;
    if (Kind == "END") {
      for (Marker &M : llvm::reverse(Markers))
        if (M.Kind == "BEGIN" && M.Name == Name && M.Last == ~0u) {
          M.Last = Line;
          return;
        }
      return;
    }
    Marker M{Kind.str(), Name.str(), At, Line, Line, {}};
    if (Kind == "NEXTLINE")
      M.First = M.Last = Line + 1;
    else if (Kind == "BEGIN")
      M.Last = ~0u;
    if (Alone && Kind != "BEGIN")
      M.Removal = removalOf(File, All, Begin, Length);
    Markers.push_back(std::move(M));
  }

  const std::string &File;
  Sources &Text;
  std::vector<Marker> Markers;
};

} // namespace

std::vector<Finding> unusedSuppressions(const std::set<std::string> &Files, const std::set<Hidden> &Hides,
                                        Sources &Text) {
  std::vector<Finding> Out;
  for (const std::string &File : Files) {
    std::optional<StringRef> All = Text.text(File);
    if (!All || !All->contains("NOLINT") || isPythonSource(File)) // its front end judges its comments
      continue;
    for (const Marker &M : Scanner(File, Text).scan(*All)) {
      clang::tidy::GlobList Names(M.Name);
      bool Used = llvm::any_of(Hides, [&](const Hidden &H) {
        return H.File == File && M.First <= H.Line && H.Line <= M.Last && Names.contains(H.Check);
      });
      if (Used)
        continue;
      Finding F;
      F.Check = UnusedSuppression;
      F.At = Text.place(File, M.Offset);
      F.Message = "'NOLINT" + M.Kind + "(" + M.Name + ")' hides nothing";
      F.MainFile = File;
      if (!M.Removal.File.empty())
        F.Edits.push_back(M.Removal);
      Out.push_back(std::move(F));
    }
  }
  return Out;
}

} // namespace torchtidy
