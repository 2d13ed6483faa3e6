#include "cache/OperatorHeaders.h"
#include "RawTokens.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclContextInternals.h"
#include "clang/AST/ExternalASTSource.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace torchtidy {

using llvm::StringRef;
namespace vfs = llvm::vfs;

namespace {

constexpr StringRef Include = "#include <ATen/ops/";
/// A header with so many of them is a list; what includes few needs them.
constexpr size_t MakesList = 150;

/// Operators that are meant without their names.
constexpr StringRef Unnamed[] = {
#define OPERATOR(Name, Versions) Name,
#include "cache/OperatorHeaders.def"
};

/// A name, and the functions that it may be a form of: in place, into a given tensor, with symbolic sizes, without
/// effects.
template <class Visit> void forms(StringRef Name, Visit Do) {
  Do(Name);
  for (StringRef Ending : {"_", "_out", "_outf", "_symint", "_functional"})
    if (StringRef Stem = Name; Stem.consume_back(Ending) && !Stem.empty())
      forms(Stem, Do);
}

/// The operator of a header such as relu_native.h, relu_cpu_dispatch.h.
StringRef operatorOf(StringRef Header) {
  if (Header.consume_back("_dispatch"))
    return Header.rsplit('_').first;
  for (StringRef Ending : {"_native", "_meta"})
    Header.consume_back(Ending);
  return Header;
}

/// A name, and what stands in it in front of each underscore.
template <class Found> bool anyPrefix(StringRef Name, Found Is) {
  for (size_t End = Name.size(); End != StringRef::npos && End > 0; End = Name.rfind('_', End))
    if (Is(Name.take_front(End)))
      return true;
  return false;
}

/// A file with another text.
class TextFile : public vfs::File {
public:
  TextFile(std::unique_ptr<vfs::File> Of, std::string Text) : Of(std::move(Of)), Text(std::move(Text)) {}
  llvm::ErrorOr<vfs::Status> status() override { return Of->status(); }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine &As, int64_t, bool, bool) override {
    return llvm::MemoryBuffer::getMemBufferCopy(Text, As);
  }
  std::error_code close() override { return Of->close(); }

private:
  std::unique_ptr<vfs::File> Of;
  std::string Text;
};

} // namespace

/// Knows no declarations, but hears of every name that is looked for in libtorch's namespaces.
class OperatorHeaders::Guard : public ExternalASTSource {
public:
  explicit Guard(OperatorHeaders &Of) : Of(&Of) {}
  bool FindExternalVisibleDeclsByName(const DeclContext *Where, DeclarationName Name, const DeclContext *) override {
    if (const IdentifierInfo *Id = Name.getAsIdentifierInfo())
      Of->asked(Id->getName(), cast<NamespaceDecl>(Where)->getName() == "_ops");
    if (StoredDeclsMap *Answers = Where->getLookupPtr())
      (*Answers)[Name].setHasExternalDecls(); // so that it hears of the name again
    return false;
  }

private:
  llvm::IntrusiveRefCntPtr<OperatorHeaders> Of;
};

class OperatorHeaders::Consumer : public ASTConsumer {
public:
  explicit Consumer(OperatorHeaders &Of) : Of(Of) {}
  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    for (Decl *D : Group)
      if (auto *Space = dyn_cast<NamespaceDecl>(D); Space && Space->getName() == "at")
        listen(*Space);
    return true;
  }

private:
  void listen(NamespaceDecl &Space) {
    // Not from the start: a compiler with a source of declarations does not know its builtins.
    if (ASTContext &Context = Space.getASTContext(); !Context.getExternalSource())
      Context.setExternalSource(llvm::makeIntrusiveRefCnt<Guard>(Of));
    Space.getPrimaryContext()->setHasExternalVisibleStorage(true);
    for (Decl *D : Space.noload_decls())
      if (auto *Inner = dyn_cast<NamespaceDecl>(D))
        listen(*Inner);
  }

  OperatorHeaders &Of;
};

