#include "python/Analysis.h"
#include "python/Frame.h"
#include "python/Limits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"

namespace torchtidy::python {

FileAnalysis::FileAnalysis(const Ast &A) : A(A), Names(A), Strings(Allocator) {}

void FileAnalysis::run() {
  round();
  // Again, where something was looked at too early: now every function knows what the module and the other methods of
  // its class bind.
  if (Stale || DefaultDevice || OtherTensors)
    round();
}

void FileAnalysis::round() {
  F = Facts();
  Summaries.clear();
  GivenUp = 0;
  ++Round;
  Frame Module(*this, 0);
  GivenUp += !Module.run();
  for (NodeId Function : Names.functions())
    summaryOf(Function);
}

const Summary &FileAnalysis::summaryOf(NodeId Function, unsigned Depth) {
  static const Summary Nothing;
  Nesting += Depth;
  llvm::scope_exit Leave([&] { Nesting -= Depth; });
  auto [It, New] = Summaries.try_emplace(Function);
  if (!New)
    return Running.lookup(Function) ? Nothing : It->second;
  if (CallDepth >= MaxCallDepth || Nesting > MaxNesting) {
    Summaries.erase(It); // looked at later, from the top
    return Nothing;
  }
  ++CallDepth;
  Running[Function] = true;
  Frame Run(*this, Function);
  bool Finished = Run.run();
  GivenUp += !Finished;
  Running[Function] = false;
  --CallDepth;
  Summary &S = It->second;
  S.Params = Run.params();
  S.Varargs = Run.varargs();
  S.Known = Finished;
  if (NodeId Around = A[Function].Parent; A.is(Around, Kind::Decorated))
    for (NodeId D : A.children(Around))
      if (A.is(D, Kind::Decorator) && !A.text(D).contains("no_grad") && !A.text(D).contains("inference_mode") &&
          !A.text(D).contains("staticmethod") && !A.text(D).contains("classmethod"))
        S.Known = false; // the name stands for what the decorator made of it
  if (A.text(Function).starts_with("async"))
    S.Known = false;
  if (S.Known) {
    S.Result = Run.result();
    S.Writes = Run.paramWrites();
  }
  return S;
}

ValueId FileAnalysis::read(Table &From, Key K) {
  auto It = From.find(K);
  if (It == From.end())
    It = From.try_emplace({K.first, save(K.second)}).first;
  It->second.Read = true;
  return It->second.V;
}

void FileAnalysis::add(Table &To, Key K, ValueId V) {
  auto It = To.find(K);
  if (It == To.end())
    It = To.try_emplace({K.first, save(K.second)}).first;
  Known &Now = It->second;
  auto Same = [](const Ref &X, const Ref &Y) { return X.key() == Y.key(); };
  if (Now.Round != Round) {
    Now.First = V;
    Now.Round = Round;
    Now.Mixed = false;
  } else if (!llvm::equal(Vs[Now.First].Refs, Vs[V].Refs, Same)) {
    Now.Mixed = true;
  }
  ValueId New = Now.Bound ? Vs.join(Now.V, V) : V;
  Stale |= Now.Read && New != Now.V;
  Now.V = New;
  Now.Bound = true;
}

bool FileAnalysis::isMixed(NodeId Class, llvm::StringRef Name) {
  auto It = Attributes.find({Class, Name});
  return It != Attributes.end() && It->second.Mixed;
}

void FileAnalysis::addBinding(NodeId Scope, llvm::StringRef Name, ValueId V) { add(Bindings, {Scope, Name}, V); }

void FileAnalysis::addAttribute(NodeId Class, llvm::StringRef Name, ValueId V) {
  if (Vs[V].T == Type::None) // not yet, or no longer
    return;
  for (const Ref &R : Vs[V].Refs)
    if (!R.Borrow)
      Vs.memory(R.Memory).Kept = true;
  add(Attributes, {Class, Name}, V);
}

} // namespace torchtidy::python
