// Writes, and results that nobody takes.
#include "python/Frame.h"
#include "api/OpEffects.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace torchtidy::python {

bool Frame::isConstant(NodeId N) const {
  N = A.inner(N);
  if (A.is(N, Kind::UnaryOperator))
    N = A.child(N, Role::Argument);
  return A.is(N, Kind::Integer) || A.is(N, Kind::Float) || A.is(N, Kind::True) || A.is(N, Kind::False);
}

WriteKind Frame::kindOfWrite(llvm::StringRef Op, const CallSite &C) const {
  auto Zero = [&] {
    const Argument *First = C.argument(0, "other");
    return First && (A.text(First->Node) == "0" || A.text(First->Node) == "0.0" || A.text(First->Node) == "0.");
  };
  if (Op == "mul_" && Zero())
    return WriteKind::Constant;
  switch (api::OpEffects::writeKind(Op)) {
  case flow::WriteKind::Constant:
    return WriteKind::Constant;
  case flow::WriteKind::Random:
    return WriteKind::Random;
  default:
    return WriteKind::Data;
  }
}

/// A condition around here, or before it where the other branch returned, asks for another argument, such as a flag.
bool Frame::hangsOnArgument(unsigned Param) const {
  return llvm::any_of(Conditions, [&](NodeId Condition) {
    for (NodeId N = Condition; N < A.size() && A[N].Begin < A[Condition].End; ++N)
      if (A.is(N, Kind::Identifier))
        for (unsigned P = 0; P < Params.size(); ++P)
          if (P != Param && Params[P] == A.text(N))
            return true;
    return false;
  });
}

void Frame::write(NodeId Site, llvm::StringRef Name, WriteKind Kind, NodeId Target, ValueId V, NodeId Inside,
                  llvm::StringRef InsideName) {
  auto &Here = F.Writes[Site];
  if (!Inside) // a call may write several of its arguments
    Here.clear();
  else
    llvm::erase_if(Here, [&](const WriteFact &W) { return W.Target == Target; });
  for (const Ref &R : Vs[V].Refs) {
    const Memory &M = Vs.memory(R.Memory);
    if (M.K == Memory::Kind::Param && M.Scope == Function)
      if (llvm::none_of(ParamWrites, [&](const Summary::ParamWrite &W) { return W.Site == Site && W.Param == M.Param; }))
        ParamWrites.push_back({M.Param, File.save(Name), Kind, Inside ? Inside : Site,
                               R.ViewMay || R.PathMay || hangsOnArgument(M.Param), R.Borrow != 0});
    if (!R.Borrow)
      continue;
    WriteFact W;
    W.Site = Site;
    W.Name = File.save(Name);
    W.Kind = Kind;
    W.Target = Target;
    W.To = R;
    W.Inside = Inside;
    W.InsideName = InsideName;
    W.Scope = Function;
    W.Chosen = llvm::any_of(Vs[V].Refs, [&](const Ref &O) {
      return O.Memory == R.Memory ? !O.Borrow
                                  : O.Borrow == R.Borrow && Vs.memory(O.Memory).K == Memory::Kind::Copy && M.K != Memory::Kind::Copy;
    });
    Here.push_back(W);
    State::PendingWrite P{R.Memory, R.Borrow, Site};
    if (!llvm::is_contained(S.Pending, P))
      S.Pending.push_back(P);
  }
  if (Here.empty())
    F.Writes.erase(Site);
}

/// Whether the value of the expression goes nowhere: it is a statement of its own.
static bool isDropped(const Ast &A, NodeId N) {
  for (NodeId P = A[N].Parent; P; N = P, P = A[P].Parent) {
    if (A.is(P, Kind::Parenthesized) || A.is(P, Kind::Await))
      continue;
    return A.is(P, Kind::ExpressionStatement) && A[P].First == N && !A[N].Next;
  }
  return false;
}

