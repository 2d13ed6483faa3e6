#include "api/SchemaReader.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

using namespace clang;

namespace torchtidy::api {

const NamespaceDecl *findNamespace(const ASTContext &Context, llvm::ArrayRef<llvm::StringRef> Path) {
  const DeclContext *Scope = Context.getTranslationUnitDecl();
  const NamespaceDecl *Found = nullptr;
  for (llvm::StringRef Name : Path) {
    Found = nullptr;
    const IdentifierInfo *Id = &Context.Idents.get(Name); // get() also asks a header cache
    for (const NamedDecl *D : Scope->lookup(DeclarationName(Id)))
      if (const auto *NS = dyn_cast<NamespaceDecl>(D)) {
        Found = NS->getFirstDecl();
        break;
      }
    if (!Found)
      return nullptr;
    Scope = Found;
  }
  return Found;
}

bool SchemaReader::isOperatorRecord(const CXXRecordDecl &Record) {
  const auto *Ops = dyn_cast<NamespaceDecl>(Record.getDeclContext());
  if (!Ops || Ops->getName() != "_ops")
    return false;
  const auto *At = dyn_cast<NamespaceDecl>(Ops->getDeclContext());
  return At && At->getName() == "at" && At->getDeclContext()->getRedeclContext()->isTranslationUnit();
}

llvm::StringRef SchemaReader::textOf(const CXXRecordDecl &Record, const ASTContext &Context) {
  for (const NamedDecl *D : Record.lookup(&Context.Idents.get("schema_str"))) {
    const auto *Var = dyn_cast<VarDecl>(D);
    const Expr *Init = Var ? Var->getAnyInitializer() : nullptr;
    while (Init) {
      Init = Init->IgnoreParenImpCasts();
      const auto *List = dyn_cast<InitListExpr>(Init); // schema_str{"..."}
      if (!List || List->getNumInits() != 1)
        break;
      Init = List->getInit(0);
    }
    if (const auto *Text = dyn_cast_or_null<StringLiteral>(Init))
      return Text->getString();
  }
  return {};
}

const Operator *SchemaReader::of(const CXXRecordDecl &Record) {
  const CXXRecordDecl *Definition = Record.getDefinition();
  if (!Definition || !isOperatorRecord(Record))
    return nullptr;
  auto [It, New] = Operators.try_emplace(Definition);
  if (New)
    if (llvm::StringRef Text = textOf(*Definition, Context); !Text.empty())
      if (std::optional<Schema> Parsed = parseSchema(std::string_view(Text.data(), Text.size())))
        It->second = std::make_unique<Operator>(Operator{Definition, std::move(*Parsed)});
  return It->second.get();
}

const Operator *SchemaReader::find(llvm::StringRef Record) {
  const NamespaceDecl *Ops = findNamespace(Context, {"at", "_ops"});
  if (!Ops)
    return nullptr;
  for (const NamedDecl *D : Ops->lookup(&Context.Idents.get(Record)))
    if (const auto *R = dyn_cast<CXXRecordDecl>(D))
      return of(*R);
  return nullptr;
}

} // namespace torchtidy::api
