#include "fix/BorrowFixes.h"
#include "api/HandEffects.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "fix/OptionsEdits.h"
#include "flow/Initialisers.h"
#include "flow/TuAnalysis.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace torchtidy::fix {

using namespace flow;

QualType elementType(const Expr &Data) {
  const Expr *E = Data.IgnoreParenImpCasts();
  // Casts that keep the elements' type, or only forget it, are looked through.
  while (const auto *Cast = dyn_cast<ExplicitCastExpr>(E)) {
    QualType To = Cast->getType();
    bool Forgets = To->isVoidPointerType() || isa<CXXConstCastExpr>(Cast);
    if (!Forgets)
      break;
    E = Cast->getSubExpr()->IgnoreParenImpCasts();
  }
  QualType T = E->getType();
  if (T->isPointerType())
    T = T->getPointeeType(); // to an array, for rows of a matrix
  else if (!T->isArrayType())
    return QualType();
  while (T->isArrayType())
    T = T->getAsArrayTypeUnsafe()->getElementType();
  if (T->isVoidType() || isa<ExplicitCastExpr>(E))
    return QualType();
  return T.getUnqualifiedType();
}

llvm::StringRef dtypeName(QualType Element, const ASTContext &Context) {
  if (Element.isNull())
    return {};
  const auto *B = Element->getAs<BuiltinType>();
  if (!B)
    return {};
  if (B->getKind() == BuiltinType::Float)
    return "kFloat32";
  if (B->getKind() == BuiltinType::Double)
    return "kFloat64";
  if (B->getKind() == BuiltinType::Bool)
    return "kBool";
  // Plain and unsigned char stand for raw bytes too often to say what they hold.
  if (!B->isSignedInteger() || B->getKind() == BuiltinType::Char_S)
    return {};
  switch (Context.getTypeSize(Element)) {
  case 8:
    return "kInt8";
  case 16:
    return "kInt16";
  case 32:
    return "kInt32";
  case 64:
    return "kInt64";
  default:
    return {};
  }
}

namespace {

/// Options that a factory honours and a borrow ignores, or the other way round.
bool optionsDiffer(const Expr &Options) {
  return hasStep(Options, {"requires_grad", "pinned_memory", "layout", "memory_format"});
}

enum class Position { Discarded, Value, Chained, Other };

/// How the result of the in-place call is used: `zeros` yields a value where `zero_` yields a reference.
Position positionOf(const ParentMap &Parents, const Expr &Call) {
  const Stmt *P = outward(Parents, &Call);
  if (!P) // the initialiser of a member
    return Position::Value;
  if (isa<CompoundStmt, IfStmt, ForStmt, WhileStmt, SwitchCase, LabelStmt>(P))
    return isa<CompoundStmt>(P) ? Position::Discarded : Position::Other;
  if (const auto *DS = dyn_cast<DeclStmt>(P)) {
    const auto *Var = DS->isSingleDecl() ? dyn_cast<VarDecl>(DS->getSingleDecl()) : nullptr;
    if (Var && (!Var->getType()->isReferenceType() || Var->getType()->getPointeeType().isConstQualified() ||
                Var->getType()->isRValueReferenceType()))
      return Position::Value;
    return Position::Other;
  }
  if (isa<ReturnStmt>(P))
    return Position::Value; // the caller has looked at the return type
  if (const auto *M = dyn_cast<MemberExpr>(P); M && isa_and_nonnull<CXXMemberCallExpr>(outward(Parents, M)))
    return Position::Chained;
  if (const auto *C = dyn_cast<CXXConstructExpr>(P); C && C->getConstructor()->isCopyOrMoveConstructor()) {
    const Stmt *Up = outward(Parents, C);
    if (!Up || isa<DeclStmt, ReturnStmt, CallExpr, InitListExpr>(Up))
      return Position::Value;
  }
  return Position::Other;
}

} // namespace

std::optional<Proposal> BorrowFixes::appendClone(const BorrowSite &Site) const {
  if (Site.Via || !mayEdit(F, Site.Call->getSourceRange()))
    return std::nullopt;
  SourceLocation End = behind(*Site.Call, F.tu().context());
  if (End.isInvalid())
    return std::nullopt;
  Proposal P;
  std::string Copy = api::isPythonObject(Site.Call->getType()) ? ".attr(\"clone\")()" : ".clone()";
  P.Title = "make a copy: append '" + Copy + "'";
  P.Edits.push_back(FixItHint::CreateInsertion(End, Copy));
  return P;
}

