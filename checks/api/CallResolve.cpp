// Which function a name in a wrapper's text means, without help from Sema.
#include "api/CallMap.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace torchtidy::api {

bool CallMap::hasObject(const FunctionDecl &F) {
  const auto *M = dyn_cast<CXXMethodDecl>(&F);
  return M && M->isImplicitObjectMemberFunction();
}

const NamespaceDecl *CallMap::namespaceOf(const FunctionDecl &F) {
  const DeclContext *DC = F.getDeclContext();
  while (DC && !DC->isNamespace())
    DC = DC->getParent();
  return dyn_cast_or_null<NamespaceDecl>(DC);
}

std::string CallMap::normalised(QualType T) const {
  T = T.getCanonicalType().getNonReferenceType().getUnqualifiedType();
  PrintingPolicy Policy(Context.getLangOpts());
  Policy.SuppressTagKeyword = true;
  std::string Text = T.getAsString(Policy);
  static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> Same[] = {
      {"c10::SymIntArrayRef", "c10::ArrayRef<long>"},
      {"c10::OptionalSymIntArrayRef", "c10::OptionalArrayRef<long>"},
      {"c10::SymInt", "long"},
      {"c10::IListRef<at::Tensor>", "c10::ArrayRef<at::Tensor>"},
      {"c10::HeaderOnlyArrayRef", "c10::ArrayRef"},
      {"const ", ""},
  };
  for (const auto &[From, To] : Same)
    for (size_t At = 0; (At = Text.find(From.data(), At, From.size())) != std::string::npos; At += To.size())
      Text.replace(At, From.size(), To.data(), To.size());
  return Text;
}

const CXXRecordDecl *CallMap::tensorClass() const {
  const NamespaceDecl *At = findNamespace(Context, {"at"});
  if (!At)
    return nullptr;
  for (const NamedDecl *D : At->lookup(&Context.Idents.get("Tensor")))
    if (const auto *R = dyn_cast<CXXRecordDecl>(D))
      return R->getDefinition();
  return nullptr;
}

static void addFunctions(DeclContextLookupResult Found, llvm::SmallVectorImpl<const FunctionDecl *> &Out) {
  for (const NamedDecl *D : Found) {
    if (const auto *Shadow = dyn_cast<UsingShadowDecl>(D))
      D = Shadow->getTargetDecl();
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      Out.push_back(F);
  }
}

void CallMap::methods(const CXXRecordDecl &Class, llvm::StringRef Name,
                      llvm::SmallVectorImpl<const FunctionDecl *> &Out) const {
  const CXXRecordDecl *R = Class.getDefinition();
  while (R && Out.empty()) {
    addFunctions(R->lookup(&Context.Idents.get(Name)), Out);
    R = R->getNumBases() == 1 ? R->bases_begin()->getType()->getAsCXXRecordDecl() : nullptr;
  }
}

void CallMap::functions(llvm::ArrayRef<llvm::StringRef> Path, llvm::StringRef Name,
                        llvm::SmallVectorImpl<const FunctionDecl *> &Out) const {
  if (const NamespaceDecl *NS = findNamespace(Context, Path))
    addFunctions(NS->lookup(&Context.Idents.get(Name)), Out);
}

void CallMap::overloads(const FunctionDecl &Wrapper, const TextCall &Call,
                        llvm::SmallVectorImpl<const FunctionDecl *> &Out) const {
  llvm::StringRef Name = Call.Path.back();
  llvm::ArrayRef<llvm::StringRef> Scope = llvm::ArrayRef(Call.Path).drop_back();
  const auto *Method = dyn_cast<CXXMethodDecl>(&Wrapper);
  if (Call.OnObject) {
    if (Call.Object.Operand < 0 || !Call.Object.Plain)
      return;
    if (hasObject(Wrapper) && Call.Object.Operand == 0)
      return methods(*Method->getParent(), Name, Out);
    QualType T = Wrapper.getParamDecl(Call.Object.Operand - hasObject(Wrapper))->getType().getNonReferenceType();
    if (const auto *Class = T->getAsCXXRecordDecl())
      methods(*Class, Name, Out);
    return;
  }
  if (Scope.empty()) {
    if (Method)
      methods(*Method->getParent(), Name, Out);
    for (const DeclContext *DC = namespaceOf(Wrapper); DC && Out.empty(); DC = DC->getParent())
      if (DC->isNamespace())
        addFunctions(DC->lookup(&Context.Idents.get(Name)), Out);
    return;
  }
  if (Scope.size() == 1 && Scope[0] == "TensorBase") {
    if (const CXXRecordDecl *Tensor = tensorClass(); Tensor && Tensor->getNumBases() == 1)
      if (const auto *Base = Tensor->bases_begin()->getType()->getAsCXXRecordDecl())
        methods(*Base, Name, Out);
    return;
  }
  // `detail::f` inside of torch::linalg is torch::linalg::detail::f.
  for (const DeclContext *DC = namespaceOf(Wrapper); DC && Out.empty(); DC = DC->getParent()) {
    if (!DC->isFileContext())
      continue;
    const DeclContext *Inner = DC;
    for (llvm::StringRef Part : Scope) {
      const DeclContext *Next = nullptr;
      for (const NamedDecl *D : Inner->lookup(&Context.Idents.get(Part)))
        if (const auto *NS = dyn_cast<NamespaceDecl>(D))
          Next = NS;
      Inner = Next;
      if (!Inner)
        break;
    }
    if (Inner)
      addFunctions(Inner->lookup(&Context.Idents.get(Name)), Out);
  }
  if (Out.empty() && Scope.size() == 1 && Scope[0] == "torch") // torch has `using namespace at`
    functions({"at"}, Name, Out);
}