void Frame::lostWrite(NodeId Site, llvm::StringRef Name, NodeId Target) {
  F.Lost.erase(Site);
  bool Store = A.is(Site, Kind::Subscript) || A.is(Site, Kind::AugmentedAssignment);
  if (!Store && !isDropped(A, Site))
    return;
  NodeId Stored = A.is(Site, Kind::AugmentedAssignment) ? A.child(Site, Role::Left) : Site;
  if (Store && A.is(A.child(Stored, Role::Subscript), Kind::String))
    return; // state[p]["step"] = 0: containers
  // Views and basic indices on top of the copy still write the copy: t[mask].view(-1)[0] = 1.
  for (NodeId At = A.inner(Target); At; At = A.inner(At)) {
    if (A.is(At, Kind::Call)) {
      NodeId Callee = A.child(At, Role::Function);
      if (!A.is(Callee, Kind::Attribute))
        return;
      llvm::StringRef Method = A.text(A.child(Callee, Role::Attribute));
      NodeId Object = A.child(Callee, Role::Object);
      ++Quiet;
      ValueId Receiver = eval(Object);
      --Quiet;
      if (Vs[Receiver].isTensor() && (Method == "masked_select" || Method == "index_select")) {
        F.Lost[Site] = {Site, At, File.save(Name), true};
        return;
      }
      OpInfo Op = operatorOf(Method);
      if (Op.Kind != OpKind::View && Op.Kind != OpKind::Write) // both give the same memory on
        return;
      At = Object;
      continue;
    }
    if (!A.is(At, Kind::Subscript))
      return;
    NodeId Object = A.child(At, Role::Value);
    ++Quiet;
    ValueId Base = eval(Object);
    Indexing How = indexOf(At);
    --Quiet;
    const Value &B = Vs[Base];
    if (B.T != Type::Tensor && B.T != Type::Unknown && !(B.isArray() && Store))
      return;
    bool Names = false, Text = false;
    for (NodeId I : A.children(At)) {
      if (A[I].R != Role::Subscript)
        continue;
      Text |= A.is(I, Kind::String);
      if (A.is(A.inner(I), Kind::Identifier)) {
        llvm::StringRef Id = A.text(A.inner(I));
        Names |= Id.ends_with("mask") || Id.ends_with("masks") || Id.ends_with("_ids") || Id.ends_with("indices") ||
                 Id.ends_with("idxs") || Id == "valid";
      }
    }
    if (Text)
      return;
    if (How == Indexing::Advanced) {
      // A dict may have tensors as its keys; nobody looks up a mask or a list.
      if (B.T == Type::Unknown)
        for (NodeId I : A.children(At)) {
          if (A[I].R != Role::Subscript)
            continue;
          ++Quiet;
          const Value &Index = Vs[eval(I)];
          --Quiet;
          bool CameIn = llvm::any_of(Index.Refs, [&](const Ref &R) {
            return Vs.memory(R.Memory).K == Memory::Kind::Param || Vs.memory(R.Memory).K == Memory::Kind::Attr;
          });
          if (Index.isTensor() && Index.D != DType::Bool && CameIn)
            return;
        }
      // A store into an element of something unknown may be one into a list of lists by a bool.
      bool Sure = B.isTensor() || B.isArray() || !Store;
      F.Lost[Site] = {Site, At, File.save(Name), Sure};
      return;
    }
    if (How == Indexing::Unknown) {
      if (Names && B.isTensor())
        F.Lost[Site] = {Site, At, File.save(Name), false};
      return;
    }
    At = Object;
  }
}

void Frame::dropped(NodeId Call) {
  F.Drops.erase(Call);
  NodeId Callee = A.inner(A.child(Call, Role::Function));
  if (!A.is(Callee, Kind::Attribute))
    return;
  llvm::StringRef Name = A.text(A.child(Callee, Role::Attribute));
  OpInfo Op = operatorOf(Name);
  if (Op.Kind != OpKind::Pure && Op.Kind != OpKind::View && Op.Kind != OpKind::MayView)
    return;
  if (Op.ReturnsNothing || Name == "item" || Name == "cpu" || Name == "numpy" || Name.starts_with("_") ||
      Name == "is_nonzero" || Name == "data" || A.child(A.child(Call, Role::Arguments), Kind::DictionarySplat))
    return;
  for (NodeId Arg : A.children(A.child(Call, Role::Arguments)))
    if (A.is(Arg, Kind::KeywordArgument) && A.text(A.child(Arg, Role::Name)) == "out")
      return;
  NodeId Object = A.child(Callee, Role::Object);
  ++Quiet;
  ValueId Receiver = eval(Object);
  --Quiet;
  DropFact D;
  D.Call = Call;
  D.Name = File.save(Name);
  D.Excused = Excuses || !Function;
  const Value &R = Vs[Receiver];
  if (R.T == Type::Namespace && R.Path == "torch") {
    D.Method = false;
    CallSite C;
    D.KnownTensor = Op.ReturnsTensor;
  } else if (R.isTensor()) {
    D.KnownTensor = true;
  } else if (R.T == Type::Unknown &&
             llvm::StringSwitch<bool>(Name)
                 .Cases({"contiguous", "unsqueeze", "permute", "masked_fill", "requires_grad"}, true)
                 .Default(false)) {
    D.KnownTensor = false;
  } else {
    return;
  }
  F.Drops[Call] = D;
}

} // namespace torchtidy::python
