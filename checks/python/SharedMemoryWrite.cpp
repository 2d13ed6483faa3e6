// torch-shared-memory-write for Python: a write through a tensor destroys an array, or the other way round.
#include "python/Report.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

namespace {

constexpr llvm::StringLiteral Check = "torch-shared-memory-write";

enum class Verdict { Silent, Strict, Speak };

/// Arguments that a function is given to be filled.
bool isOutput(llvm::StringRef Name) {
  return Name.starts_with("out") || Name.starts_with("buf") || Name.starts_with("dst") || Name.starts_with("dest") ||
         Name.ends_with("_out") || Name.ends_with("_buf") || Name.ends_with("buffer") || Name == "result";
}

class SharedMemoryWrite {
public:
  explicit SharedMemoryWrite(Report &R) : R(R), A(R.A), Vs(R.Vs) {}

  void run() {
    for (const auto &[Site, Writes] : R.F.Writes) {
      const WriteFact *Best = nullptr;
      Verdict Most = Verdict::Silent;
      for (const WriteFact &W : Writes)
        if (Verdict V = judge(W); V > Most) {
          Most = V;
          Best = &W;
        }
      if (Most == Verdict::Strict && !R.strict())
        R.countStrictOnly();
      else if (Most != Verdict::Silent)
        report(*Best);
    }
  }

private:
  NodeId readAfter(const WriteFact &W) const {
    auto It = R.F.ReadAfter.find({W.Site, W.To.Memory});
    return It == R.F.ReadAfter.end() ? 0 : It->second;
  }

  /// The array (or tensor) is somebody else's, or lives on in something that outlives the function.
  bool isOutside(const Memory &M, const WriteFact &W) const {
    return M.Kept || M.K == Memory::Kind::Param || M.K == Memory::Kind::Attr || M.K == Memory::Kind::Mapped ||
           (M.Scope != W.Scope && !isLocalElsewhere(M, W));
  }

  /// Another function of the file has made it, and only that one knows it: the tensor over it was handed on, or is kept. One
  /// around this function may name it again.
  bool isLocalElsewhere(const Memory &M, const WriteFact &W) const {
    if (!M.Scope)
      return false;
    NodeId Around = W.Scope;
    while (Around && Around != M.Scope)
      Around = A.scopeOf(Around);
    if (Around != M.Scope)
      return true;
    unsigned Named = 0;
    for (NodeId N = M.Scope; N < A.size() && A[N].Begin < A[M.Scope].End; ++N)
      Named += A.is(N, Kind::Identifier) && A.text(N) == Vs.borrow(W.To.Borrow).Name;
    return Named <= 2;
  }

  /// The policy of research: what decides is the life of the array, not the write.
  Verdict judge(const WriteFact &W) const {
    const Memory &M = Vs.memory(W.To.Memory);
    const Borrow &B = Vs.borrow(W.To.Borrow);
    bool Outside = isOutside(M, W), Read = readAfter(W) != 0;
    if (W.To.ViewMay || W.To.NoRound || W.Chosen)
      return Outside || Read ? Verdict::Strict : Verdict::Silent; // an operation on the way may have copied
    if (B.ToArray) {
      if (isDirect(W, B) || M.K == Memory::Kind::Fresh || M.K == Memory::Kind::Blank || M.K == Memory::Kind::Copy ||
          M.K == Memory::Kind::Call || (M.Scope != W.Scope && !M.Kept && M.K != Memory::Kind::Param))
        return Verdict::Silent;
      return isOutput(M.Name) ? Verdict::Strict : Verdict::Speak;
    }
    if (M.ReadOnly)
      return Verdict::Speak;
    if (M.K == Memory::Kind::Blank)
      return Outside || Read ? Verdict::Strict : Verdict::Silent; // made to be filled, through whatever handle
    if (W.Kind == WriteKind::Constant) {
      if (Outside || Read)
        return Verdict::Speak;
      bool Nameless = !R.isSimple(A.inner(B.Source));
      return Nameless || M.K == Memory::Kind::Copy ? Verdict::Silent : Verdict::Speak;
    }
    if (Outside)
      return (M.K == Memory::Kind::Param && isOutput(M.Name)) || isForThatOnly(W, B) ? Verdict::Strict : Verdict::Speak;
    return Read ? Verdict::Speak : Verdict::Strict;
  }

  /// `t.numpy()[0] = 1`: whoever writes that means the tensor.
  bool isDirect(const WriteFact &W, const Borrow &B) const {
    NodeId Statement = A.statementOf(W.Site);
    return A[B.Site].Begin >= A[Statement].Begin && A[B.Site].End <= A[Statement].End;
  }

  /// `torch.from_numpy(a).copy_(x)`, `torch.add(x, y, out=torch.from_numpy(a))` as statements: they do nothing else.
  bool isForThatOnly(const WriteFact &W, const Borrow &B) const {
    NodeId Statement = A.statementOf(W.Site), Does = A[Statement].First;
    if (!isDirect(W, B) || !A.is(Statement, Kind::ExpressionStatement))
      return false;
    if (A.is(Does, Kind::Assignment))
      return A.inner(A.child(Does, Role::Left)) == W.Site;
    return A.inner(Does) == W.Site || A[A[A[W.Site].Parent].Parent].Parent == Does; // the argument in its list, in the call
  }

