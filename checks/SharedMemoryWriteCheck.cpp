#include "SharedMemoryWriteCheck.h"
#include "fix/BorrowFixes.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

static OriginKind kindOf(const FunctionAnalysis &F, const OriginRef &R) { return F.origin(R.Origin).Kind; }

void SharedMemoryWriteCheck::report(TuAnalysis &Analysis) {
  for (const FunctionAnalysis *F : Analysis.functions()) {
    Query Q(*F);
    for (const WriteFact &Write : F->writes())
      for (const OriginRef &Ref : F->values()[Write.Value].Origins) {
        if (kindOf(*F, Ref) == OriginKind::Param)
          reportThroughField(*F, Write, Ref);
        if (kindOf(*F, Ref) != OriginKind::Borrow)
          continue;
        unsigned Borrow = F->origin(Ref.Origin).Borrow;
        if (!speaks(Q, Write, Ref, Borrow, F->borrows()[Borrow]))
          continue;
        SourceLocation At = Write.Site->getExprLoc();
        if (Reported.insert(At.getRawEncoding()).second)
          reportWrite(*F, Write, Ref, Borrow);
        break;
      }
  }
}

/// The policy: what is a mistake by itself, and what only under strict.
bool SharedMemoryWriteCheck::speaks(const Query &Q, const WriteFact &Write, const OriginRef &Ref, unsigned Borrow,
                                    const BorrowSite &Site) const {
  if (Site.Traits.Owns)
    return false;
  bool Strict = level() == Level::Strict;
  if ((Ref.ViewMay || Write.May) && !Strict)
    return false; // an operation on the way may have copied
  BufferInfo Buffer = Q.buffer(Site);
  if (Write.FreshAllocation && !Q.readsAfter(Write, Borrow, 1).empty())
    return false; // that clears raw memory which another handle reads later
  if (Buffer.Const || Ref.Const)
    return true;
  switch (Write.Kind) {
  case WriteKind::Constant:
    return true;
  case WriteKind::Random:
    return Strict || ((Buffer.Owner == OwnerKind::LocalObject || Buffer.Owner == OwnerKind::LocalAllocation) &&
                      !Write.Escaped && Q.readsAfter(Write, Borrow, 1).empty());
  default:
    return Strict; // an output write: people borrow buffers to fill them
  }
}

/// The variable through which the write goes; empty for a chain of calls on a temporary.
static std::string handleName(const Expr *Target) {
  if (!Target)
    return {};
  const Expr *Core = Target->IgnoreParenImpCasts();
  while (true) {
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Core); Op && Op->getNumArgs() > 0)
      Core = Op->getArg(0)->IgnoreParenImpCasts();
    else if (const auto *Call = dyn_cast<CallExpr>(Core); Call && isa<CXXMemberCallExpr>(Call))
      Core = cast<CXXMemberCallExpr>(Call)->getImplicitObjectArgument()->IgnoreParenImpCasts();
    else if (const auto *Call = dyn_cast<CallExpr>(Core); Call && Call->getNumArgs() == 1)
      Core = Call->getArg(0)->IgnoreParenImpCasts();
    else if (const auto *Sub = dyn_cast<ArraySubscriptExpr>(Core))
      Core = Sub->getBase()->IgnoreParenImpCasts();
    else if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(Core))
      Core = T->getSubExpr()->IgnoreParenImpCasts();
    else if (const auto *C = dyn_cast<CXXConstructExpr>(Core); C && C->getNumArgs() == 1)
      Core = C->getArg(0)->IgnoreParenImpCasts();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Core))
      Core = B->getSubExpr()->IgnoreParenImpCasts();
    else
      break;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Core); Ref && isa<VarDecl, BindingDecl>(Ref->getDecl()))
    return Ref->getDecl()->getNameAsString();
  if (const auto *M = dyn_cast<MemberExpr>(Core))
    return M->getMemberDecl()->getNameAsString();
  return {};
}

static std::string quoted(llvm::StringRef Text) { return ("'" + Text + "'").str(); }

void SharedMemoryWriteCheck::reportWrite(const FunctionAnalysis &F, const WriteFact &Write, const OriginRef &Ref,
                                         unsigned Borrow) {
  Query Q(F);
  const BorrowSite &Site = F.borrows()[Borrow];
  BufferInfo Buffer = Q.buffer(Site);
  std::string Handle = handleName(Write.Target);
  bool SameName = Handle == Buffer.Name;
  std::string Sharer = Handle.empty() || SameName ? quoted(Site.Name) : quoted(Handle);
  std::string What = Buffer.Name.empty() ? "memory that " + Sharer + " borrows"
                                         : quoted(Buffer.Name) + ", whose memory " + Sharer + " shares";
  fix::BorrowFixes Fixes(F);
  std::optional<fix::Proposal> Replace = Fixes.replaceBorrow(Write, Ref, Borrow);
  {
    llvm::StringRef Name = Write.Name;
    Name.consume_front("operator");
    auto Warning = diag(Write.Site->getExprLoc(), "'%0' overwrites %1") << Name << What;
    if (Replace && Replace->Safe)
      for (const FixItHint &Edit : Replace->Edits)
        Warning << Edit;
  }
  tellStory(F, Q, Write, Borrow, Buffer);
  if (Replace && Replace->Safe)
    return;
  if (!Replace)
    Replace = Fixes.appendClone(Site);
  if (Replace) {
    auto Note = diag(Write.Site->getExprLoc(), "%0", DiagnosticIDs::Note) << Replace->Title;
    for (const FixItHint &Edit : Replace->Edits)
      Note << Edit;
  }
  if (!Buffer.Name.empty() && !Buffer.Const)
    diag(Write.Site->getExprLoc(), "to change '%0' on purpose, write it directly, for example with 'std::fill'",
         DiagnosticIDs::Note)
        << Buffer.Name;
}

