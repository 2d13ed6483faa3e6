#include "FromBlobDanglingCheck.h"
#include "Analyses.h"
#include "Story.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

static std::string endedBy(const Stmt *Ends) {
  if (isa_and_nonnull<CXXDeleteExpr>(Ends))
    return "delete";
  const auto *Call = dyn_cast_or_null<CallExpr>(Ends);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  std::string Name = Callee ? Callee->getNameAsString() : std::string();
  return Name == "operator=" ? "=" : Name;
}

/// Whether the tensor outlives its memory only where a loop before runs no round.
static bool needsEmptyLoop(const FunctionAnalysis &F, const Outlived &What) {
  const FunctionAnalysis *Rounds = What.Ref.must() ? nullptr : F.tu().assumingRounds(F);
  return Rounds && llvm::none_of(outlived(*Rounds), [&](const Outlived &W) {
    return Rounds->borrows()[W.Borrow].isSame(F.borrows()[What.Borrow]);
  });
}

void FromBlobDanglingCheck::report(TuAnalysis &Analysis) {
  for (const FunctionAnalysis *F : Analysis.functions()) {
    for (const BorrowSite &Site : F->borrows())
      reportCopy(*F, Site);
    for (const BackgroundCopy &Copy : backgroundCopies(*F, modelOf(Analysis)))
      reportBackground(*F, Copy);
    for (const KeptPointer &Pointer : keptPointers(*F, modelOf(Analysis)))
      reportPointer(Pointer);
    for (const KeptPointer &Pointer : localPointers(*F, modelOf(Analysis)))
      reportLocalPointer(*F, Pointer);
    for (const Outlived &What : outlived(*F)) {
      // What strides decide copies more often than not: permute().contiguous(). And loops run.
      if ((What.Ref.LayoutMay || needsEmptyLoop(*F, What)) && level() != Level::Strict)
        keepBack(F->borrows()[What.Borrow].Call->getExprLoc());
      else
        reportOutlived(*F, What);
    }
  }
}

/// Only at level strict: whether the copy is done in time, the run decides.
void FromBlobDanglingCheck::reportBackground(const FunctionAnalysis &F, const BackgroundCopy &What) {
  SourceLocation At = What.Copy->getExprLoc();
  if (level() != Level::Strict) {
    keepBack(At);
    return;
  }
  if (!firstAt(At))
    return;
  std::string Owner = Query(F).buffer(F.borrows()[What.Borrow]).Name;
  diag(At, "%select{'%1'|the memory}0 is freed while the copy to the device may still read it") << Owner.empty() << Owner;
  diag(cast<Expr>(What.Ends)->getExprLoc(), "'%0' is here, and nothing waits before", DiagnosticIDs::Note)
      << endedBy(What.Ends);
}

/// The mirror image: a pointer that outlives the tensor whose memory it points to.
void FromBlobDanglingCheck::reportPointer(const KeptPointer &Pointer) {
  SourceLocation At = Pointer.Call->getExprLoc();
  if (!firstAt(At))
    return;
  const FunctionDecl *Maker = Pointer.Temporary->getDirectCallee();
  bool Named = Maker && Maker->getDeclName().isIdentifier();
  diag(At, "%select{'%1'|the returned %select{pointer|matrix|tensor}4}0 outlives %select{the temporary tensor|the result of '%3',}2 whose memory it points to")
      << Pointer.Holder.empty() << Pointer.Holder << Named << (Named ? Maker->getName() : "")
      << static_cast<int>(Pointer.Returned);
  diag(Pointer.Temporary->getExprLoc(), "the tensor ends with this expression", DiagnosticIDs::Note);
}

void FromBlobDanglingCheck::reportLocalPointer(const FunctionAnalysis &F, const KeptPointer &Pointer) {
  if (!firstAt(Pointer.Sink->getBeginLoc()))
    return;
  diag(Pointer.Sink->getBeginLoc(), "%select{'%1'|the returned %select{pointer|matrix|tensor}2}0 outlives '%3', whose memory it points to")
      << Pointer.Holder.empty() << Pointer.Holder << static_cast<int>(Pointer.Returned) << Pointer.Owner;
  diag(Pointer.Call->getExprLoc(), "the pointer is taken here", DiagnosticIDs::Note);
  if (!Pointer.Borrow)
    return;
  if (auto Copy = fix::BorrowFixes(F).appendClone(*Pointer.Borrow))
    suggest(Pointer.Sink->getBeginLoc(), *Copy);
}