/// The conditions of libtorch's semantics under which another tensor may take the borrow's place.
static bool isReplaceable(const FunctionAnalysis &F, const WriteFact &Write, const OriginRef &Ref, unsigned Borrow) {
  const BorrowSite &Site = F.borrows()[Borrow];
  const Effect::BorrowTraits &Traits = Site.Traits;
  const auto *Made = dyn_cast<CallExpr>(Site.Call);
  if (!Made || Site.Via || Write.Inside || !Ref.must() || Ref.Part || Write.May || Traits.Owns || Traits.Keeps ||
      Traits.CopyOf || Traits.Strides || Traits.ObjectMemory || !Site.Sizes || !Site.Data)
    return false;
  if (Write.Kind != WriteKind::Constant && Write.Kind != WriteKind::Random)
    return false;
  if (Write.Name == "mul_" && !isa<CXXMemberCallExpr>(Write.Site))
    return false;
  return mayEdit(F, Made->getSourceRange()) && mayEdit(F, Write.Site->getSourceRange()) && harmless(*Site.Data) &&
         !(Site.Options && optionsDiffer(*Site.Options)) && Query(F).onlyUseBefore(Write, Borrow) &&
         isa<DeclRefExpr>(Made->getCallee()->IgnoreParenImpCasts()) && Made->getNumArgs() >= 2 &&
         Made->getArg(0) == Site.Data;
}

/// What makes the tensor instead, and whether the in-place call is left over then.
struct BorrowFixes::Factory {
  std::string Name = "empty";
  std::string Value; ///< source text of what `full` fills in
  bool Drop = false;
};

/// `zero_` -> zeros, `fill_(c)` -> full, `uniform_()` -> rand, `normal_()` -> randn, else empty and the call stays.
BorrowFixes::Factory BorrowFixes::factoryFor(const WriteFact &Write, bool DtypeKnown) const {
  const auto *InPlace = dyn_cast<CXXMemberCallExpr>(Write.Site);
  if (!InPlace)
    return {};
  // Not-a-number times zero stays: nothing to build on in `empty`.
  if (Write.Name == "mul_" || (Write.Name == "zero_" && InPlace->getNumArgs() == 0))
    return {"zeros", "", true};
  if (Write.Name == "fill_" && InPlace->getNumArgs() == 1 && DtypeKnown) {
    // Without a dtype `full` takes it from the value, so never without one.
    const Expr *Filled = InPlace->getArg(0);
    if (isa<CXXDefaultArgExpr>(Filled) || !harmless(*Filled->IgnoreImplicit()) || !mayEdit(F, Filled->getSourceRange()))
      return {};
    const ASTContext &Context = F.tu().context();
    std::string Value = textBetween(Filled->getBeginLoc(), behind(*Filled, Context), Context).str();
    return Value.empty() ? Factory() : Factory{"full", Value, true};
  }
  bool Uniform = Write.Name == "uniform_";
  if ((Uniform || Write.Name == "normal_") &&
      llvm::all_of(InPlace->arguments(), [](const Expr *A) { return isa<CXXDefaultArgExpr>(A); }))
    return {Uniform ? "rand" : "randn", "", true};
  return {};
}

/// `t.zero_();`: the whole statement, with its line when nothing else stands there.
static CharSourceRange statementOf(const Expr &Call, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  auto Next = Lexer::findNextToken(Call.getEndLoc(), SM, Context.getLangOpts());
  if (!Next || Next->isNot(tok::semi))
    return {};
  SourceLocation Begin = Call.getBeginLoc(), End = Next->getEndLoc();
  llvm::StringRef Text = SM.getBufferData(SM.getFileID(Begin));
  unsigned B = SM.getFileOffset(Begin), E = SM.getFileOffset(End);
  unsigned LineStart = B;
  while (LineStart > 0 && (Text[LineStart - 1] == ' ' || Text[LineStart - 1] == '\t'))
    --LineStart;
  llvm::StringRef Rest = Text.substr(E).take_until([](char C) { return C == '\n' || C == '\r'; });
  bool Alone = LineStart > 0 && Text[LineStart - 1] == '\n' && Rest.trim().empty();
  if (Alone) { // from the end of the line before, so that what follows keeps its indentation
    unsigned From = LineStart - 1;
    if (From > 0 && Text[From - 1] == '\r')
      --From;
    Begin = Begin.getLocWithOffset(static_cast<int>(From) - static_cast<int>(B));
    End = End.getLocWithOffset(static_cast<int>(Rest.size()));
  }
  return CharSourceRange::getCharRange(Begin, End);
}

/// What goes with the in-place call: its statement, or its link of the chain. Invalid where it cannot go.
CharSourceRange BorrowFixes::leftOver(const CXXMemberCallExpr &InPlace, const CallExpr &Made) const {
  const ASTContext &Context = F.tu().context();
  Position Where = positionOf(*parentsIn(F.function()), InPlace);
  const Expr *Object = InPlace.getImplicitObjectArgument();
  bool Direct = Object->IgnoreParenImpCasts()->getSourceRange().fullyContains(Made.getSourceRange());
  if (Where == Position::Other || InPlace.getCallee()->getBeginLoc().isInvalid())
    return {};
  if (Where == Position::Value && F.function().getReturnType()->isLValueReferenceType())
    return {};
  if (Where == Position::Discarded && !Direct)
    return statementOf(InPlace, Context);
  return CharSourceRange::getCharRange(behind(*Object, Context), behind(InPlace, Context));
}

