// Statements: branches, loops, assignments.
#include "python/Frame.h"
#include "python/Limits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

Frame::Frame(FileAnalysis &File, NodeId Function)
    : File(File), A(File.ast()), Vs(File.values()), F(File.facts()), Function(Function),
      Self(File.scopes().selfName(Function)) {
  // Nodes are numbered parents first: those of a function lie next to each other.
  NodeId Last = Function;
  for (NodeId At = Function; At;) {
    Last = At;
    NodeId Child = A[At].First;
    for (At = Child; At && A[At].Next; At = A[At].Next)
      ;
  }
  VisitLimit = (Function ? Last - Function + 1 : A.size()) * MaxVisits;
}

bool Frame::run() {
  if (Function)
    bindParameters();
  block(Function ? A.child(Function, Role::Body) : 0);
  return !GaveUp;
}

void Frame::block(NodeId N) {
  for (NodeId C : A.children(N)) {
    if (S.Dead || GaveUp)
      return;
    statement(C);
  }
}

void Frame::statement(NodeId N) {
  if (++Depth > MaxDepth || ++Visits > VisitLimit)
    GaveUp = true;
  llvm::scope_exit Leave([&] { --Depth; });
  if (GaveUp)
    return;
  switch (A.kind(N)) {
  case Kind::ExpressionStatement:
    return expressionStatement(N);
  case Kind::Import:
  case Kind::ImportFrom:
    return imports(N);
  case Kind::If:
    return ifStatement(N);
  case Kind::For: {
    ValueId Over = eval(A.child(N, Role::Right));
    return loop(N, A.child(N, Role::Left), elementOf(Over), 0);
  }
  case Kind::While:
    return loop(N, 0, 0, A.child(N, Role::Condition));
  case Kind::Try:
    return tryStatement(N);
  case Kind::With:
    return withStatement(N);
  case Kind::Match:
    return matchStatement(N);
  case Kind::Return: {
    ValueId V = A[N].First ? eval(A[N].First) : Vs.of(Type::None);
    Result = HasResult ? Vs.join(Result, V) : V;
    HasResult = true;
    S.Dead = true;
    return;
  }
  case Kind::Raise:
    for (NodeId C : A.children(N))
      eval(C);
    S.Dead = true;
    return;
  case Kind::Break:
  case Kind::Continue:
    if (!Loops.empty())
      (A.is(N, Kind::Break) ? Loops.back().Breaks : Loops.back().Continues).push_back(S);
    S.Dead = true;
    return;
  case Kind::Assert:
    for (NodeId C : A.children(N))
      eval(C);
    refine(A[N].First, true);
    return;
  case Kind::Delete: {
    ++Quiet;
    for (NodeId C : A.children(N))
      for (NodeId Name : A.is(C, Kind::ExpressionList) ? A.children(C) : A.children(N))
        if (llvm::StringRef Path = pathOf(Name); !Path.empty()) {
          S.Vars.erase(Path);
          forget(Path);
        }
    --Quiet;
    return;
  }
  case Kind::Function:
  case Kind::Class:
  case Kind::Decorated:
    return definition(N);
  case Kind::Block:
    return block(N);
  case Kind::Global:
  case Kind::Nonlocal:
  case Kind::FutureImport:
  case Kind::Other: // pass, type aliases
    return;
  case Kind::Error:
    return;
  default:
    eval(N);
  }
}

void Frame::expressionStatement(NodeId N) {
  for (NodeId C : A.children(N)) {
    switch (A.kind(C)) {
    case Kind::Assignment:
      assignment(C);
      break;
    case Kind::AugmentedAssignment:
      augmented(C);
      break;
    default:
      eval(C);
      if (A.is(C, Kind::Call) && !A[C].Next && A[N].First == C)
        dropped(C);
    }
  }
}