/// Whether a parameter of type Outer takes an Inner, both normalised: an optional of it, a view of the string.
static bool takes(llvm::StringRef Outer, llvm::StringRef Inner) {
  if (Inner.consume_front("c10::ArrayRef<"))
    return Outer.consume_front("c10::OptionalArrayRef<") && Outer == Inner;
  if (Inner == "std::basic_string<char>")
    return Outer.contains("basic_string_view<char>");
  return Outer.consume_front("std::optional<") && Outer.consume_back(">") && Outer == Inner;
}

/// The normalised type that `at::Name` is or returns, empty when there is none such.
std::string CallMap::typeNamed(llvm::StringRef Name) const {
  const NamespaceDecl *At = findNamespace(Context, {"at"});
  const NamespaceDecl *C10 = findNamespace(Context, {"c10"});
  for (const NamespaceDecl *NS : {At, C10})
    if (NS)
      for (const NamedDecl *D : NS->lookup(&Context.Idents.get(Name))) {
        if (const auto *T = dyn_cast<TypedefNameDecl>(D))
          return normalised(T->getUnderlyingType());
        if (const auto *F = dyn_cast<FunctionDecl>(D))
          return normalised(F->getReturnType());
      }
  return {};
}

/// Which overload the text calls: by the types of the arguments that are plain parameters, and by the count.
const FunctionDecl *CallMap::resolve(const FunctionDecl &Wrapper, const TextCall &Call) {
  llvm::SmallVector<const FunctionDecl *, 8> Candidates;
  overloads(Wrapper, Call, Candidates);
  const FunctionDecl *Best = nullptr;
  int BestScore = -1;
  bool Tie = false;
  for (const FunctionDecl *C : Candidates) {
    if (C->getCanonicalDecl() == Wrapper.getCanonicalDecl())
      continue; // forwards to another overload, or calls itself
    if (Call.Arguments.size() > C->getNumParams() || Call.Arguments.size() < C->getMinRequiredArguments())
      continue;
    int Score = 0;
    for (unsigned I = 0; I < Call.Arguments.size() && Score >= 0; ++I) {
      const TextArgument &A = Call.Arguments[I];
      std::string Wanted = normalised(C->getParamDecl(I)->getType());
      if (A.Options) {
        Score = llvm::StringRef(Wanted).ends_with("TensorOptions") ? Score + 1 : -1;
      } else if (A.Plain) {
        bool IsObject = hasObject(Wrapper) && A.Operand == 0;
        QualType Have = IsObject ? Context.getCanonicalTagType(cast<CXXMethodDecl>(Wrapper).getParent())
                                 : Wrapper.getParamDecl(A.Operand - hasObject(Wrapper))->getType();
        std::string Given = normalised(Have);
        if (Given == Wanted)
          ++Score;
        else if (!takes(Wanted, Given)) // an optional takes a value of its own type
          Score = -1;
      } else if (!A.Type.empty()) {
        std::string Given = typeNamed(A.Type);
        if (!Given.empty() && Given != Wanted && !takes(Wanted, Given))
          Score = -1;
      }
    }
    if (Score < 0)
      continue;
    // Symbolic and plain integers are the same here, and so is the operator.
    Tie = Score == BestScore && !(Best && Best->getDeclName() == C->getDeclName() && Best->getNumParams() == C->getNumParams());
    if (Score > BestScore) {
      Best = C;
      BestScore = Score;
    }
  }
  return Tie ? nullptr : Best;
}

} // namespace torchtidy::api
