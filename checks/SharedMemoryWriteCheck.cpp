#include "SharedMemoryWriteCheck.h"
#include "Story.h"
#include "fix/BorrowFixes.h"

using namespace clang;

namespace torchtidy {

using namespace flow;

static OriginKind kindOf(const FunctionAnalysis &F, const OriginRef &R) { return F.origin(R.Origin).Kind; }

/// Whether the tensor shares the buffer only where a loop before runs no round.
static bool needsEmptyLoop(const FunctionAnalysis &F, const WriteFact &Write, const BorrowSite &Site) {
  const FunctionAnalysis *Rounds = F.tu().assumingRounds(F);
  return Rounds && llvm::none_of(Rounds->writes(), [&](const WriteFact &W) {
    return W.Site == Write.Site && W.Inside == Write.Inside &&
           llvm::any_of(Rounds->values()[W.Value].Origins, [&](const OriginRef &R) {
             return Rounds->origin(R.Origin).Kind == OriginKind::Borrow &&
                    Rounds->borrows()[Rounds->origin(R.Origin).Borrow].isSame(Site);
           });
  });
}

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
        Verdict V = judge(Q, Write, Ref, Borrow, F->borrows()[Borrow]);
        if (V == Verdict::Speak && !Ref.must() && needsEmptyLoop(*F, Write, F->borrows()[Borrow]))
          V = Verdict::StrictOnly;
        SourceLocation At = Write.Site->getExprLoc();
        if (V == Verdict::StrictOnly && level() != Level::Strict) {
          keepBack(At);
          continue;
        }
        if (V == Verdict::Silent)
          continue;
        if (firstAt(At))
          reportWrite(*F, Write, Ref, Borrow);
        break;
      }
  }
}

/// Of a write here the reader sees on what it hangs; whether a callee writes may hang on the arguments.
static bool happensSometimes(const WriteFact &Write) {
  return Write.May || (Write.Inside && Write.Paths == OnPaths::Some);
}

/// Whether the tensor may be one that nobody knows, or, for an element of a container, one that is no borrow.
static bool otherStorage(const FunctionAnalysis &F, const WriteFact &Write, bool Among) {
  return llvm::any_of(F.values()[Write.Value].Origins, [&](const OriginRef &R) {
    OriginKind Kind = kindOf(F, R);
    return Kind == OriginKind::Unknown || (Among && Kind != OriginKind::Borrow);
  });
}

/// The policy: what is a mistake by itself, and what only under strict.
SharedMemoryWriteCheck::Verdict SharedMemoryWriteCheck::judge(const Query &Q, const WriteFact &Write,
                                                              const OriginRef &Ref, unsigned Borrow,
                                                              const BorrowSite &Site) const {
  if (Site.Traits.Owns)
    return Verdict::Silent;
  BufferInfo Buffer = Q.buffer(Site);
  bool Outside = Buffer.Owner == OwnerKind::Parameter || Buffer.Owner == OwnerKind::Member;
  if (Site.Traits.Keeps && !Outside && Q.readsAfter(Write, Borrow, 1).empty())
    return Verdict::Silent; // the tensor's handle may be the only one
  if (Write.FreshAllocation && !Q.readsAfter(Write, Borrow, 1).empty())
    return Verdict::Silent; // that clears raw memory which another handle reads later
  if (Ref.ViewMay || happensSometimes(Write))
    return Verdict::StrictOnly; // an operation on the way may have copied
  if (!Ref.must() && otherStorage(Q.function(), Write, Ref.Among))
    return Verdict::StrictOnly;
  if (Buffer.Const || Ref.Const || Write.Kind == WriteKind::Constant)
    return Verdict::Speak;
  bool Local = Buffer.Owner == OwnerKind::LocalObject || Buffer.Owner == OwnerKind::LocalAllocation;
  if (Write.Kind == WriteKind::Random && Local && !Write.Escaped && Q.readsAfter(Write, Borrow, 1).empty())
    return Verdict::Speak; // a needless borrow
  return Verdict::StrictOnly; // an output write: people borrow buffers to fill them
}

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
  fix::BorrowFixes Fixes(F, level() == Level::Strict);
  std::optional<fix::Proposal> Replace = Fixes.replaceBorrow(Write, Ref, Borrow);
  {
    llvm::StringRef Name = Write.Name;
    Name.consume_front("operator");
    bool May = Ref.ViewMay || happensSometimes(Write);
    auto Warning = diag(Write.Site->getExprLoc(), "'%0' %select{overwrites|may overwrite}1 %2") << Name << May << What;
    if (Replace && Replace->Safe)
      attach(Warning, *Replace);
  }
  for (const StoryNote &Note : storyOf(F, Write, Borrow))
    diag(Note.At, "%0", DiagnosticIDs::Note) << Note.Text;
  if (Replace && Replace->Safe)
    return;
  if (!Replace)
    Replace = Fixes.appendClone(Site);
  // Outside memory, and nobody has a use for the tensor: the call is there to clear the buffer, another tensor is no help.
  bool Outside = Buffer.Owner == OwnerKind::Parameter || Buffer.Owner == OwnerKind::Member ||
                 Buffer.Owner == OwnerKind::Static;
  if (Outside && !Buffer.Const && !Q.tensorIsKept(Write, Borrow))
    Replace.reset();
  if (Replace)
    suggest(Write.Site->getExprLoc(), *Replace);
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
    if (!Speaks || Site.Traits.Owns || Site.Traits.Keeps || happensSometimes(Write) || Ref.ViewMay || Stored.Ref.ViewMay || Buffer.Name.empty())
      continue;
    if (!firstAt(Write.Site->getExprLoc()))
      return;
    llvm::StringRef Name = Write.Name;
    Name.consume_front("operator");
    diag(Write.Site->getExprLoc(), "'%0' overwrites '%1', whose memory '%2' shares")
        << Name << Buffer.Name << Field.getName();
    diag(Site.Call->getExprLoc(), "'%0' borrows the memory of '%1' here", DiagnosticIDs::Note)
        << Field.getName() << Buffer.Name;
    if (Write.Inside)
      diag(Write.Inside->getExprLoc(), "'%0' writes it here", DiagnosticIDs::Note) << Write.InsideName;
    if (auto Copy = fix::BorrowFixes(*Stored.In).appendClone(Site))
      suggest(Write.Site->getExprLoc(), *Copy);
    return;
  }
}

} // namespace torchtidy
