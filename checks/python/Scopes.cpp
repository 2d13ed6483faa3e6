#include "python/Scopes.h"
#include "python/Limits.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

static bool opensScope(Kind K) { return K == Kind::Function || K == Kind::Class || K == Kind::Lambda; }

void Scopes::bind(NodeId Target, Scope &Into, unsigned Depth) {
  if (Depth > MaxDepth)
    return;
  switch (A.kind(Target)) {
  case Kind::Identifier:
    Into.Bound.insert(A.text(Target));
    return;
  case Kind::PatternList:
  case Kind::TuplePattern:
  case Kind::ListPattern:
  case Kind::ListSplatPattern:
  case Kind::DictionarySplatPattern:
  case Kind::Tuple:
  case Kind::List:
  case Kind::ExpressionList:
  case Kind::AsPatternTarget:
  case Kind::Parenthesized:
  case Kind::DefaultParameter:
  case Kind::TypedParameter:
  case Kind::TypedDefaultParameter:
    for (NodeId C : A.children(Target)) {
      if (A[C].R != Role::Type && A[C].R != Role::Value)
        bind(C, Into, Depth + 1);
    }
    return;
  default:
    return;
  }
}

void Scopes::attribute(NodeId Target, NodeId Function) {
  llvm::StringRef Self = selfName(Function);
  if (Self.empty())
    return;
  if (A.is(Target, Kind::PatternList)) { // parentheses within it are rare enough
    for (NodeId C : A.children(Target))
      if (A.is(C, Kind::Attribute))
        attribute(C, Function);
    return;
  }
  if (!A.is(Target, Kind::Attribute) || A.text(A.child(Target, Role::Object)) != Self)
    return;
  NodeId Class = A.scopeOf(Function);
  Classes[Class].SetIn[A.text(A.child(Target, Role::Attribute))].push_back(Function);
}

llvm::StringRef Scopes::selfName(NodeId Function) const {
  if (!A.is(Function, Kind::Function) || !A.is(A.scopeOf(Function), Kind::Class))
    return {};
  if (NodeId Decorated = A[Function].Parent; A.is(Decorated, Kind::Decorated))
    for (NodeId D : A.children(Decorated))
      if (A.is(D, Kind::Decorator) && (A.text(D).contains("staticmethod") || A.text(D).contains("classmethod")))
        return {};
  NodeId First = A[A.child(Function, Role::Parameters)].First;
  return A.is(First, Kind::Identifier) ? A.text(First) : llvm::StringRef();
}

const ClassInfo *Scopes::classOf(NodeId Function) const {
  NodeId Class = A.scopeOf(Function);
  auto It = Classes.find(Class);
  return A.is(Class, Kind::Class) && It != Classes.end() ? &It->second : nullptr;
}

Scopes::Scopes(const Ast &A) : A(A) {
  All[0];
  // The tree is numbered parents first, so the scope of a parent is known.
  std::vector<NodeId> In(A.size(), 0);
  NodeId Last = 0;
  Scope *Now = &All[0];
  for (NodeId N = 1; N < A.size(); ++N) {
    NodeId Parent = A[N].Parent;
    bool Head = A[N].R == Role::Name || A[N].R == Role::ReturnType || A[N].R == Role::Superclasses;
    In[N] = opensScope(A.kind(Parent)) && Parent && !Head ? Parent : In[Parent];
    if (In[N] != Last) {
      Last = In[N];
      Now = &All[Last];
    }
    Scope &Here = *Now;
    switch (A.kind(N)) {
    case Kind::Function:
    case Kind::Class:
      Here.Bound.insert(A.text(A.child(N, Role::Name)));
      [[fallthrough]];
    case Kind::Lambda: {
      Scope &New = All[N];
      New.Node = N;
      New.Outer = In[N];
      for (NodeId P : A.children(A.child(N, Role::Parameters)))
        bind(P, New);
      if (A.is(N, Kind::Function)) {
        Functions.push_back(N);
        if (A.is(In[N], Kind::Class))
          Classes[In[N]].Methods[A.text(A.child(N, Role::Name))] = N;
      } else if (A.is(N, Kind::Class)) {
        ClassInfo &C = Classes[N];
        for (NodeId Base : A.children(A.child(N, Role::Superclasses)))
          C.IsModule |= A.text(Base).rsplit('.').second.contains("Module") || A.text(Base).contains("Module");
      }
      break;
    }
    case Kind::Assignment:
    case Kind::AugmentedAssignment:
    case Kind::For:
    case Kind::ForInClause:
      bind(A.child(N, Role::Left), Here);
      attribute(A.child(N, Role::Left), In[N]);
      break;
    case Kind::NamedExpression:
      bind(A.child(N, Role::Name), Here);
      break;
    case Kind::AsPattern: // `except E as x`, `with f() as x`, `case P() as x`
      for (NodeId C : A.children(N))
        if (A[C].R == Role::Alias || A.is(C, Kind::AsPatternTarget))
          bind(C, Here);
      break;
    case Kind::CasePattern:
      for (NodeId C : A.children(N))
        if (A.is(C, Kind::DottedName) && !A.text(C).contains('.'))
          Here.Bound.insert(A.text(C));
      break;
    case Kind::Delete:
      for (NodeId C : A.children(N))
        bind(C, Here);
      break;
    case Kind::Import:
    case Kind::ImportFrom:
      for (NodeId C : A.children(N)) {
        if (A[C].R != Role::Name)
          continue;
        if (A.is(C, Kind::AliasedImport))
          Here.Bound.insert(A.text(A.child(C, Role::Alias)));
        else
          Here.Bound.insert(A.text(C).split('.').first);
      }
      break;
    case Kind::Global:
      for (NodeId C : A.children(N))
        Here.Global.insert(A.text(C));
      break;
    case Kind::Nonlocal:
      for (NodeId C : A.children(N))
        Here.Nonlocal.insert(A.text(C));
      break;
    case Kind::Call: {
      // No Python number and no list has these, and nobody asks a single number whether any of it is set.
      NodeId Callee = A.child(N, Role::Function);
      if (A.is(Callee, Kind::Attribute) && A.is(A.child(Callee, Role::Object), Kind::Identifier) &&
          llvm::StringSwitch<bool>(A.text(A.child(Callee, Role::Attribute)))
              .Cases({"any", "all", "nonzero"}, true)
              .Default(false))
        Here.TensorLike.insert(A.text(A.child(Callee, Role::Object)));
      break;
    }
    default:
      break;
    }
  }
}

NodeId Scopes::owner(NodeId From, llvm::StringRef Name) const {
  for (NodeId At = From; At;) {
    const Scope &S = All.at(At);
    if (S.Global.contains(Name))
      return 0;
    if (S.Bound.contains(Name) && !S.Nonlocal.contains(Name) && (At == From || !A.is(At, Kind::Class)))
      return At;
    At = S.Outer;
  }
  return 0;
}

} // namespace torchtidy::python
