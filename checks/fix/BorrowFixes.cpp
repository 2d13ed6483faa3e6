#include "fix/BorrowFixes.h"
#include "api/HandEffects.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "fix/Editing.h"
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
bool optionsDiffer(const Expr &Options, unsigned Depth = 0) {
  if (const auto *Call = dyn_cast<CallExpr>(&Options))
    if (const FunctionDecl *Callee = Call->getDirectCallee(); Callee && Callee->getDeclName().isIdentifier())
      if (llvm::StringSwitch<bool>(Callee->getName())
              .Cases({"requires_grad", "pinned_memory", "layout", "memory_format"}, true)
              .Default(false))
        return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&Options); Ref && Depth < 4)
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()); Var && Var->hasLocalStorage())
      if (const Expr *Init = Var->getInit(); Init && optionsDiffer(*Init, Depth + 1))
        return true;
  for (const Stmt *C : Options.children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(C); Sub && optionsDiffer(*Sub, Depth))
      return true;
  return false;
}

const Stmt *outward(const ParentMap &Parents, const Stmt *S) {
  const Stmt *P = Parents.getParent(S);
  while (P && isa<ImplicitCastExpr, ParenExpr, ExprWithCleanups, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(P))
    P = Parents.getParent(P);
  return P;
}

enum class Position { Discarded, Value, Chained, Other };

/// How the result of the in-place call is used: `zeros` yields a value where `zero_` yields a reference.
Position positionOf(const ParentMap &Parents, const Expr &Call) {
  const Stmt *P = outward(Parents, &Call);
  if (!P || isa<CompoundStmt, IfStmt, ForStmt, WhileStmt, SwitchCase, LabelStmt>(P))
    return P && isa<CompoundStmt>(P) ? Position::Discarded : Position::Other;
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
    if (Up && isa<DeclStmt, ReturnStmt, CallExpr>(Up))
      return Position::Value;
  }
  return Position::Other;
}

} // namespace

std::optional<Proposal> BorrowFixes::appendClone(const BorrowSite &Site) const {
  if (Site.Via || !mayEdit(F, Site.Call->getSourceRange()))
    return std::nullopt;
  ASTContext &Context = F.tu().context();
  SourceLocation End =
      Lexer::getLocForEndOfToken(Site.Call->getEndLoc(), 0, Context.getSourceManager(), Context.getLangOpts());
  if (End.isInvalid())
    return std::nullopt;
  Proposal P;
  std::string Copy = api::isPythonObject(Site.Call->getType()) ? ".attr(\"clone\")()" : ".clone()";
  P.Title = "make a copy: append '" + Copy + "'";
  P.Edits.push_back(FixItHint::CreateInsertion(End, Copy));
  return P;
}

