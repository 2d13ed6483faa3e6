#include "python/FrontEnd.h"
#include "python/Explain.h"
#include "python/Notebook.h"
#include "python/Report.h"
#include "python/Suppressions.h"
#include "llvm/Support/Path.h"

namespace torchtidy::python {

bool isPythonFile(llvm::StringRef File) {
  llvm::StringRef Extension = llvm::sys::path::extension(File);
  return Extension == ".py" || Extension == ".pyi" || Extension == ".pyw" || Extension == ".ipynb";
}

static PythonResult checkText(llvm::StringRef File, llvm::StringRef Text, PythonOptions Options) {
  PythonResult Out;
  bool Whole = Options.Whole || Options.Parsed || Options.ExplainLine || Options.ExplainSummaries || Options.ReportUnused;
  Outline Known = Whole ? Outline() : outlineOf(Text);
  if (Known.Nothing)
    return Out;
  if (Options.Configure)
    Options.Configure(Options);
  Ast Tree = Options.Parsed ? Ast(*Options.Parsed) : Ast(Text, Known.Plain);
  FileAnalysis Analysis(Tree);
  Analysis.ExplainLine = Options.ExplainLine;
  Analysis.TensorTypes = Options.TensorTypes;
  Analysis.run();
  if (Options.ExplainSummaries)
    Out.Explanation = explainSummaries(Analysis);
  else if (Options.ExplainLine)
    Out.Explanation = explainLine(Analysis, Options.ExplainLine);
  Report R(Analysis, File, Options);
  checkSharedMemoryWrite(R);
  checkFactoryOptions(R);
  checkDiscardedResult(R);
  checkIndexWriteLost(R);
  checkLegacyConstructor(R);
  checkArrayLayout(R);
  Suppressions Comments(Tree);
  for (Finding &F : R.Findings)
    (Comments.hides(F) ? Out.Silenced : Out.Findings).push_back(std::move(F));
  if (Options.ReportUnused && !Analysis.GivenUp) // else it may hide what was not looked for
    Comments.reportUnused(File, Out.Findings);
  Out.StrictOnly = R.StrictOnly;
  Out.GivenUp = Analysis.GivenUp;
  Out.Nodes = Tree.size();
  return Out;
}

PythonResult checkPython(llvm::StringRef File, llvm::StringRef Text, const PythonOptions &Options) {
  if (!mayMatter(Text))
    return {};
  if (!File.ends_with(".ipynb"))
    return checkText(File, Text, Options);
  std::optional<Notebook> Cells = Notebook::read(Text);
  if (!Cells)
    return {};
  PythonResult Out = checkText(File, Cells->text(), Options);
  for (std::vector<Finding> *List : {&Out.Findings, &Out.Silenced})
    for (Finding &F : *List)
      Cells->toFile(F, Text);
  return Out;
}

} // namespace torchtidy::python