/// The container is moved into a deleter. libtorch copies that: the memory of the first copy ends with the call.
void FromBlobDanglingCheck::reportCopy(const FunctionAnalysis &F, const BorrowSite &Site) {
  const ValueDecl *Moved = Site.Traits.CopyIsMoved ? Site.Traits.CopyOf : nullptr;
  const auto &Memory = Site.Pointer.Memory;
  if (!Moved || Site.Via || Memory.size() != 1 || Memory[0].Target == NoPlace)
    return;
  const ValueDecl *Owner = F.places().decl(F.places().root(Memory[0].Target));
  if (!Owner || Owner->getCanonicalDecl() != Moved->getCanonicalDecl() ||
      !firstAt(Site.Call->getExprLoc()))
    return;
  diag(Site.Call->getExprLoc(), "the deleter keeps a copy of '%0', not the memory that '%1' borrows")
      << Moved->getName() << Site.Name;
  diag(Site.Call->getExprLoc(), "hold it by a 'std::shared_ptr': that is copied, and what it points to is not",
       DiagnosticIDs::Note);
}

/// What the user calls the tensor at the sink.
static std::string tensorName(const FunctionAnalysis &F, const Outlived &What) {
  std::string Name = What.Holder == NoPlace ? std::string() : F.places().name(What.Holder);
  if (Name.empty())
    Name = handleName(dyn_cast_or_null<Expr>(What.Sink));
  return Name;
}

void FromBlobDanglingCheck::reportOutlived(const FunctionAnalysis &F, const Outlived &What) {
  const BorrowSite &Site = F.borrows()[What.Borrow];
  // What several callers of a helper do wrong is several findings.
  bool First = firstAt(Site.Call->getExprLoc());
  if (Site.Via)
    First = firstAt(Site.Via->getExprLoc());
  if (!First)
    return;
  std::string Name = tensorName(F, What);
  // A temporary has no name; those of its parts would say too little.
  bool Freed = What.Kind == Outlived::How::AfterFree;
  std::string Owner = What.Owner.empty() && Freed ? Query(F).buffer(Site).Name : What.Owner;
  std::string Tensor = Name.empty() || Name == Owner ? "the tensor" : quoted(Name);
  if (What.Kind == Outlived::How::RunsOn)
    Tensor = isa<CallExpr>(What.Task) && !isa<CXXMemberCallExpr>(What.Task) ? "the task" : "the thread";
  SourceLocation At = What.Sink->getBeginLoc();
  if (const auto *E = dyn_cast<Expr>(What.Sink))
    At = What.Kind == Outlived::How::AfterEnd || Freed ? E->getExprLoc() : At;
  if (Freed)
    diag(At, "%0 is used after '%1' %select{frees|invalidates}2 the memory%select{ of '%4'|}3 that it borrows")
        << Tensor << endedBy(What.Ends) << isa<CXXMemberCallExpr, CXXOperatorCallExpr>(What.Inside) << Owner.empty() << Owner;
  else if (Owner.empty())
    diag(At, "%0 outlives the temporary whose memory it borrows") << Tensor;
  else
    diag(At, "%0 outlives %1, whose memory it borrows") << Tensor << quoted(Owner);
  tellStory(F, What, Owner);
  if (auto Copy = fix::BorrowFixes(F).appendClone(Site))
    suggest(At, *Copy);
}

/// Borrowed here, the owner ends here.
void FromBlobDanglingCheck::tellStory(const FunctionAnalysis &F, const Outlived &What, llvm::StringRef Owner) {
  const BorrowSite &Site = F.borrows()[What.Borrow];
  const Expr &Made = Site.Via ? *Site.Via : *Site.Call;
  diag(Made.getExprLoc(), "the memory%select{ of '%1'|}0 is borrowed here", DiagnosticIDs::Note)
      << Owner.empty() << Owner;
  if (Site.Via)
    diag(Site.Call->getExprLoc(), "by this '%0'", DiagnosticIDs::Note) << Site.Name;
  if (!What.Ends)
    return;
  if (What.Kind == Outlived::How::AfterFree) {
    diag(cast<Expr>(What.Ends)->getExprLoc(), "'%0' is here", DiagnosticIDs::Note) << endedBy(What.Ends);
    if (What.Inside != What.Ends)
      diag(cast<Expr>(What.Inside)->getExprLoc(), "by this '%0'", DiagnosticIDs::Note) << endedBy(What.Inside);
    return;
  }
  SourceLocation At = What.Ends->getBeginLoc();
  if (const auto *Block = dyn_cast<CompoundStmt>(What.Ends))
    At = Block->getRBracLoc();
  diag(At, "%select{'%1'|it}0 ends here", DiagnosticIDs::Note) << Owner.empty() << Owner;
}

} // namespace torchtidy