std::optional<Proposal> BorrowFixes::replaceBorrow(const WriteFact &Write, const OriginRef &Ref,
                                                   unsigned Borrow) const {
  const BorrowSite &Site = F.borrows()[Borrow];
  const auto *Made = dyn_cast<CallExpr>(Site.Call);
  const auto *InPlace = dyn_cast<CXXMemberCallExpr>(Write.Site);
  if (!Made || Site.Via || Write.Inside || !Ref.must() || Ref.Part || Write.May || Site.Traits.Owns || Site.Traits.Keeps || Site.Traits.CopyOf ||
      Site.Traits.Strides || Site.Traits.ObjectMemory || !Site.Sizes || !Site.Data)
    return std::nullopt;
  if (Write.Kind != WriteKind::Constant && Write.Kind != WriteKind::Random)
    return std::nullopt;
  if (!mayEdit(F, Made->getSourceRange()) || !mayEdit(F, Write.Site->getSourceRange()) || !harmless(*Site.Data))
    return std::nullopt;
  if (Site.Options && optionsDiffer(*Site.Options))
    return std::nullopt;
  Query Q(F);
  if (!Q.onlyUseBefore(Write, Borrow))
    return std::nullopt;
  ASTContext &Context = F.tu().context();
  const SourceManager &SM = Context.getSourceManager();
  const LangOptions &Lang = Context.getLangOpts();
  const auto *Name = dyn_cast<DeclRefExpr>(Made->getCallee()->IgnoreParenImpCasts());
  if (!Name || Made->getArg(0) != Site.Data || Made->getNumArgs() < 2)
    return std::nullopt;

  // The dtype in force: what the options say, else the default, which is float.
  llvm::StringRef Element = dtypeName(elementType(*Site.Data), Context);
  bool OptionsGiven = Site.Options && !isa<CXXDefaultArgExpr>(Site.Options);
  const AttrSet *Dtype = Site.Attributes.find(Attr::Dtype);
  bool DtypeGiven = OptionsGiven && Dtype && !Dtype->Unset && !Dtype->Unknown;
  llvm::StringRef AddDtype = OptionsGiven ? llvm::StringRef() : Element;
  bool KeepsDtype = OptionsGiven || Element.empty() || Element == "kFloat32";

  // Which factory makes it, and whether the in-place call is left over.
  std::string Factory = "empty", Value;
  bool Drop = false;
  unsigned Args = InPlace ? InPlace->getNumArgs() : 0;
  bool ReadsOld = Write.Name == "mul_"; // not-a-number times zero stays: nothing to build on in `empty`
  if (ReadsOld && !InPlace)
    return std::nullopt;
  if (InPlace && (ReadsOld || (Write.Name == "zero_" && Args == 0))) {
    Factory = "zeros";
    Drop = true;
  } else if (InPlace && Write.Name == "fill_" && Args == 1 && (DtypeGiven || !AddDtype.empty()) &&
             !isa<CXXDefaultArgExpr>(InPlace->getArg(0)) && harmless(*InPlace->getArg(0)->IgnoreImplicit())) {
    // Without a dtype `full` takes it from the value, so never without one.
    const Expr *Filled = InPlace->getArg(0);
    if (mayEdit(F, Filled->getSourceRange())) {
      Value = Lexer::getSourceText(CharSourceRange::getTokenRange(Filled->getSourceRange()), SM, Lang).str();
      Factory = "full";
      Drop = !Value.empty();
    }
  } else if (InPlace && (Write.Name == "uniform_" || Write.Name == "normal_")) {
    bool Defaults = llvm::all_of(InPlace->arguments(), [](const Expr *A) { return isa<CXXDefaultArgExpr>(A); });
    if (Defaults) {
      Factory = Write.Name == "uniform_" ? "rand" : "randn";
      Drop = true;
    }
  }
  if (!Drop)
    Factory = "empty";

  const FunctionDecl *Callee = Made->getDirectCallee();
  const auto *Namespace = Callee ? dyn_cast<NamespaceDecl>(Callee->getDeclContext()) : nullptr;
  if (!Namespace || Namespace->lookup(&Context.Idents.get(Factory)).empty())
    return std::nullopt; // per-operator headers: the factory is not declared here
  std::string Qualifier = Namespace->getName().str() + "::";

  Proposal P;
  SourceLocation NameLoc = Name->getNameInfo().getLoc();
  if (NameLoc.isMacroID())
    return std::nullopt;
  P.Edits.push_back(FixItHint::CreateReplacement(NameLoc, (Name->getQualifier() ? "" : Qualifier) + Factory));
  P.Edits.push_back(FixItHint::CreateRemoval(
      CharSourceRange::getCharRange(Made->getArg(0)->getBeginLoc(), Made->getArg(1)->getBeginLoc())));
  SourceLocation AfterSizes = Lexer::getLocForEndOfToken(Site.Sizes->getEndLoc(), 0, SM, Lang);
  std::string Extra;
  if (!Value.empty())
    Extra += ", " + Value;
  if (!AddDtype.empty() && Namespace->lookup(&Context.Idents.get(AddDtype)).empty())
    AddDtype = shortDtypeName(AddDtype); // namespace at has only these
  if (!AddDtype.empty())
    Extra += ", " + Qualifier + AddDtype.str();
  if (!Extra.empty())
    P.Edits.push_back(FixItHint::CreateInsertion(AfterSizes, Extra));

  if (Drop) {
    ParentMap Parents(F.function().getBody());
    Position Where = positionOf(Parents, *InPlace);
    const Expr *Object = InPlace->getImplicitObjectArgument();
    SourceLocation ObjectEnd = Lexer::getLocForEndOfToken(Object->getEndLoc(), 0, SM, Lang);
    SourceLocation CallEnd = Lexer::getLocForEndOfToken(InPlace->getEndLoc(), 0, SM, Lang);
    bool Direct = Object->IgnoreParenImpCasts()->getSourceRange().fullyContains(Made->getSourceRange());
    if (Where == Position::Other || InPlace->getCallee()->getBeginLoc().isInvalid())
      return std::nullopt;
    if (Where == Position::Value && F.function().getReturnType()->isLValueReferenceType())
      return std::nullopt;
    if (Where == Position::Discarded && !Direct) {
      // `t.zero_();`: the whole statement goes, with its line when nothing else stands there.
      auto Next = Lexer::findNextToken(InPlace->getEndLoc(), SM, Lang);
      if (!Next || Next->isNot(tok::semi))
        return std::nullopt;
      SourceLocation Begin = InPlace->getBeginLoc(), End = Next->getEndLoc();
      bool Invalid = false;
      llvm::StringRef Buffer = SM.getBufferData(SM.getFileID(Begin), &Invalid);
      unsigned B = SM.getFileOffset(Begin), E = SM.getFileOffset(End);
      unsigned LineStart = B;
      while (LineStart > 0 && (Buffer[LineStart - 1] == ' ' || Buffer[LineStart - 1] == '\t'))
        --LineStart;
      llvm::StringRef Rest = Buffer.substr(E).take_until([](char C) { return C == '\n' || C == '\r'; });
      bool Alone = LineStart > 0 && Buffer[LineStart - 1] == '\n' && Rest.trim().empty();
      if (Alone) { // from the end of the line before, so that what follows keeps its indentation
        unsigned From = LineStart - 1;
        if (From > 0 && Buffer[From - 1] == '\r')
          --From;
        Begin = Begin.getLocWithOffset(static_cast<int>(From) - static_cast<int>(B));
        End = End.getLocWithOffset(static_cast<int>(Rest.size()));
      }
      P.Edits.push_back(FixItHint::CreateRemoval(CharSourceRange::getCharRange(Begin, End)));
    } else {
      P.Edits.push_back(FixItHint::CreateRemoval(CharSourceRange::getCharRange(ObjectEnd, CallEnd)));
    }
  }

  BufferInfo Buffer = Q.buffer(Site);
  QualType OwnerType;
  if (Buffer.Root != NoPlace)
    if (const ValueDecl *D = F.places().decl(Buffer.Root))
      OwnerType = D->getType();
  bool PlainOwner = Buffer.Owner == OwnerKind::LocalAllocation ||
                    (Buffer.Owner == OwnerKind::LocalObject && !OwnerType.isNull() &&
                     (OwnerType->isArrayType() || OwnerType->isArithmeticType() || StdModel::isContainer(OwnerType)));
  P.Safe = PlainOwner && KeepsDtype && !ReadsOld && !Write.Escaped && Q.readsAfter(Write, Borrow, 1).empty();
  P.Title = "make a tensor of its own: use '" + Qualifier + Factory + "'";
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
