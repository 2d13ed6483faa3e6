#include "fix/OptionsEdits.h"
#include "api/Attributes.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "flow/TuAnalysis.h"

using namespace clang;

namespace torchtidy::fix {

std::string OptionsEdits::text(const Expr &E) const {
  return textBetween(E.getBeginLoc(), endOf(E), F.tu().context()).str();
}

SourceLocation OptionsEdits::endOf(const Expr &E) const { return behind(E, F.tu().context()); }

const CallExpr *editableBorrow(const flow::BorrowSite &Site) {
  if (Site.Via)
    return nullptr;
  return Site.Traits.Builder ? Site.Traits.Builder : Site.Name == "from_blob" ? dyn_cast<CallExpr>(Site.Call) : nullptr;
}

bool hasStep(const Expr &Options, llvm::ArrayRef<llvm::StringRef> Names, unsigned Depth) {
  if (const auto *Call = dyn_cast<CallExpr>(&Options))
    if (const FunctionDecl *Callee = Call->getDirectCallee(); Callee && Callee->getDeclName().isIdentifier())
      if (llvm::is_contained(Names, Callee->getName()))
        return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&Options); Ref && Depth < 4)
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()); Var && Var->hasLocalStorage())
      if (const Expr *Init = Var->getInit(); Init && hasStep(*Init, Names, Depth + 1))
        return true;
  return llvm::any_of(Options.children(), [&](const Stmt *C) {
    const auto *Sub = dyn_cast_or_null<Expr>(C);
    return Sub && hasStep(*Sub, Names, Depth);
  });
}

std::string OptionsEdits::qualified(const CallExpr &Call, llvm::StringRef Constant) const {
  const auto *Name = dyn_cast<DeclRefExpr>(Call.getCallee()->IgnoreParenImpCasts());
  const FunctionDecl *Callee = Call.getDirectCallee();
  ASTContext &Context = F.tu().context();
  const NamespaceDecl *Space = nullptr;
  for (const DeclContext *DC = Callee ? Callee->getDeclContext() : nullptr; DC && !Space; DC = DC->getParent())
    Space = dyn_cast<NamespaceDecl>(DC);
  if (!Space)
    return {};
  std::string Qualifier = Space->getName().str() + "::";
  if (Name && Name->getQualifier()) // an alias of the namespace stays
    Qualifier = Lexer::getSourceText(CharSourceRange::getTokenRange(Name->getQualifierLoc().getSourceRange()),
                                     Context.getSourceManager(), Context.getLangOpts()).str();
  if (Space->lookup(&Context.Idents.get(Constant)).empty())
    Constant = shortDtypeName(Constant);
  return Qualifier + Constant.str();
}

/// Calls of `.dtype(x)`, `torch::dtype(x)` in a chain that builds options: the one in force.
static const CallExpr *callInForce(const Expr *E, llvm::StringRef Property) {
  while (E) {
    E = E->IgnoreImplicit()->IgnoreParens();
    if (const auto *C = dyn_cast<CXXConstructExpr>(E); C && C->getNumArgs() >= 1 && !C->isListInitialization()) {
      E = C->getArg(0);
      continue;
    }
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || !Callee->getDeclName().isIdentifier())
      return nullptr;
    if (Callee->getName() == Property)
      return Call->getNumArgs() >= 1 && !isa<CXXDefaultArgExpr>(Call->getArg(0)) ? Call : nullptr;
    const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
    E = Member ? Member->getImplicitObjectArgument() : nullptr;
  }
  return nullptr;
}

static const Expr *argumentInForce(const Expr *E, llvm::StringRef Property) {
  const CallExpr *Call = callInForce(E, Property);
  return Call ? Call->getArg(0) : nullptr;
}

/// The expression as it is written, without the conversions to the parameter's type.
static const Expr *written(const Expr *E) {
  while (true) {
    const Expr *Inner = E->IgnoreImplicit();
    if (const auto *C = dyn_cast<CXXConstructExpr>(Inner);
        C && !isa<CXXTemporaryObjectExpr>(C) && C->getNumArgs() >= 1 && !C->isListInitialization())
      Inner = C->getArg(0);
    if (Inner == E)
      return E;
    E = Inner;
  }
}