  void report(const WriteFact &W) {
    const Memory &M = Vs.memory(W.To.Memory);
    const Borrow &B = Vs.borrow(W.To.Borrow);
    llvm::StringRef Owner = B.Name.empty() ? M.Name : B.Name;
    llvm::StringRef Sharer = R.handle(W.Target);
    bool AtOnce = A[B.Site].Begin >= A[W.Target].Begin && A[B.Site].End <= A[W.Target].End;
    if (AtOnce || Sharer.empty() || Sharer == Owner)
      Sharer = B.Maker;
    std::string What = Owner.empty() ? "memory that " + quoted(Sharer) + " shares"
                                     : quoted(Owner) + ", whose memory " + quoted(Sharer) + " shares";
    NodeId At = R.nameOfCall(W.Site);
    Finding &Out = R.warn(Check, At, quoted(W.Name) + (W.To.ViewMay ? " may overwrite " : " overwrites ") + What);
    NodeId Read = readAfter(W);
    std::vector<Edit> Zeros = replaceByFactory(W, B);
    bool Safe = !Zeros.empty() && !Read && !isOutside(M, W) && diesHere(M, B);
    if (Safe)
      Out.Edits = Zeros;
    if (!AtOnce) {
      llvm::StringRef First = R.assignedTo(B.Site);
      if (First.empty())
        First = B.Maker;
      R.note(Out, R.nameOfCall(B.Site),
             Owner.empty() ? quoted(First) + " borrows it here" : quoted(First) + " borrows the memory of " + quoted(Owner) + " here");
    }
    if (W.Inside)
      R.note(Out, R.nameOfCall(W.Inside), quoted(W.InsideName) + " writes it here");
    if (Read && !Owner.empty())
      R.note(Out, Read, quoted(Owner) + " is used here and has the new values");
    if (Safe)
      return;
    if (!Zeros.empty())
      return R.suggest(Out, At, "make a new tensor instead", std::move(Zeros));
    if (std::vector<Edit> Copy = copyAtBorrow(B); !Copy.empty())
      R.suggest(Out, At, B.ToArray ? "copy the tensor instead of sharing it" : "copy the array instead of sharing it", std::move(Copy));
  }

  /// Nothing else in the file can see the array: no function uses a name of the module.
  bool diesHere(const Memory &M, const Borrow &B) const {
    if (M.K != Memory::Kind::Fresh && M.K != Memory::Kind::Call)
      return false;
    if (M.Scope)
      return M.K == Memory::Kind::Fresh;
    for (NodeId Function : R.Analysis.scopes().functions())
      if (A.text(Function).contains(B.Name))
        return false;
    return true;
  }

  /// `torch.from_numpy(a).zero_()` -> `torch.zeros(a.shape, dtype=torch.float32, device='cpu')`
  std::vector<Edit> replaceByFactory(const WriteFact &W, const Borrow &B) const {
    if (W.Name != "zero_" || B.Maker != "from_numpy" || nameOf(B.D).empty() || !A.is(W.Site, Kind::Call) ||
        R.untouchable(W.Site))
      return {};
    NodeId Callee = A.child(W.Site, Role::Function), Borrowing = A.child(Callee, Role::Object);
    NodeId Maker = A.child(B.Site, Role::Function);
    if (Borrowing != B.Site || !A.is(Maker, Kind::Attribute) || !A.is(A.inner(B.Source), Kind::Identifier))
      return {};
    std::string Torch = A.text(A.child(Maker, Role::Object)).str();
    llvm::StringRef Source = A.text(A.inner(B.Source));
    return {R.replace(W.Site, Torch + ".zeros(" + Source.str() + ".shape, dtype=" + Torch + "." + nameOf(B.D).str() +
                                  ", device='cpu')")};
  }

  std::vector<Edit> copyAtBorrow(const Borrow &B) const {
    if (R.untouchable(B.Site))
      return {};
    if (B.ToArray) {
      if (!A.is(B.Site, Kind::Call))
        return {};
      if (B.Maker == "asarray" || B.Maker == "asanyarray") // np.array copies
        return {R.replace(R.nameOfCall(B.Site), "array")};
      return {R.insert(A[B.Site].End, ".copy()")};
    }
    NodeId Name = R.nameOfCall(B.Site);
    NodeId Callee = A.child(B.Site, Role::Function);
    // The same arguments make a copy where the name is `tensor`.
    if (A.is(Callee, Kind::Attribute) && (B.Maker == "from_numpy" || B.Maker == "as_tensor"))
      return {R.replace(Name, "tensor")};
    return {R.insert(A[B.Site].End, ".clone()")};
  }

  Report &R;
  const Ast &A;
  const Values &Vs;
};

} // namespace

void checkSharedMemoryWrite(Report &R) {
  if (R.enabled(Check))
    SharedMemoryWrite(R).run();
}

} // namespace torchtidy::python
