#include "python/Suppressions.h"
#include "Removal.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace torchtidy::python {

Suppressions::Suppressions(const Ast &A) : A(A) {
  for (const python::Comment &In : A.comments()) {
    llvm::StringRef Text = A.text().slice(In.Begin, In.End);
    if (!Text.contains("torch-tidy") && !Text.contains_insensitive("noqa"))
      continue;
    Comment C;
    C.Begin = In.Begin;
    C.End = In.End;
    C.Line = A.line(In.Begin);
    read(Text, C);
  }
  // The lines of each statement, for the comments in or above it.
  for (Comment &C : All)
    range(C);
  // `off` holds to the next `on`, or to the end.
  for (size_t I = 0; I < All.size(); ++I) {
    if (All[I].K != Comment::Kind::Off)
      continue;
    All[I].FirstLine = All[I].Line;
    All[I].LastLine = ~0u;
    for (size_t J = I + 1; J < All.size(); ++J)
      if (All[J].K == Comment::Kind::On) {
        All[I].LastLine = All[J].Line;
        break;
      }
  }
}

void Suppressions::read(llvm::StringRef Text, Comment C) {
  auto Checks = [&](llvm::StringRef List) {
    llvm::SmallVector<llvm::StringRef, 4> Names;
    List.split(Names, ',', -1, false);
    for (llvm::StringRef Name : Names)
      if (!Name.trim().empty())
        C.Checks.push_back({Name.trim()});
  };
  if (size_t At = Text.find("torch-tidy:"); At != llvm::StringRef::npos) {
    C.Word = C.Begin + At;
    llvm::StringRef Rest = Text.substr(At + 11).ltrim();
    bool List = false;
    if (Rest.consume_front("ignore-file"))
      C.K = Comment::Kind::IgnoreFile;
    else if (Rest.consume_front("ignore"))
      C.K = Comment::Kind::Ignore;
    else if (Rest.consume_front("off"))
      C.K = Comment::Kind::Off;
    else if (Rest.consume_front("on"))
      C.K = Comment::Kind::On;
    else
      return;
    if (!Rest.empty() && (llvm::isAlnum(Rest[0]) || Rest[0] == '-' || Rest[0] == '_'))
      return; // another word
    List = Rest.consume_front("[");
    if (List) {
      Checks(Rest.take_until([](char X) { return X == ']'; }));
      if (C.Checks.empty())
        return; // `ignore[]` names nothing
    }
    All.push_back(std::move(C));
    return;
  }
  // `# noqa`, and `# noqa: torch-..`. With other codes it is for other linters.
  llvm::StringRef Rest = Text.ltrim("# \t");
  size_t At = Text.find_insensitive("# noqa");
  if (At == llvm::StringRef::npos)
    At = Text.find_insensitive("#noqa");
  if (At == llvm::StringRef::npos)
    return;
  Rest = Text.substr(At).ltrim("# \t");
  C.Word = static_cast<uint32_t>(Rest.begin() - A.text().begin());
  Rest = Rest.drop_front(4);
  C.K = Comment::Kind::Noqa;
  if (Rest.ltrim().starts_with(":")) {
    Checks(Rest.ltrim().drop_front());
    llvm::erase_if(C.Checks, [](const Comment::Name &N) { return !N.Check.starts_with("torch-"); });
    if (C.Checks.empty())
      return;
    for (Comment::Name &N : C.Checks)
      N.Check = N.Check.split(' ').first;
  } else if (!Rest.empty() && llvm::isAlnum(Rest[0])) {
    return;
  }
  All.push_back(std::move(C));
}