std::vector<FixItHint> OptionsEdits::set(const CallExpr &Call, const Expr *Options, Property Which,
                                         llvm::StringRef Value) const {
  return setText(Call, Options, Which, qualified(Call, Value));
}

std::string OptionsEdits::textOf(const Expr &E) const {
  return mayEdit(F, E.getSourceRange()) ? text(E) : std::string();
}

std::vector<FixItHint> OptionsEdits::addArgument(const CallExpr &Call, llvm::StringRef Text) const {
  // A builder takes them in a step of its own.
  if (const FunctionDecl *Callee = Call.getDirectCallee(); Callee && Callee->getReturnType()->isRecordType())
    if (const auto *R = Callee->getReturnType()->getAsRecordDecl(); R->getName() == "TensorMaker")
      return append(Call, (".options(" + Text + ")").str());
  const Expr *Last = nullptr;
  for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
    if (isa<CXXDefaultArgExpr>(Call.getArg(I))) {
      // `tril_indices(row, col, offset = 0, options = kLong)`: what is added must not become the offset.
      const ParmVarDecl *P = I < Call.getDirectCallee()->getNumParams() ? Call.getDirectCallee()->getParamDecl(I) : nullptr;
      if (!P || !api::Attributes::isOptions(P->getType()))
        return {};
      break;
    }
    Last = Call.getArg(I);
  }
  if (!mayEdit(F, Call.getSourceRange()) || !Last || endOf(*Last).isInvalid() || Last->getEndLoc().isMacroID())
    return {};
  return {FixItHint::CreateInsertion(endOf(*Last), (", " + Text).str())};
}

std::vector<FixItHint> OptionsEdits::dropOuterCall(const CallExpr &Inner, const CallExpr &Outer) const {
  if (!mayEdit(F, Outer.getSourceRange()) || !mayEdit(F, Inner.getSourceRange()))
    return {};
  return {FixItHint::CreateRemoval(CharSourceRange::getCharRange(endOf(Inner), endOf(Outer)))};
}

std::vector<FixItHint> OptionsEdits::setText(const CallExpr &Call, const Expr *Options, Property Which,
                                             llvm::StringRef Text) const {
  std::string Constant = Text.str();
  if (!mayEdit(F, Call.getSourceRange()) || Constant.empty() || Call.getNumArgs() == 0)
    return {};
  // `target_device` of at::from_blob wins over the options.
  for (unsigned I = 0; I < Call.getNumArgs() && Which == Property::Device; ++I) {
    const ParmVarDecl *P = I < Call.getDirectCallee()->getNumParams() ? Call.getDirectCallee()->getParamDecl(I) : nullptr;
    if (P && P->getName() == "target_device" && !isa<CXXDefaultArgExpr>(Call.getArg(I)))
      return mayEdit(F, Call.getArg(I)->getSourceRange())
                 ? std::vector{FixItHint::CreateReplacement(Call.getArg(I)->getSourceRange(), Constant)}
                 : std::vector<FixItHint>();
  }
  if (api::isDefaultArgument(Options)) {
    bool Dtype = Which == Property::Dtype;
    const std::string &Other = Dtype ? With.Device : With.Dtype;
    if (Other.empty())
      return addArgument(Call, Constant);
    std::string Second = qualified(Call, Other);
    return addArgument(Call, Dtype ? both(Call, Constant, Second) : both(Call, Second, Constant));
  }
  if (!mayEdit(F, Options->getSourceRange()))
    return {};
  llvm::StringRef Name = Which == Property::Dtype ? "dtype" : "device";
  if (const Expr *Old = argumentInForce(Options, Name)) {
    if (!mayEdit(F, Old->getSourceRange()))
      return {};
    return {FixItHint::CreateReplacement(Old->getSourceRange(), Constant)};
  }
  const Expr *Form = written(Options);
  QualType T = Form->getType().getNonReferenceType();
  std::string Space = qualified(Call, "");
  if (api::Attributes::isOptions(T)) {
    if (text(*Form) == "{}")
      return {FixItHint::CreateReplacement(Form->getSourceRange(), Constant)};
    std::string Added = "." + Name.str() + "(" + Constant + ")";
    if (isa<CallExpr, DeclRefExpr, MemberExpr, CXXConstructExpr, CXXFunctionalCastExpr>(Form->IgnoreImplicit()))
      return {FixItHint::CreateInsertion(endOf(*Form), Added)};
    return {FixItHint::CreateInsertion(Form->getBeginLoc(), "("), FixItHint::CreateInsertion(endOf(*Form), ")" + Added)};
  }
  const auto *Tag = T->getAsTagDecl();
  llvm::StringRef Type = Tag ? Tag->getName() : llvm::StringRef();
  bool GivesDtype = Type == "ScalarType" || Type == "TypeMeta";
  bool GivesDevice = Type == "DeviceType" || Type == "Device" || isa<StringLiteral>(Form->IgnoreParenCasts());
  if ((GivesDtype && Which == Property::Dtype) || (GivesDevice && Which == Property::Device))
    return {FixItHint::CreateReplacement(Form->getSourceRange(), Constant)};
  if (GivesDtype || GivesDevice)
    return {FixItHint::CreateInsertion(Form->getBeginLoc(), Space + (GivesDtype ? "dtype(" : "device(")),
            FixItHint::CreateInsertion(endOf(*Form), ")." + Name.str() + "(" + Constant + ")")};
  return {};
}

