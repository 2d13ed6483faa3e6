#include "python/Analysis.h"
#include "python/Frame.h"
#include "python/Limits.h"

namespace torchtidy::python {

FileAnalysis::FileAnalysis(const Ast &A) : A(A), Names(A), Strings(Allocator) {}

void FileAnalysis::run() {
  // Twice: the second time every function knows what the module and the other methods of its class bind.
  for (unsigned Round = 0; Round < 2; ++Round) {
    F = Facts();
    Summaries.clear();
    GivenUp = 0;
    Frame Module(*this, 0);
    GivenUp += !Module.run();
    for (NodeId Function : Names.functions())
      summaryOf(Function);
  }
}

const Summary &FileAnalysis::summaryOf(NodeId Function) {
  static const Summary Nothing;
  auto [It, New] = Summaries.try_emplace(Function);
  if (!New)
    return Running.lookup(Function) ? Nothing : It->second;
  if (CallDepth >= MaxCallDepth) {
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

ValueId FileAnalysis::binding(NodeId Scope, llvm::StringRef Name) const {
  auto It = Bindings.find({Scope, Name});
  return It == Bindings.end() ? 0 : It->second;
}

void FileAnalysis::addBinding(NodeId Scope, llvm::StringRef Name, ValueId V) {
  auto [It, New] = Bindings.try_emplace({Scope, save(Name)}, V);
  if (!New)
    It->second = Vs.join(It->second, V);
}

ValueId FileAnalysis::attribute(NodeId Class, llvm::StringRef Name) const {
  auto It = Attributes.find({Class, Name});
  return It == Attributes.end() ? 0 : It->second;
}

void FileAnalysis::addAttribute(NodeId Class, llvm::StringRef Name, ValueId V) {
  for (const Ref &R : Vs[V].Refs)
    if (!R.Borrow)
      Vs.memory(R.Memory).Kept = true;
  auto [It, New] = Attributes.try_emplace({Class, save(Name)}, V);
  if (!New)
    It->second = Vs.join(It->second, V);
}

} // namespace torchtidy::python
