#include "python/Explain.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

namespace torchtidy::python {

static llvm::StringRef nameOf(Type T) {
  switch (T) {
  case Type::Tensor: return "a tensor";
  case Type::Array: return "an array";
  case Type::Module: return "a module";
  case Type::Number: return "a number";
  case Type::Bool: return "a bool";
  case Type::Text: return "text";
  case Type::None: return "None";
  case Type::List: return "a list";
  case Type::Tuple: return "a tuple";
  case Type::Dict: return "a dict";
  case Type::Size: return "sizes";
  case Type::Slice: return "a slice";
  case Type::Dtype: return "a dtype";
  case Type::Device: return "a device";
  case Type::Namespace: return "an imported name";
  case Type::Function: return "a function of this file";
  case Type::Class: return "a class of this file";
  case Type::Object: return "an object of a class of this file";
  case Type::Unknown:
  case Type::Other: break;
  }
  return "of unknown type";
}

static std::string describe(const Memory &M, const Ast &A) {
  std::string Name = M.Name.empty() ? "" : " '" + M.Name.str() + "'";
  std::string Line = M.Site ? " of line " + std::to_string(A.line(A[M.Site].Begin)) : "";
  switch (M.K) {
  case Memory::Kind::Fresh: return "new memory" + Line;
  case Memory::Kind::Copy: return "a copy" + Line;
  case Memory::Kind::Blank: return "new memory to be filled" + Line;
  case Memory::Kind::Param: return "the memory of the parameter" + Name;
  case Memory::Kind::Attr: return "the memory of" + Name;
  case Memory::Kind::Call: return "what the call returned" + Line;
  case Memory::Kind::Mapped: return "a mapped file" + Line;
  case Memory::Kind::Bytes: return "immutable bytes" + Line;
  }
  return "memory";
}

static std::string describe(FileAnalysis &Analysis, ValueId Id) {
  const Values &Vs = Analysis.values();
  const Ast &A = Analysis.ast();
  const Value &V = Vs[Id];
  std::string Out = nameOf(V.T).str();
  if (V.T == Type::Namespace)
    Out += " (" + V.Path.str() + ")";
  if (!python::nameOf(V.D).empty())
    Out += ", " + python::nameOf(V.D).str();
  if (V.Index == Indexing::Advanced && V.T != Type::List)
    Out += ", an index that copies";
  if (V.Element && V.T != Type::Size)
    Out += " of " + describe(Analysis, V.Element);
  for (const Ref &R : V.Refs) {
    Out += R.ViewMay ? ", may share " : ", shares ";
    Out += describe(Vs.memory(R.Memory), A);
    if (R.Borrow)
      Out += ", borrowed by '" + Vs.borrow(R.Borrow).Maker.str() + "' on line " +
             std::to_string(A.line(A[Vs.borrow(R.Borrow).Site].Begin));
    if (R.PathMay)
      Out += " on some paths";
  }
  return Out;
}

std::string explainLine(FileAnalysis &Analysis, unsigned Line) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  const Ast &A = Analysis.ast();
  std::set<std::string> Said;
  for (const auto &[N, V] : Analysis.Seen) {
    std::string Text = A.text(N).str() + ": " + describe(Analysis, V);
    if (Said.insert(Text).second)
      OS << "  " << Text << "\n";
  }
  for (const auto &[Site, Writes] : Analysis.facts().Writes) {
    if (A.line(A[Site].Begin) != Line)
      continue;
    for (const WriteFact &W : Writes) {
      const Memory &M = Analysis.values().memory(W.To.Memory);
      OS << "  '" << W.Name << "' writes " << describe(M, A);
      if (W.To.ViewMay)
        OS << "; strict only: an operation on the way may have copied";
      else if (M.K == Memory::Kind::Blank)
        OS << "; it was made to be filled";
      else if (M.K == Memory::Kind::Fresh || M.K == Memory::Kind::Copy || M.K == Memory::Kind::Call)
        OS << (Analysis.facts().ReadAfter.count({W.Site, W.To.Memory}) ? "; its owner is read again later"
                                                                       : "; nobody is seen to read its owner again");
      OS << "\n";
    }
  }
  if (Out.empty())
    OS << "  no name on that line of which anything is known\n";
  return Out;
}

std::string explainSummaries(FileAnalysis &Analysis) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  const Ast &A = Analysis.ast();
  for (NodeId Function : Analysis.scopes().functions()) {
    const Summary &S = Analysis.summaryOf(Function);
    OS << A.text(A.child(Function, Role::Name)) << (S.Known ? "" : " (unknown to its callers)") << "\n";
    for (const Summary::ParamWrite &W : S.Writes)
      OS << "  " << (W.May ? "may write '" : "writes '") << S.Params[W.Param] << "' with '" << W.Name << "' on line "
         << A.line(A[W.Site].Begin) << (W.Borrowed ? ", through a borrow" : "") << "\n";
    if (S.Result)
      OS << "  returns " << describe(Analysis, S.Result) << "\n";
  }
  return Out;
}

} // namespace torchtidy::python