std::vector<FixItHint> OptionsEdits::setDevice(const CallExpr &Call, const Expr *Options, llvm::StringRef Dtype,
                                               llvm::StringRef Device) const {
  return Dtype.empty() || !api::isDefaultArgument(Options) ? set(Call, Options, Property::Device, Device)
                                                           : setBoth(Call, Options, Dtype, Device);
}

std::string OptionsEdits::both(const CallExpr &Call, llvm::StringRef DtypeText, llvm::StringRef DeviceText) const {
  return qualified(Call, "") + "dtype(" + DtypeText.str() + ").device(" + DeviceText.str() + ")";
}

std::vector<FixItHint> OptionsEdits::setBoth(const CallExpr &Call, const Expr *Options, llvm::StringRef Dtype,
                                             llvm::StringRef Device) const {
  if (api::isDefaultArgument(Options) || (mayEdit(F, Options->getSourceRange()) && text(*written(Options)) == "{}")) {
    std::string Text = both(Call, qualified(Call, Dtype), qualified(Call, Device));
    return api::isDefaultArgument(Options)
               ? addArgument(Call, Text)
               : std::vector{FixItHint::CreateReplacement(written(Options)->getSourceRange(), Text)};
  }
  std::vector<FixItHint> Edits = set(Call, Options, Property::Dtype, Dtype);
  for (FixItHint &Edit : set(Call, Options, Property::Device, Device)) {
    // Two insertions in one place have no order of their own.
    auto Same = llvm::find_if(Edits, [&](const FixItHint &E) {
      return E.RemoveRange.getBegin() == Edit.RemoveRange.getBegin();
    });
    if (Same == Edits.end())
      Edits.push_back(Edit);
    else if (Same->CodeToInsert != "(") // both would put it into parentheses
      Same->CodeToInsert += llvm::StringRef(Edit.CodeToInsert).drop_while([](char C) { return C == ')'; });
  }
  return Edits;
}

std::string OptionsEdits::deviceIn(const CallExpr &Call, const Expr *Options) const {
  if (api::isDefaultArgument(Options) || !mayEdit(F, Options->getSourceRange()))
    return {};
  const Expr *Device = written(Options);
  std::string Index;
  if (const CallExpr *Given = callInForce(Options, "device")) {
    Device = written(Given->getArg(0));
    if (Given->getNumArgs() > 1 && !isa<CXXDefaultArgExpr>(Given->getArg(1)))
      Index = ", " + text(*Given->getArg(1));
  } else if (api::Attributes::isOptions(Device->getType())) {
    return {};
  }
  std::string Text = text(*Device);
  bool Whole = !isa<StringLiteral>(Device->IgnoreParenCasts()) && Index.empty();
  return Whole || Text.empty() ? Text : qualified(Call, "") + "Device(" + Text + Index + ")";
}

std::vector<FixItHint> OptionsEdits::append(const Expr &Call, llvm::StringRef Text) const {
  if (!mayEdit(F, Call.getSourceRange()) || endOf(Call).isInvalid())
    return {};
  return {FixItHint::CreateInsertion(endOf(Call), Text)};
}

} // namespace torchtidy::fix
