#include "python/Report.h"
#include "python/Tokens.h"

namespace torchtidy::python {

std::string quoted(llvm::StringRef Text) { return ("'" + Text + "'").str(); }

Place Report::place(NodeId N) const {
  Place P;
  P.File = File;
  P.Offset = A[N].Begin;
  P.Line = A.line(P.Offset);
  P.Column = A.column(P.Offset);
  return P;
}

std::string Report::scope(NodeId N) const {
  std::string Out;
  for (NodeId S = A.scopeOf(N); S; S = A.scopeOf(S))
    Out = A.text(A.child(S, Role::Name)).str() + (Out.empty() ? "" : ".") + Out;
  return Out;
}

std::string Report::code(NodeId N) const {
  auto HasHead = [&](NodeId P) { return A.is(P, Kind::Decorator) || A.is(P, Kind::Elif) || A.is(P, Kind::Except) || A.is(P, Kind::Case); };
  while (A[N].Parent && !A.is(A[N].Parent, Kind::Block) && !HasHead(N))
    N = A[N].Parent;
  NodeId Body = A.child(N, Kind::Block);
  llvm::StringRef Text = A.text().slice(A[N].Begin, Body ? A[Body].Begin : A[N].End);
  Tokens In(Text);
  std::string Out;
  Token Comma;
  for (Token T = In.next(); T.K != Token::Kind::End; T = In.next()) {
    if (T.K == Token::Kind::Line)
      continue;
    if (Comma.End && T.K != Token::Kind::Close) // before a bracket it is layout
      Out += " ,";
    Comma = In.text(T) == "," ? T : Token();
    if (!Comma.End)
      Out += (Out.empty() ? "" : " ") + In.text(T).str();
  }
  return Out;
}

Finding &Report::warn(llvm::StringRef Check, NodeId At, std::string Message) {
  Finding New;
  New.Check = Check.str();
  New.At = place(At);
  New.Message = std::move(Message);
  New.MainFile = File;
  New.Scope = scope(At);
  New.Code = code(At);
  Findings.push_back(std::move(New));
  return Findings.back();
}

void Report::note(Finding &To, NodeId At, std::string Message) {
  FindingNote N;
  N.At = place(At);
  N.Message = std::move(Message);
  To.Notes.push_back(std::move(N));
}

void Report::suggest(Finding &To, NodeId At, std::string Title, std::vector<Edit> Edits) {
  note(To, At, std::move(Title));
  To.Notes.back().Edits = std::move(Edits);
}

Edit Report::replace(uint32_t Begin, uint32_t End, std::string Text) const { return {File, Begin, End - Begin, std::move(Text)}; }

Edit Report::replace(NodeId N, std::string Text) const { return replace(A[N].Begin, A[N].End, std::move(Text)); }

Edit Report::addArgument(NodeId Call, std::string Text) const {
  NodeId List = A.child(Call, Role::Arguments), Last = 0;
  for (NodeId C : A.children(List))
    Last = C;
  if (!Last)
    return insert(A[List].Begin + 1, std::move(Text));
  // `f(\n    a,\n)`: on a line of its own.
  llvm::StringRef Rest = A.text().slice(A[Last].End, A[List].End);
  bool Trailing = Rest.ltrim(" \t").starts_with(",") && Rest.contains('\n');
  if (Trailing) {
    size_t Line = A[Last].Begin - (A.column(A[Last].Begin) - 1);
    llvm::StringRef Indent = A.text().slice(Line, A[Last].Begin);
    if (Indent.trim().empty())
      return insert(A[Last].End, (",\n" + Indent + Text).str());
  }
  return insert(A[Last].End, ", " + Text);
}

bool Report::untouchable(NodeId N) const {
  if (A[N].HasError)
    return true;
  for (NodeId P = N; P; P = A[P].Parent)
    if (A.is(P, Kind::Interpolation))
      return true;
  return false;
}

llvm::StringRef Report::handle(NodeId N) const {
  while (N) {
    switch (A.kind(N)) {
    case Kind::Parenthesized:
      N = A[N].First;
      break;
    case Kind::Subscript:
      N = A.child(N, Role::Value);
      break;
    case Kind::Call: {
      NodeId Callee = A.child(N, Role::Function);
      if (!A.is(Callee, Kind::Attribute))
        return {};
      N = A.child(Callee, Role::Object);
      break;
    }
    case Kind::Attribute:
      if (A.text(N).contains('('))
        N = A.child(N, Role::Object);
      else
        return A.text(N);
      break;
    case Kind::Identifier:
      return A.text(N);
    default:
      return {};
    }
  }
  return {};
}

llvm::StringRef Report::assignedTo(NodeId N) const {
  for (NodeId P = A[N].Parent; P; N = P, P = A[P].Parent) {
    if (A.is(P, Kind::NamedExpression))
      return A.text(A.child(P, Role::Name));
    if (A.is(P, Kind::Assignment)) {
      NodeId Left = A.child(P, Role::Left);
      return A.is(Left, Kind::Identifier) || A.is(Left, Kind::Attribute) ? A.text(Left) : llvm::StringRef();
    }
    if (!A.is(P, Kind::Attribute) && !A.is(P, Kind::Call) && !A.is(P, Kind::Parenthesized) && !A.is(P, Kind::Subscript))
      return {};
    if (A.is(P, Kind::Call) && A[N].R != Role::Function)
      return {};
  }
  return {};
}

bool Report::isSimple(NodeId N) const {
  if (A.is(N, Kind::Identifier) || A.is(N, Kind::Integer) || A.is(N, Kind::String))
    return true;
  if (A.is(N, Kind::Attribute))
    return isSimple(A.child(N, Role::Object));
  if (!A.is(N, Kind::Subscript))
    return false;
  for (NodeId C : A.children(N))
    if (!isSimple(C))
      return false;
  return true;
}

NodeId Report::nameOfCall(NodeId Call) const {
  if (!A.is(Call, Kind::Call))
    return Call;
  NodeId Callee = A.inner(A.child(Call, Role::Function));
  return A.is(Callee, Kind::Attribute) ? A.child(Callee, Role::Attribute) : Callee;
}

} // namespace torchtidy::python
