/// Between the facts of a file and its findings: what all checks for Python share.
#pragma once

#include "python/Analysis.h"
#include "python/FrontEnd.h"

namespace torchtidy::python {

class Report {
public:
  Report(FileAnalysis &Analysis, llvm::StringRef File, const PythonOptions &Options)
      : Analysis(Analysis), A(Analysis.ast()), Vs(Analysis.values()), F(Analysis.facts()), File(File), Options(Options) {}

  bool strict() const { return Options.Strict; }
  bool enabled(llvm::StringRef Check) const { return Options.Enabled(Check); }
  bool named(llvm::StringRef Check) const { return Options.Named(Check); }
  void countStrictOnly() { ++StrictOnly; }

  /// A warning at a node, to which notes and edits are added. The reference lives until the next one.
  Finding &warn(llvm::StringRef Check, NodeId At, std::string Message);
  void note(Finding &To, NodeId At, std::string Message);
  /// A note titled with a change, which carries its edits.
  void suggest(Finding &To, NodeId At, std::string Title, std::vector<Edit> Edits);

  Edit replace(NodeId N, std::string Text) const;
  Edit replace(uint32_t Begin, uint32_t End, std::string Text) const;
  Edit insert(uint32_t At, std::string Text) const { return replace(At, At, std::move(Text)); }
  /// Adds an argument after the last one of a call, before a trailing comma.
  Edit addArgument(NodeId Call, std::string Text) const;
  /// Nothing may be rewritten there: in an f-string, or where the text is no Python.
  bool untouchable(NodeId N) const;

  /// The name of the thing that an expression is about: the base of `t[0].view(-1)` is `t`.
  llvm::StringRef handle(NodeId N) const;
  /// The name that the value of an expression is given by the assignment around it; empty where there is none.
  llvm::StringRef assignedTo(NodeId N) const;
  /// A name, an attribute or a subscript without calls: can be written twice.
  bool isSimple(NodeId N) const;
  /// Where a call says what it calls: `zero_` of `t.zero_()`.
  NodeId nameOfCall(NodeId Call) const;
  Place place(NodeId N) const;
  /// The functions and classes around it: "Model.forward".
  std::string scope(NodeId N) const;
  /// The statement that it stands in, or the head of a compound one, whatever its layout and comments.
  std::string code(NodeId N) const;

  FileAnalysis &Analysis;
  const Ast &A;
  Values &Vs;
  Facts &F;
  std::vector<Finding> Findings;
  unsigned StrictOnly = 0;

private:
  std::string File;
  const PythonOptions &Options;
};

std::string quoted(llvm::StringRef Text);

// One failure mode each.
void checkSharedMemoryWrite(Report &R);
void checkFactoryOptions(Report &R);
void checkDiscardedResult(Report &R);
void checkIndexWriteLost(Report &R);
void checkLegacyConstructor(Report &R);
void checkArrayLayout(Report &R);

} // namespace torchtidy::python