void OperatorHeaders::leaveOut(IncludeScan &Scan, const std::vector<std::string> &Files) {
  for (StringRef Name : Unnamed)
    Words.insert(Name);
  for (const std::string &File : Files)
    if (const IncludeScan::Text &Text = Scan.text(File); Text.Readable)
      forEachToken(Text.All, false, [&](const Token &T, unsigned) {
        if (T.is(tok::raw_identifier))
          forms(T.getRawIdentifier(), [&](StringRef Form) { Words.insert(Form); });
      });
  Active = true;
}

/// `linalg` in a file means all operators that begin with it, as `torch::linalg::norm` does.
bool OperatorHeaders::wanted(StringRef Header) const {
  return anyPrefix(Header, [&](StringRef Part) { return Words.contains(Part); });
}

std::optional<std::string> OperatorHeaders::shortened(StringRef Text, StringRef Folder) {
  if (Text.count(Include) < MakesList)
    return std::nullopt;
  std::string Out = Text.str();
  for (size_t At = 0; (At = Text.find(Include, At)) != StringRef::npos;) {
    size_t End = std::min(Text.find('\n', At), Text.size());
    StringRef Name = Text.slice(At + Include.size(), End).split('>').first;
    if (Name.consume_back(".h") && !wanted(Name)) {
      if (Name.consume_back("_ops"))
        AbsentRecords[Name] = (Folder + "/ops/" + Name + "_ops.h").str();
      else
        Absent.insert(operatorOf(Name));
      std::fill(Out.begin() + At, Out.begin() + End, ' ');
    }
    At = End;
  }
  return Out;
}

llvm::ErrorOr<std::unique_ptr<vfs::File>> OperatorHeaders::openFileForRead(const llvm::Twine &Path) {
  auto Open = ProxyFileSystem::openFileForRead(Path);
  if (!Open || !Active)
    return Open;
  llvm::SmallString<256> Name;
  StringRef Folder = llvm::sys::path::parent_path(Path.toStringRef(Name));
  if (llvm::sys::path::filename(Folder) != "ATen")
    return Open;
  auto Text = (*Open)->getBuffer(Name);
  if (!Text)
    return Text.getError();
  if (std::optional<std::string> Short = shortened((*Text)->getBuffer(), Folder))
    return std::make_unique<TextFile>(std::move(*Open), std::move(*Short));
  return Open; // a snapshot of ReadLog's, which hands out its text as often as it is asked
}

bool OperatorHeaders::declares(StringRef Operator, StringRef Record) {
  auto Header = AbsentRecords.find(Operator);
  if (Header == AbsentRecords.end())
    return false;
  auto Text = getUnderlyingFS().getBufferForFile(Header->second);
  if (!Text)
    return true;
  bool Found = false, Named = false;
  forEachToken((*Text)->getBuffer(), false, [&](const Token &T, unsigned) {
    Found |= Named && T.is(tok::l_brace);
    Named = T.is(tok::raw_identifier) && T.getRawIdentifier() == Record;
  });
  return Found;
}

void OperatorHeaders::asked(StringRef Name, bool Record) {
  if (!Missed.empty() || !any())
    return;
  bool Hit = false;
  // `at::_ops::add__Tensor` has the overload's name behind that of the operator. But `ceil_mode` is a parameter, which
  // CUDA's mode looks up there too.
  if (Record) {
    if (!NoRecords.insert(Name).second)
      return;
    Hit = anyPrefix(Name, [&](StringRef Part) { return declares(Part, Name); });
  } else
    forms(Name, [&](StringRef Form) { Hit |= Absent.contains(Form); });
  if (Hit)
    Missed = Name.str();
}

std::unique_ptr<ASTConsumer> OperatorHeaders::watch() { return Active ? std::make_unique<Consumer>(*this) : nullptr; }

} // namespace torchtidy