void Frame::ifStatement(NodeId N) {
  size_t Around = Conditions.size(), Returning = 0;
  State Out;
  Out.Dead = true;
  auto Branch = [&](NodeId Block) {
    block(Block);
    for (NodeId C : A.children(Block))
      Returning += A.is(C, Kind::Return);
    Out = join(Out, S);
  };
  auto Test = [&](NodeId At) {
    NodeId Condition = A.child(At, Role::Condition);
    eval(Condition);
    Conditions.push_back(Condition);
    State Otherwise = S;
    refine(Condition, true);
    Branch(A.child(At, Role::Consequence));
    S = std::move(Otherwise);
    refine(Condition, false);
  };
  Test(N);
  bool Else = false;
  for (NodeId C : A.children(N)) {
    if (A[C].R != Role::Alternative)
      continue;
    Else |= !A.is(C, Kind::Elif);
    A.is(C, Kind::Elif) ? Test(C) : Branch(A.child(C, Role::Body));
  }
  S = Else ? std::move(Out) : join(Out, S);
  if (!Returning)
    Conditions.resize(Around); // else they decide what comes after them too
}

void Frame::loop(NodeId N, NodeId Target, ValueId Element, NodeId Condition) {
  bool Endless = Condition && (A.is(A.inner(Condition), Kind::True) || A.text(Condition) == "1");
  State In = S, Exit, AfterRound;
  std::vector<State> Breaks;
  for (unsigned Round = 0;; ++Round) {
    S = In;
    if (Condition) {
      eval(Condition);
      Exit = S;
      refine(Condition, true);
    } else {
      Exit = S;
      assign(Target, Element, 0);
    }
    Loops.emplace_back();
    block(A.child(N, Role::Body));
    for (const State &C : Loops.back().Continues)
      S = join(S, C);
    Breaks = std::move(Loops.back().Breaks);
    Loops.pop_back();
    State Next = join(In, S);
    AfterRound = S;
    if (GaveUp || Next == In)
      break;
    if (Round >= MaxRounds) {
      GaveUp = true;
      break;
    }
    In = std::move(Next);
  }
  S = std::move(Exit);
  // Loops run: what is there only because this one may not is no reason to speak.
  if (!AfterRound.Dead)
    S = behindLoop(S, AfterRound);
  if (Endless)
    S.Dead = true;
  else if (Condition)
    refine(Condition, false);
  if (NodeId Else = A.child(N, Role::Alternative))
    block(A.child(Else, Role::Body));
  for (const State &B : Breaks)
    S = join(S, B);
}

void Frame::tryStatement(NodeId N) {
  State Before = S, Broken = S;
  bool Handled = A.child(N, Kind::Except) != 0;
  Excuses += Handled;
  for (NodeId C : A.children(A.child(N, Role::Body))) {
    if (S.Dead || GaveUp)
      break;
    statement(C);
    Broken = join(Broken, S);
  }
  Excuses -= Handled;
  if (NodeId Else = A.child(N, Kind::Else); Else && !S.Dead)
    block(A.child(Else, Role::Body));
  State Out = S;
  for (NodeId C : A.children(N)) {
    if (!A.is(C, Kind::Except))
      continue;
    S = Broken;
    for (NodeId Part : A.children(C)) {
      if (A.is(Part, Kind::Block))
        block(Part);
      else if (A[Part].R == Role::Alias && A.is(Part, Kind::Identifier))
        bind(A.text(Part), 0);
      else if (A.is(Part, Kind::AsPattern))
        if (NodeId Alias = A.child(Part, Role::Alias); A.is(A[Alias].First, Kind::Identifier))
          bind(A.text(A[Alias].First), 0);
    }
    Out = join(Out, S);
  }
  S = std::move(Out);
  if (NodeId Finally = A.child(N, Kind::Finally)) {
    bool Ended = S.Dead;
    if (Ended)
      S = std::move(Broken);
    block(A.child(Finally, Kind::Block));
    S.Dead |= Ended;
  }
}