/// The tensor is a field that other methods set: they say what it shares.
void SharedMemoryWriteCheck::reportThroughField(const FunctionAnalysis &F, const WriteFact &Write,
                                                const OriginRef &Ref) {
  const PlaceTable &Places = F.places();
  PlaceId Held = F.origin(Ref.Origin).Place;
  if (Places[Held].Kind != PlaceKind::Field || Places[Places[Held].Parent].Kind != PlaceKind::This ||
      isa<CXXConstructorDecl>(F.function()))
    return;
  const auto &Field = *cast<FieldDecl>(Places.decl(Held));
  for (const FieldBorrow &Stored : fieldBorrows(F.tu(), Field)) {
    const BorrowSite &Site = Stored.In->borrows()[Stored.Borrow];
    BufferInfo Buffer = Query(*Stored.In).buffer(Site);
    bool Speaks = Write.Kind == WriteKind::Constant || Buffer.Const || Stored.Ref.Const || level() == Level::Strict;
    if (!Speaks || Site.Traits.Owns || Write.May || Ref.ViewMay || Stored.Ref.ViewMay || Buffer.Name.empty())
      continue;
    if (!Reported.insert(Write.Site->getExprLoc().getRawEncoding()).second)
      return;
    llvm::StringRef Name = Write.Name;
    Name.consume_front("operator");
    diag(Write.Site->getExprLoc(), "'%0' overwrites '%1', whose memory '%2' shares")
        << Name << Buffer.Name << Field.getName();
    diag(Site.Call->getExprLoc(), "'%0' borrows the memory of '%1' here", DiagnosticIDs::Note)
        << Field.getName() << Buffer.Name;
    if (Write.Inside)
      diag(Write.Inside->getExprLoc(), "'%0' writes it here", DiagnosticIDs::Note) << Write.InsideName;
    if (auto Copy = fix::BorrowFixes(*Stored.In).appendClone(Site)) {
      auto Note = diag(Write.Site->getExprLoc(), "%0", DiagnosticIDs::Note) << Copy->Title;
      for (const FixItHint &Edit : Copy->Edits)
        Note << Edit;
    }
    return;
  }
}

void SharedMemoryWriteCheck::tellStory(const FunctionAnalysis &F, const Query &Q, const WriteFact &Write,
                                       unsigned Borrow, const BufferInfo &Buffer) {
  const BorrowSite &Site = F.borrows()[Borrow];
  const SourceManager &SM = F.tu().context().getSourceManager();
  auto Inside = [&](const Stmt &Inner, const Expr &Outer) {
    return SM.isPointWithin(SM.getExpansionLoc(Inner.getBeginLoc()), SM.getExpansionLoc(Outer.getBeginLoc()),
                            SM.getExpansionLoc(Outer.getEndLoc()));
  };
  auto Aliases = Q.aliases(Write, Borrow);
  const Expr &Made = Site.Via ? *Site.Via : *Site.Call;
  if (!Inside(Made, *Write.Site)) {
    std::string First = Aliases.empty() ? Site.Name : F.places().name(Aliases.front()->Place);
    if (Buffer.Name.empty())
      diag(Made.getExprLoc(), "'%0' borrows it here", DiagnosticIDs::Note) << First;
    else
      diag(Made.getExprLoc(), "'%0' borrows the memory of '%1' here", DiagnosticIDs::Note) << First << Buffer.Name;
  }
  if (Site.Via)
    diag(Site.Call->getExprLoc(), "by this '%0'", DiagnosticIDs::Note) << Site.Name;
  std::string Handle = handleName(Write.Target);
  for (size_t I = 1; I < Aliases.size(); ++I)
    if (F.places().name(Aliases[I]->Place) == Handle && F.places().name(Aliases.front()->Place) != Handle) {
      diag(Aliases[I]->Site->getBeginLoc(), "'%0' shares it from here on", DiagnosticIDs::Note) << Handle;
      break;
    }
  if (Write.Inside)
    diag(Write.Inside->getExprLoc(), "'%0' writes it here", DiagnosticIDs::Note) << Write.InsideName;
  if (!Buffer.Name.empty())
    for (const Stmt *Read : Q.readsAfter(Write, Borrow, 2))
      diag(Read->getBeginLoc(), "'%0' is used here and has the new values", DiagnosticIDs::Note) << Buffer.Name;
}

} // namespace torchtidy
