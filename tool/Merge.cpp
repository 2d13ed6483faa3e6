#include "Merge.h"
#include "Paths.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::json::ObjectMapper;
using llvm::json::Path;
using llvm::json::Value;

namespace torchtidy {

using llvm::StringRef;

// The mapper finds these by the namespace of the values.
static bool file(ObjectMapper &O, std::string &Out) {
  bool Good = O.map("file", Out);
  Out = absoluteIn(Out, "");
  return Good;
}

static bool fromJSON(const Value &V, Edit &Out, Path P) {
  ObjectMapper O(V, P);
  return O && file(O, Out.File) && O.map("offset", Out.Offset) && O.map("length", Out.Length) && O.map("text", Out.Text);
}

static bool fromJSON(const Value &V, Span &Out, Path P) {
  ObjectMapper O(V, P);
  return O && file(O, Out.File) && O.map("offset", Out.Offset) && O.map("length", Out.Length);
}

static bool fromJSON(const Value &V, Place &Out, Path P) {
  ObjectMapper O(V, P);
  return O && file(O, Out.File) && O.map("offset", Out.Offset) && O.map("line", Out.Line) && O.map("column", Out.Column);
}

static bool fromJSON(const Value &V, FindingNote &Out, Path P) {
  ObjectMapper O(V, P);
  return O && fromJSON(V, Out.At, P) && O.map("message", Out.Message) && O.mapOptional("ranges", Out.Ranges) &&
         O.mapOptional("suggestion", Out.Edits);
}

static bool fromJSON(const Value &V, Severity &Out, Path P) {
  std::optional<StringRef> Name = V.getAsString();
  if (Name == "error")
    Out = Severity::Error;
  else if (Name == "warning")
    Out = Severity::Warning;
  else if (Name == "note")
    Out = Severity::Note;
  else {
    P.report("expected note, warning or error");
    return false;
  }
  return true;
}

static bool fromJSON(const Value &V, Finding &Out, Path P) {
  ObjectMapper O(V, P);
  bool Good = O && fromJSON(V, Out.At, P) && O.map("check", Out.Check) && O.map("severity", Out.Level) &&
         O.map("message", Out.Message) && O.map("notes", Out.Notes) && O.map("fingerprint", Out.Fingerprint) &&
         O.mapOptional("ranges", Out.Ranges) && O.mapOptional("fix", Out.Edits) &&
         O.mapOptional("enclosing", Out.Scope) && O.mapOptional("warningAsError", Out.WarningAsError);
  if (Out.Message.empty())
    Out.Message = Out.Check; // code scanning and reviewdog refuse an empty one
  return Good;
}

static bool fromJSON(const Value &V, Problem &Out, Path P) {
  ObjectMapper O(V, P);
  return O && O.map("file", Out.File) && O.map("text", Out.Text);
}

static bool fromJSON(const Value &V, StoredReport &Out, Path P) {
  ObjectMapper O(V, P);
  int Version = 0;
  if (!O || !O.map("version", Version))
    return false;
  if (Version != 1) {
    P.field("version").report("this torch-tidy reads version 1");
    return false;
  }
  std::vector<Finding> Known;
  if (!O.map("findings", Out.Findings) || !O.map("known", Known) || !O.map("files", Out.Files) ||
      !O.map("problems", Out.Problems) || !O.mapOptional("suppressed", Out.Silenced))
    return false;
  // Which findings are known is asked anew, once, for all of them.
  std::move(Known.begin(), Known.end(), std::back_inserter(Out.Findings));
  for (std::string &F : Out.Files)
    F = absoluteIn(F, "");
  return true;
}

llvm::Expected<StoredReport> readReport(StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return llvm::createStringError(Buffer.getError(), Buffer.getError().message());
  llvm::Expected<Value> Parsed = llvm::json::parse((*Buffer)->getBuffer());
  if (!Parsed)
    return Parsed.takeError();
  StoredReport Out;
  Path::Root Root("report");
  if (!fromJSON(*Parsed, Out, Root))
    return Root.getError();
  return Out;
}

} // namespace torchtidy
