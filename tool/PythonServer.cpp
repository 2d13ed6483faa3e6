#include "PythonServer.h"
#include "Driver.h"
#include "Novelty.h"
#include "Paths.h"
#include "PythonFiles.h"
#include "Sources.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/LSP/Transport.h"
#include "llvm/Support/Program.h"

namespace torchtidy {

namespace {

namespace json = llvm::json;
namespace lsp = llvm::lsp;
using llvm::StringRef;

/// Between bytes and the protocol's positions: lines from 0, columns in UTF-16 code units.
class Positions {
public:
  explicit Positions(StringRef Text) : Text(Text) {}

  size_t offset(const lsp::Position &At) const {
    size_t I = 0;
    for (int Line = 0; Line < At.line && I < Text.size(); ++Line)
      I = std::min(Text.find('\n', I), Text.size() - 1) + 1;
    for (int Units = 0; Units < At.character && I < Text.size() && Text[I] != '\n'; ++I)
      Units += width(Text[I]);
    while (I < Text.size() && width(Text[I]) == 0) // the rest of a character
      ++I;
    return I;
  }

  json::Object position(size_t Offset) const {
    StringRef Before = Text.take_front(Offset);
    int Units = 0;
    for (char C : Before.drop_front(Before.rfind('\n') + 1))
      Units += width(C);
    return json::Object{{"line", static_cast<int64_t>(Before.count('\n'))}, {"character", Units}};
  }

  json::Object range(size_t Begin, size_t Length) const {
    return json::Object{{"start", position(Begin)}, {"end", position(Begin + Length)}};
  }

private:
  /// Code units that a byte of UTF-8 begins.
  static int width(char C) {
    auto Byte = static_cast<unsigned char>(C);
    return (Byte & 0xc0) == 0x80 ? 0 : Byte >= 0xf0 ? 2 : 1;
  }
  StringRef Text;
};

/// What an edit does, in words.
std::string titleOf(const std::vector<Edit> &Edits, StringRef Text) {
  const Edit &E = Edits.front();
  std::string Old = Text.substr(E.Offset, E.Length).str();
  if (E.Text.empty())
    return "remove '" + Old + "'";
  return Old.empty() ? "insert '" + StringRef(E.Text).trim(", ").str() + "'" : "change '" + Old + "' to '" + E.Text + "'";
}

class Server {
public:
  Server(const Options &Opts, lsp::JSONTransport &Transport)
      : Opts(Opts), Handler(Transport),
        Publish(Handler.outgoingNotification<json::Value>("textDocument/publishDiagnostics")) {
    Handler.method("initialize", this, &Server::initialize);
    Handler.method("shutdown", this, &Server::shutdown);
    Handler.method("textDocument/codeAction", this, &Server::codeActions);
    Handler.notification("initialized", this, &Server::initialized);
    Handler.notification("textDocument/didOpen", this, &Server::opened);
    Handler.notification("textDocument/didChange", this, &Server::changed);
    Handler.notification("textDocument/didClose", this, &Server::closed);
  }

  lsp::MessageHandler &handler() { return Handler; }
  bool wasShutDown() const { return ShutDown; }

private:
  struct Document {
    std::string Uri, File;
    std::unique_ptr<EditedSource> Source;
    int64_t Version = 0;
    std::vector<Finding> Findings;

    StringRef text() const { return Source->text(); }
  };

  void initialize(const lsp::InitializeParams &, lsp::Callback<json::Value> Reply) {
    Reply(json::Object{
        {"capabilities",
         json::Object{{"textDocumentSync", json::Object{{"openClose", true}, {"change", 2 /* incremental */}}},
                      {"codeActionProvider", json::Object{{"codeActionKinds", json::Array{"quickfix"}}}}}},
        {"serverInfo", json::Object{{"name", "torch-tidy"}, {"version", TORCH_TIDY_VERSION}}}});
  }
  void initialized(const lsp::NoParams &) {}
  void shutdown(const lsp::NoParams &, lsp::Callback<json::Value> Reply) {
    ShutDown = true;
    Reply(nullptr);
  }

  void opened(const lsp::DidOpenTextDocumentParams &P) {
    Document &D = Open[P.textDocument.uri.file()];
    D.Uri = P.textDocument.uri.uri().str();
    D.File = P.textDocument.uri.file().str();
    D.Source = std::make_unique<EditedSource>(D.File, P.textDocument.text);
    D.Version = P.textDocument.version;
    check(D);
  }

  void changed(const lsp::DidChangeTextDocumentParams &P) {
    auto It = Open.find(P.textDocument.uri.file());
    if (It == Open.end())
      return;
    Document &D = It->second;
    for (const lsp::TextDocumentContentChangeEvent &Change : P.contentChanges) {
      if (!Change.range) {
        D.Source = std::make_unique<EditedSource>(D.File, Change.text);
        continue;
      }
      Positions At(D.text());
      size_t Begin = At.offset(Change.range->start), End = std::max(Begin, At.offset(Change.range->end));
      D.Source->replace(Begin, End, Change.text);
    }
    D.Version = P.textDocument.version;
    check(D);
  }

