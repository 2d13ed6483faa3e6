// What the parts of a file that matter depend on.
#include "python/Limits.h"
#include "python/OutlineParts.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace torchtidy::python {

namespace {

/// Adds what matters to the parts that matter.
class Closure {
public:
  Closure(std::vector<Part> &Parts, llvm::ArrayRef<Hash> Classes) : Parts(Parts), Members(Classes.size()) {
    for (size_t I = 1; I < Parts.size(); ++I) {
      const Part &P = Parts[I];
      bool IsLine = P.Line && !P.Name;
      if (P.Name)
        (P.Class ? Members[P.Class].Parts : Functions)[P.Name].push_back(I);
      for (Hash H : P.Stores) {
        if (IsLine)
          Functions[H].push_back(I);
        if (P.Class)
          Members[P.Class].Parts[H].push_back(I);
      }
    }
    for (unsigned C = 1; C < Classes.size(); ++C)
      ClassesOf[Classes[C]].push_back(C);
  }

  /// False: it takes too long to say.
  bool run() {
    for (size_t I = 0; I < Parts.size(); ++I)
      if (Parts[I].Matters)
        Work.push_back(I);
    for (unsigned Round = 0; Round < MaxOutlineRounds; ++Round) {
      while (!Work.empty())
        dependencies(Parts[Work.pop_back_val()]);
      if (!users())
        return true;
    }
    return false;
  }

private:
  using Index = llvm::DenseMap<Hash, llvm::SmallVector<unsigned, 1>>;
  struct Class {
    Index Parts; ///< methods by their names, and by the attributes that they set
    bool Named = false;
  };

  void add(unsigned I) {
    if (!Parts[I].Matters) {
      Parts[I].Matters = true;
      Work.push_back(I);
    }
  }
  void add(const Index &In, Hash H) {
    if (auto It = In.find(H); It != In.end())
      llvm::for_each(It->second, [&](unsigned I) { add(I); });
  }

  void dependencies(const Part &P) {
    for (Hash H : P.Names) {
      add(Functions, H);
      if (auto It = ClassesOf.find(H); It != ClassesOf.end())
        llvm::for_each(It->second, [&](unsigned C) { nameClass(C); });
    }
    if (P.Class)
      for (Hash H : P.Own)
        add(Members[P.Class].Parts, H);
    for (const auto *All : {&P.Own, &P.Dotted})
      for (Hash H : *All)
        if (Attributes.insert(H).second)
          for (unsigned C : Named)
            add(Members[C].Parts, H);
    keep(P.Keeps, P.Shares);
    if (P.Shares) {
      keep(P.Stores, true);
      if (P.Name)
        keep(P.Name, true);
    }
  }

  /// There may be objects of the class.
  void nameClass(unsigned C) {
    if (Members[C].Named)
      return;
    Members[C].Named = true;
    Named.push_back(C);
    for (const auto &Member : Members[C].Parts)
      if (Attributes.contains(Member.first))
        llvm::for_each(Member.second, [&](unsigned I) { add(I); });
  }

  void keep(llvm::ArrayRef<Hash> Names, bool Shares) {
    for (Hash H : Names) {
      auto [It, New] = Kept.try_emplace(H, Shares);
      Changed |= New || (Shares && !It->second);
      It->second |= Shares;
    }
  }

  /// Whoever may be given a tensor that is made in a part that matters may write or move it. True: there are more.
  bool users() {
    Changed = false;
    if (Kept.empty())
      return false;
    for (size_t I = 1; I < Parts.size(); ++I) {
      Part &P = Parts[I];
      if (P.Matters && P.Shares)
        continue;
      for (const auto *All : {&P.Names, &P.Own, &P.Dotted})
        for (Hash H : *All) {
          auto It = Kept.find(H);
          if (It == Kept.end())
            continue;
          add(I);
          if (It->second && !P.Shares) {
            P.Shares = true; // and passes it on
            Work.push_back(I);
          }
        }
    }
    return Changed || !Work.empty();
  }

  std::vector<Part> &Parts;
  std::vector<Class> Members;
  Index Functions, ClassesOf;
  llvm::SmallVector<unsigned, 8> Named; ///< classes
  llvm::DenseSet<Hash> Attributes;      ///< of objects of any class
  llvm::DenseMap<Hash, bool> Kept;      ///< names behind which a tensor may be; whether over memory that is shared
  bool Changed = false;
  llvm::SmallVector<unsigned, 32> Work;
};

} // namespace

bool closeOver(std::vector<Part> &Parts, llvm::ArrayRef<Hash> Classes) { return Closure(Parts, Classes).run(); }

} // namespace torchtidy::python