/// From the first line of the statement to its last, since formatters move comments within it.
void Suppressions::range(Comment &C) {
  C.FirstLine = C.LastLine = C.Line;
  if (C.K != Comment::Kind::Ignore && C.K != Comment::Kind::Noqa)
    return;
  size_t LineStart = C.Begin - (A.column(C.Begin) - 1);
  bool Alone = A.text().slice(LineStart, C.Begin).trim().empty();
  // Down the tree: the statement that holds the comment, else, for one that stands alone, the one after it.
  for (NodeId Block = 0;;) {
    NodeId Found = 0;
    for (NodeId S : A.children(Block)) {
      if (A.line(A[S].End ? A[S].End - 1 : 0) < C.Line && A[S].End < C.Begin)
        continue;
      Found = S;
      break;
    }
    if (!Found)
      return;
    if (A.is(Found, Kind::Decorated) && A.child(Found, Role::Definition))
      Found = A[A.child(Found, Role::Definition)].End > C.Begin ? A.child(Found, Role::Definition) : Found;
    // Compound: its head is one statement, its blocks hold others.
    NodeId Inner = 0;
    uint32_t HeadEnd = A[Found].End;
    std::vector<NodeId> Parts{Found};
    for (NodeId Part : A.children(Found)) {
      if (A.is(Part, Kind::Block)) {
        HeadEnd = std::min(HeadEnd, A[Part].Begin);
        if (A[Part].End > C.Begin && !Inner)
          Inner = Part;
      } else if (A.is(Part, Kind::Elif) || A.is(Part, Kind::Else) || A.is(Part, Kind::Except) || A.is(Part, Kind::Finally)) {
        for (NodeId Nested : A.children(Part))
          if (A.is(Nested, Kind::Block) && A[Nested].End > C.Begin && !Inner)
            Inner = Nested;
      }
    }
    unsigned First = A.line(A[Found].Begin), Last = A.line(HeadEnd ? HeadEnd - 1 : 0);
    bool Compound = HeadEnd != A[Found].End;
    if (Compound && Last > First && A.text().slice(A[Found].Begin, HeadEnd).rtrim().size())
      Last = A.line(A[Found].Begin + A.text().slice(A[Found].Begin, HeadEnd).rtrim().size());
    if (C.Line >= First && C.Line <= Last && (!Alone || C.Begin > A[Found].Begin)) {
      C.FirstLine = First;
      C.LastLine = Last;
      return;
    }
    if (C.Line < First) {
      if (Alone) {
        C.FirstLine = First;
        C.LastLine = Last;
      }
      return;
    }
    if (!Inner)
      return;
    Block = Inner;
  }
}

bool Suppressions::hides(const Finding &F) {
  bool Hidden = false;
  for (Comment &C : All) {
    if (C.K == Comment::Kind::On || (C.K != Comment::Kind::IgnoreFile && (F.At.Line < C.FirstLine || F.At.Line > C.LastLine)))
      continue;
    bool Here = C.Checks.empty();
    for (Comment::Name &N : C.Checks)
      if (N.Check == F.Check || N.Check == llvm::StringRef(F.Check).drop_front(6))
        Here = N.Used = true;
    C.Used |= Here;
    Hidden |= Here;
  }
  return Hidden;
}

/// A comment as the report names it: "torch-tidy: ignore[torch-index-write-lost]".
std::string Suppressions::wordsOf(const Comment &C, llvm::StringRef Check) const {
  std::string Name = Check.str();
  switch (C.K) {
  case Comment::Kind::Ignore:
    return "torch-tidy: ignore" + (Name.empty() ? "" : "[" + Name + "]");
  case Comment::Kind::IgnoreFile:
    return "torch-tidy: ignore-file" + (Name.empty() ? "" : "[" + Name + "]");
  case Comment::Kind::Off:
    return "torch-tidy: off" + (Name.empty() ? "" : "[" + Name + "]");
  case Comment::Kind::Noqa:
    return "noqa: " + Name;
  case Comment::Kind::On:
    break;
  }
  return "";
}

void Suppressions::reportUnused(llvm::StringRef File, std::vector<Finding> &Out) const {
  auto Report = [&](const Comment &C, uint32_t At, llvm::StringRef Check, bool Alone) {
    Finding F;
    F.Check = UnusedSuppression;
    F.At = {File.str(), At, A.line(At), A.column(At)};
    F.Message = "'" + wordsOf(C, Check) + "' hides nothing";
    F.MainFile = File.str();
    if (Alone)
      F.Edits.push_back(removalOf(File.str(), A.text(), C.Begin, C.End - C.Begin));
    Out.push_back(std::move(F));
  };
  for (const Comment &C : All) {
    if (C.K == Comment::Kind::On || (C.K == Comment::Kind::Noqa && C.Checks.empty()))
      continue;
    llvm::StringRef Before = A.text().slice(C.Begin, C.Word), Text = A.text().slice(C.Word, C.End);
    // A reason goes with its comment; words of others do not. `off` has an `on`.
    bool Alone = Before.trim("# \t").empty() && !Text.contains('#') && C.K != Comment::Kind::Off && C.Checks.size() < 2 &&
                 (C.K != Comment::Kind::Noqa || !Text.contains(','));
    if (C.Checks.empty() && !C.Used)
      Report(C, C.Word, "", Alone);
    for (const Comment::Name &N : C.Checks)
      if (!N.Used)
        Report(C, static_cast<uint32_t>(N.Check.begin() - A.text().begin()), N.Check, Alone);
  }
}

} // namespace torchtidy::python