  void closed(const lsp::DidCloseTextDocumentParams &P) {
    auto It = Open.find(P.textDocument.uri.file());
    if (It == Open.end())
      return;
    Publish(json::Object{{"uri", It->second.Uri}, {"diagnostics", json::Array()}});
    Open.erase(It);
  }

  /// As on the command line: with the configuration that holds for the file, and the text that the editor has.
  void check(Document &D) {
    D.Findings.clear();
    if (isPythonSource(D.File)) {
      auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
      Memory->addFile(D.File, 0, llvm::MemoryBuffer::getMemBuffer(D.text(), D.File, false));
      auto Files = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(ownFileSystem());
      Files->pushOverlay(std::move(Memory));
      Job J;
      J.File = D.File;
      J.Parsed = D.Source->parsed();
      D.Findings = Driver(Opts, std::move(Files)).run(J).Findings;
      sortAndUnique(D.Findings);
    }
    json::Array All;
    for (const Finding &F : D.Findings)
      All.push_back(diagnostic(F, D));
    Publish(json::Object{{"uri", D.Uri}, {"version", D.Version}, {"diagnostics", std::move(All)}});
  }

  /// The word at a place: what a finding is about.
  static size_t wordAt(StringRef Text, size_t Offset) {
    StringRef Word = Text.drop_front(Offset).take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
    return std::max<size_t>(Word.size(), Offset < Text.size());
  }

  static json::Object diagnostic(const Finding &F, const Document &D) {
    Positions At(D.text());
    json::Array Related;
    for (const FindingNote &N : F.Notes)
      if (N.Edits.empty())
        Related.push_back(json::Object{
            {"location", json::Object{{"uri", D.Uri}, {"range", At.range(N.At.Offset, wordAt(D.text(), N.At.Offset))}}},
            {"message", N.Message}});
    return json::Object{{"range", At.range(F.At.Offset, wordAt(D.text(), F.At.Offset))},
                        {"severity", F.Level == Severity::Error ? 1 : 2},
                        {"code", F.Check},
                        {"source", "torch-tidy"},
                        {"message", F.Message},
                        {"relatedInformation", std::move(Related)}};
  }

  void codeActions(const lsp::CodeActionParams &P, lsp::Callback<json::Value> Reply) {
    json::Array All;
    if (auto It = Open.find(P.textDocument.uri.file()); It != Open.end()) {
      const Document &D = It->second;
      Positions At(D.text());
      size_t Begin = At.offset(P.range.start), End = At.offset(P.range.end);
      for (const Finding &F : D.Findings) {
        if (F.At.Offset > End || F.At.Offset + wordAt(D.text(), F.At.Offset) < Begin)
          continue;
        if (!F.Edits.empty())
          All.push_back(action(F, titleOf(F.Edits, D.text()), F.Edits, true, D));
        for (const FindingNote &N : F.Notes)
          if (!N.Edits.empty())
            All.push_back(action(F, N.Message, N.Edits, false, D));
      }
    }
    Reply(std::move(All));
  }

  static json::Object action(const Finding &F, StringRef Title, const std::vector<Edit> &Edits, bool Safe,
                             const Document &D) {
    Positions At(D.text());
    json::Array Changes;
    for (const Edit &E : Edits)
      Changes.push_back(json::Object{{"range", At.range(E.Offset, E.Length)}, {"newText", E.Text}});
    return json::Object{{"title", Title.str()},
                        {"kind", "quickfix"},
                        {"isPreferred", Safe},
                        {"diagnostics", json::Array{diagnostic(F, D)}},
                        {"edit", json::Object{{"changes", json::Object{{D.Uri, std::move(Changes)}}}}}};
  }

  const Options &Opts;
  lsp::MessageHandler Handler;
  lsp::OutgoingNotification<json::Value> Publish;
  llvm::StringMap<Document> Open; ///< by file
  bool ShutDown = false;
};

} // namespace

int servePython(const Options &Opts) {
  if (llvm::sys::ChangeStdinToBinary() || llvm::sys::ChangeStdoutToBinary())
    return 1;
  lsp::Logger::setLogLevel(lsp::Logger::Level::Error);
  lsp::JSONTransport Transport(stdin, llvm::outs());
  Server S(Opts, Transport);
  if (llvm::Error Problem = Transport.run(S.handler())) {
    llvm::errs() << "torch-tidy: lsp: " << llvm::toString(std::move(Problem)) << "\n";
    return 1;
  }
  return S.wasShutDown() ? 0 : 1;
}

} // namespace torchtidy