void Frame::withStatement(NodeId N) {
  unsigned OldExcuses = Excuses, OldBlocks = DeviceBlocks;
  for (NodeId Item : A.children(A.child(N, Kind::WithClause))) {
    NodeId What = A.child(Item, Role::Value), Alias = 0;
    if (A.is(What, Kind::AsPattern)) {
      Alias = A[A.child(What, Role::Alias)].First;
      What = A[What].First;
    }
    ValueId V = eval(What);
    llvm::StringRef Text = A.is(What, Kind::Call) ? A.text(A.child(What, Role::Function)) : A.text(What);
    if (Text.ends_with("raises") || Text.contains("assertRaises") || Text.ends_with("suppress") ||
        Text.contains("assertWarns") || Text.ends_with("warns"))
      ++Excuses;
    if (Vs[V].T == Type::Device)
      ++DeviceBlocks;
    if (Alias)
      assign(Alias, Vs[V].T == Type::Object ? 0 : V, 0);
  }
  block(A.child(N, Role::Body));
  Excuses = OldExcuses;
  DeviceBlocks = OldBlocks;
}

void Frame::matchStatement(NodeId N) {
  for (NodeId C : A.children(N))
    if (A[C].R == Role::Subject)
      eval(C);
  State In = S, Out = S;
  NodeId Body = A.child(N, Role::Body);
  for (NodeId C : A.children(Body)) {
    if (!A.is(C, Kind::Case))
      continue;
    S = In;
    // What a pattern captures is not followed.
    for (NodeId P = C; P < A.child(C, Role::Consequence); ++P)
      if (A.is(P, Kind::DottedName) && !A.text(P).contains('.'))
        bind(A.text(P), 0);
    block(A.child(C, Role::Consequence));
    Out = join(Out, S);
  }
  S = std::move(Out);
}

void Frame::definition(NodeId N) {
  NodeId What = A.is(N, Kind::Decorated) ? A.child(N, Role::Definition) : N;
  if (!What) // 0 is the module
    return;
  for (NodeId D : A.children(N))
    if (A.is(D, Kind::Decorator))
      eval(A[D].First);
  if (A.is(What, Kind::Function))
    for (NodeId P : A.children(A.child(What, Role::Parameters)))
      if (NodeId Default = A.child(P, Role::Value))
        eval(Default);
  Value V;
  V.T = A.is(What, Kind::Class) ? Type::Class : Type::Function;
  V.Node = What;
  bool Plain = true;
  if (A.is(N, Kind::Decorated) && A.is(What, Kind::Class))
    Plain = A.text(A.child(N, Kind::Decorator)).contains("dataclass");
  bind(A.text(A.child(What, Role::Name)), Plain ? Vs.add(std::move(V)) : 0);
  if (!A.is(What, Kind::Class))
    return;
  State Saved = S;
  bool Old = InClassBody;
  InClassBody = true;
  block(A.child(What, Role::Body));
  InClassBody = Old;
  S = std::move(Saved);
}

void Frame::imports(NodeId N) {
  llvm::StringRef From = A.text(A.child(N, Role::ModuleName));
  bool Relative = From.starts_with(".");
  auto Bind = [&](llvm::StringRef Name, const llvm::Twine &Path) {
    Value V;
    if (!Relative) {
      V.T = Type::Namespace;
      V.Path = File.save(Path);
    }
    bind(Name, Vs.add(std::move(V)));
  };
  for (NodeId C : A.children(N)) {
    if (A[C].R != Role::Name)
      continue;
    llvm::StringRef Name = A.is(C, Kind::AliasedImport) ? A.text(A.child(C, Role::Name)) : A.text(C);
    llvm::StringRef Top = (A.is(N, Kind::ImportFrom) ? From : Name).split('.').first;
    File.OtherTensors |= Top == "tensorflow" || Top == "jax" || Top == "mxnet" || Top == "paddle" || Top == "keras";
    if (A.is(N, Kind::ImportFrom)) {
      llvm::StringRef As = A.is(C, Kind::AliasedImport) ? A.text(A.child(C, Role::Alias)) : Name;
      Bind(As, From + "." + Name);
    } else if (A.is(C, Kind::AliasedImport)) {
      Bind(A.text(A.child(C, Role::Alias)), Name);
    } else {
      Bind(Top, Top);
    }
  }
  // `from torch import *` binds what nobody here can see: then nothing is known of those names.
}

} // namespace torchtidy::python