/// The owner's own destructor reads nothing: a local array, a container, a fresh allocation.
static bool isPlainOwner(const FunctionAnalysis &F, const BufferInfo &Buffer) {
  if (Buffer.Owner == OwnerKind::LocalAllocation)
    return true;
  const ValueDecl *D = Buffer.Root != NoPlace ? F.places().decl(Buffer.Root) : nullptr;
  QualType T = D ? D->getType() : QualType();
  return Buffer.Owner == OwnerKind::LocalObject && !T.isNull() &&
         (T->isArrayType() || T->isArithmeticType() || StdModel::isContainer(T));
}

std::optional<Proposal> BorrowFixes::replaceBorrow(const WriteFact &Write, const OriginRef &Ref,
                                                   unsigned Borrow) const {
  if (!isReplaceable(F, Write, Ref, Borrow))
    return std::nullopt;
  const BorrowSite &Site = F.borrows()[Borrow];
  const auto &Made = *cast<CallExpr>(Site.Call);
  const auto &Name = *cast<DeclRefExpr>(Made.getCallee()->IgnoreParenImpCasts());
  ASTContext &Context = F.tu().context();

  // The dtype in force: what the options say, else the default, which is float.
  llvm::StringRef Element = dtypeName(elementType(*Site.Data), Context);
  bool OptionsGiven = Site.Options && !isa<CXXDefaultArgExpr>(Site.Options);
  const AttrSet *Dtype = Site.Attributes.find(Attr::Dtype);
  bool DtypeGiven = OptionsGiven && Dtype && !Dtype->Unset && !Dtype->Unknown;
  bool AddDtype = !OptionsGiven && !Element.empty();
  bool KeepsDtype = OptionsGiven || Element.empty() || Element == "kFloat32";
  Factory With = factoryFor(Write, DtypeGiven || AddDtype);

  const FunctionDecl *Callee = Made.getDirectCallee();
  const auto *Namespace = Callee ? dyn_cast<NamespaceDecl>(Callee->getDeclContext()) : nullptr;
  if (!Namespace || Namespace->lookup(&Context.Idents.get(With.Name)).empty())
    return std::nullopt; // per-operator headers: the factory is not declared here
  std::string Qualifier = Namespace->getName().str() + "::";

  Proposal P;
  SourceLocation NameLoc = Name.getNameInfo().getLoc();
  if (NameLoc.isMacroID())
    return std::nullopt;
  P.Edits.push_back(FixItHint::CreateReplacement(NameLoc, (Name.getQualifier() ? "" : Qualifier) + With.Name));
  P.Edits.push_back(FixItHint::CreateRemoval(
      CharSourceRange::getCharRange(Made.getArg(0)->getBeginLoc(), Made.getArg(1)->getBeginLoc())));
  std::string Extra = With.Value.empty() ? "" : ", " + With.Value;
  OptionsEdits Options(F);
  if (AddDtype && BothSpelled)
    Extra += ", " + Options.both(Made, Options.qualified(Made, Element), Options.qualified(Made, "kCPU"));
  else if (AddDtype)
    Extra += ", " + Options.qualified(Made, Element);
  if (!Extra.empty())
    P.Edits.push_back(FixItHint::CreateInsertion(behind(*Site.Sizes, Context), Extra));
  if (With.Drop) {
    CharSourceRange Gone = leftOver(*cast<CXXMemberCallExpr>(Write.Site), Made);
    if (Gone.isInvalid())
      return std::nullopt;
    P.Edits.push_back(FixItHint::CreateRemoval(Gone));
  }

  Query Q(F);
  P.Safe = isPlainOwner(F, Q.buffer(Site)) && KeepsDtype && Write.Name != "mul_" && !Write.Escaped &&
           Q.readsAfter(Write, Borrow, 1).empty();
  P.Title = "make a tensor of its own: use '" + Qualifier + With.Name + "'";
  return P;
}

bool isReplaced(const FunctionAnalysis &F, unsigned Borrow) {
  for (const WriteFact &Write : F.writes())
    if (Write.Kind == WriteKind::Constant || Write.Kind == WriteKind::Random)
      for (const OriginRef &Ref : F.values()[Write.Value].Origins)
        if (const Origin &O = F.origin(Ref.Origin); O.Kind == OriginKind::Borrow && O.Borrow == Borrow &&
            BorrowFixes(F).replaceBorrow(Write, Ref, Borrow))
          return true;
  return false;
}

} // namespace torchtidy::fix
