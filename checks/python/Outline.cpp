#include "python/Outline.h"
#include "python/OpTable.h"
#include "python/OutlineParts.h"
#include "python/Tokens.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace torchtidy::python {

namespace {

/// What a word says of the line that it stands in.
enum Word : unsigned {
  Factory = 1,  ///< makes a tensor
  Borrows = 2,  ///< makes one over memory that is there
  Array = 4,    ///< as a method: makes an array over the memory of a tensor
  Writes = 8,   ///< writes its first argument
  Pure = 16,    ///< all that it does is its result
  Selects = 32, ///< copies what it selects
  Output = 64,  ///< as an argument: something is written
  Legacy = 128, ///< a class whose constructor makes a tensor
  Always = 256, ///< says something of the whole file
};

const llvm::DenseMap<Hash, unsigned> &words() {
  static const llvm::DenseMap<Hash, unsigned> Table = [] {
    llvm::DenseMap<Hash, unsigned> T;
    forEachOperator([&](llvm::StringRef Name, const OpInfo &Op) {
      if (Op.Kind == OpKind::Write)
        T[hashOf(Name)] |= Writes;
      else if (Op.Kind != OpKind::Unknown && Op.Kind != OpKind::Metadata)
        T[hashOf(Name)] |= Pure;
    });
    auto Add = [&](unsigned Flag, std::initializer_list<llvm::StringRef> Names) {
      for (llvm::StringRef Name : Names)
        T[hashOf(Name)] |= Flag;
    };
    Add(Factory, {"zeros", "ones", "empty", "rand", "randn", "full", "randint", "randperm", "arange", "linspace",
                  "logspace", "eye", "tensor"});
    Add(Borrows, {"from_numpy", "frombuffer", "from_dlpack", "as_tensor", "asarray"});
    Add(Legacy, {"Tensor", "FloatTensor", "DoubleTensor", "HalfTensor", "BFloat16Tensor", "LongTensor", "IntTensor",
                 "ShortTensor", "CharTensor", "ByteTensor", "BoolTensor"});
    Add(Array, {"numpy", "__array__"});
    Add(Writes, {"ones_", "constant_", "eye_", "dirac_"}); // torch.nn.init
    Add(Selects, {"masked_select", "index_select"});
    Add(Output, {"out", "inplace"});
    Add(Always, {"set_default_device", "set_default_tensor_type", "tensorflow", "jax", "mxnet", "paddle", "keras"});
    return T;
  }();
  return Table;
}

/// Reads the parts of a file, line by line.
class Reader {
public:
  explicit Reader(llvm::StringRef Text) : Text(Text), In(Text) { Parts.emplace_back(); }

  void read() {
    llvm::SmallVector<Token, 64> Line;
    bool Break = true; // the line begins after a line break, not after `;`
    for (Token T = In.next(); T.K != Token::Kind::End; T = In.next()) {
      if (T.K != Token::Kind::Line) {
        if (T.K == Token::Kind::String)
          skipString(T);
        Line.push_back(T);
        continue;
      }
      if (!Line.empty())
        line(Line, Break);
      Break = Text.substr(T.Begin, 1) != ";"; // a line may end with the file
      Line.clear();
    }
    Broken = In.failed() || Awaits;
  }

  std::vector<Part> Parts;
  std::vector<Hash> Classes{0}; ///< their names
  bool Found = false;           ///< something in the file may lead to a finding
  bool Unclear = false;         ///< words do not say what matters
  bool Broken = false;          ///< no Python, or none that is understood here

  /// Comments for us count wherever they stand.
  bool forUs() const {
    return llvm::any_of(In.comments(), [&](Tokens::Range R) { return Text.slice(R.Begin, R.End).contains("torch-tidy:"); });
  }

  /// What long strings and comments say, in the order of the file.
  std::vector<Body> gaps() const {
    std::vector<Body> Out = Strings;
    for (auto [Begin, End] : In.comments())
      if (End - Begin >= MinGap && !Text.slice(Begin, End).contains_insensitive("noqa"))
        Out.push_back({Begin, End, true});
    llvm::sort(Out, [](const Body &A, const Body &B) { return A.Begin < B.Begin; });
    return Out;
  }

private:
  /// Shorter ones are read faster than they are passed over.
  static constexpr unsigned MinGap = 32;

  void skipString(const Token &T) {
    llvm::StringRef S = In.text(T);
    size_t Quote = S.find_first_of("'\"");
    if (S.size() < MinGap || S.take_front(Quote).find_first_of("fFtT") != llvm::StringRef::npos)
      return;
    bool Triple = S[Quote + 1] == S[Quote] && S[Quote + 2] == S[Quote];
    // Two quotes next to each other might begin something else.
    if (!Triple && S[Quote + 1] == '\\')
      return;
    uint32_t Begin = T.Begin + Quote + (Triple ? 3 : 2), End = T.End - (Triple ? 3 : 1);
    Strings.push_back({Begin, End, true});
  }

  using Line = llvm::ArrayRef<Token>;

  void line(Line L, bool Break) {
    unsigned Indent = Break ? indentOf(L[0].Begin) : ~0u;
    if (Awaits) {
      Awaits = false;
      Unclear |= Indent <= Parts.back().Indent;
      Parts.back().Of.Begin = L[0].Begin;
    } else if (Function && Indent <= Parts[Function].Indent) {
      Function = 0;
    }
    if (Function)
      return body(L, Function);
    while (!Around.empty() && Indent <= Around.back().Indent)
      Around.pop_back();
    bool Async = is(L, 0, "async");
    if (is(L, Async, "def"))
      return function(L, Async + 1, Indent);
    if (is(L, 0, "class") && L.size() > 1) {
      Around.push_back({Indent, static_cast<unsigned>(Classes.size())});
      Classes.push_back(hashOf(In.text(L[1])));
      return topLine(L.drop_front(headSize(L))); // nothing of its head is looked at
    }
    topLine(L);
  }

  /// A line outside of functions.
  void topLine(Line L) {
    if (L.empty())
      return;
    Part &New = Parts.emplace_back();
    New.Line = true;
    New.Class = Around.empty() ? 0 : Around.back().Number;
    body(L, Parts.size() - 1);
  }

  /// Up to the colon that ends it.
  size_t headSize(Line L) const {
    unsigned Depth = 0;
    for (size_t I = 0; I < L.size(); ++I) {
      Depth += L[I].K == Token::Kind::Open;
      Depth -= L[I].K == Token::Kind::Close;
      if (!Depth && isChar(L, I, ':'))
        return I + 1;
    }
    return L.size();
  }

  void function(Line L, size_t Name, unsigned Indent) {
    size_t Size = headSize(L);
    Line Parameters = L.take_front(Size).drop_front(std::min(Name + 1, Size)); // `def` may stand alone
    topLine(Parameters); // its defaults
    Part New;
    for (Token T : Parameters)
      if (T.K == Token::Kind::Name)
        New.Names.push_back(hashOf(In.text(T)));
    New.Indent = Indent;
    New.Name = Name < L.size() ? hashOf(In.text(L[Name])) : 0;
    New.Class = Around.empty() ? 0 : Around.back().Number;
    New.Self = New.Class && !New.Names.empty() ? New.Names[0] : 0;
    New.Line = Size < L.size(); // `def f(x): return x`
    Parts.push_back(std::move(New));
    AnyFunction = true;
    if (Parts.back().Line)
      return body(L.drop_front(Size), Parts.size() - 1);
    Function = Parts.size() - 1;
    Awaits = true;
  }

  /// What the words of a line say together.
  struct Signs {
    bool Makes = false, Shares = false, Writes = false, Copies = false, Deep = false, Brackets = false, Walrus = false;
    unsigned Another = 0;      ///< what the things are that get another name
    size_t Assign = 0;         ///< the first assignment; 0: none
    size_t Names = 0, Own = 0; ///< of the part, at the last assignment
  };

  void body(Line L, size_t Into) {
    Part &P = Parts[Into];
    P.Of.End = L.back().End;
    size_t FirstOwn = P.Own.size(), FirstName = P.Names.size();
    bool From = is(L, 0, "from"), Imports = is(L, 0, "import");
    Signs S;
    unsigned Depth = 0;
    size_t LastCallee = 0; // of the call outside brackets that was opened last
    for (size_t I = 0; I < L.size(); ++I) {
      const Token &T = L[I];
      bool AfterIndex = I && isChar(L, I - 1, ']') && !isTextIndex(L, I - 1);
      if (T.K == Token::Kind::Name) {
        Imports |= From && In.text(T) == "import";
        name(L, I, P, Depth, Imports, From && !Imports, S);
      } else if (T.K == Token::Kind::Open) {
        S.Brackets = true;
        S.Copies |= Text[T.Begin] == '[' && !isTextIndex(L, I + 2);
        S.Deep |= !S.Assign && AfterIndex && Text[T.Begin] == '[';
        if (Depth++ == 0)
          LastCallee = I ? I - 1 : 0;
      } else if (T.K == Token::Kind::Close) {
        Depth -= Depth != 0;
      } else if (T.K == Token::Kind::Assign && Depth == 0) {
        if (!S.Assign)
          S.Assign = I;
        S.Names = P.Names.size();
        S.Own = P.Own.size();
      } else if (T.K == Token::Kind::String) {
        format(In.text(T), P, S);
      } else {
        S.Deep |= !S.Assign && AfterIndex && isChar(L, I, '.');
        S.Walrus |= In.text(T) == ":=";
      }
    }
    bool Drops = !S.Assign && isChar(L, L.size() - 1, ')') && LastCallee && isChar(L, LastCallee - 1, '.') &&
                 (wordAt(L, LastCallee) & (Pure | Array)) && !is(L, 0, "return");
    bool Loses = S.Copies && (S.Writes || (S.Assign && S.Deep));
    if (S.Makes || Drops || Loses || S.Another)
      P.Matters = Found = true;
    P.Globals |= is(L, 0, "global");
    P.Matters |= P.Globals;
    P.Shares |= S.Shares;
    bool Binds = S.Walrus || is(L, 0, "for") || is(L, 0, "with") || is(L, 0, "async");
    size_t LastOwn = Binds ? P.Own.size() : S.Assign ? S.Own : FirstOwn;
    size_t LastName = Binds ? P.Names.size() : S.Assign ? S.Names : FirstName;
    bool InFunction = Into == Function || P.Name;
    if (InFunction)
      P.Stores.insert(P.Stores.end(), P.Own.begin() + FirstOwn, P.Own.begin() + LastOwn);
    else
      P.Stores.assign(P.Names.begin() + FirstName, P.Names.begin() + LastName);
    if (S.Makes || S.Another)
      P.Keeps.insert(P.Keeps.end(), InFunction ? P.Own.begin() + FirstOwn : P.Stores.begin(),
                     InFunction ? P.Own.begin() + LastOwn : P.Stores.end());
    // Another name for a factory, which others may call by it.
    if (!S.Another || (InFunction ? LastOwn == FirstOwn && !P.Globals : LastName == FirstName && !S.Assign))
      return;
    bool Simple = !InFunction && !S.Brackets && !AnyFunction && S.Assign && !Binds;
    for (size_t I = 0; I < S.Assign; ++I)
      Simple &= L[I].K == Token::Kind::Name;
    Unclear |= !Simple;
    for (Hash H : P.Stores)
      Aliases[H] |= S.Another;
  }

  /// `f"{torch.tensor(x).mean()}"`: whatever looks like a name in it may be one.
  static void format(llvm::StringRef Word, Part &P, Signs &S) {
    size_t Quote = Word.find_first_of("'\"");
    if (Word.take_front(Quote).find_first_of("fFtT") == llvm::StringRef::npos || !Word.contains('{'))
      return;
    auto InName = [](char C) { return llvm::isAlnum(C) || C == '_' || static_cast<unsigned char>(C) >= 0x80; };
    for (llvm::StringRef Rest = Word.drop_front(Quote); !Rest.empty();) {
      Rest = Rest.drop_until(InName);
      llvm::StringRef Name = Rest.take_while(InName);
      Rest = Rest.drop_front(Name.size());
      P.Names.push_back(hashOf(Name));
      P.Dotted.push_back(hashOf(Name));
      unsigned Is = Rest.starts_with("(") ? words().lookup(hashOf(Name)) : 0;
      S.Makes |= (Is & (Factory | Borrows | Legacy | Array)) != 0;
      S.Shares |= (Is & (Borrows | Legacy | Array)) != 0;
    }
  }

  void name(Line L, size_t I, Part &P, unsigned Depth, bool Imported, bool Module, Signs &S) {
    llvm::StringRef Word = In.text(L[I]);
    Hash H = hashOf(Word);
    bool Dotted = I && isChar(L, I - 1, '.'), Called = isChar(L, I + 1, '(');
    bool Own = Dotted && P.Self && I > 1 && hashOf(In.text(L[I - 2])) == P.Self;
    (Own ? P.Own : Dotted ? P.Dotted : P.Names).push_back(H);
    unsigned Alias = Aliases.lookup(H), Is = words().lookup(H) | Alias;
    if (Is & Always)
      P.Matters = Found = true;
    if (Module)
      return;
    S.Copies |= (Is & Selects) != 0;
    S.Deep |= (Is & Selects) && !S.Assign;
    S.Writes |= ((Is & Writes) && Called) || ((Is & Output) && Depth && I + 1 < L.size() && L[I + 1].K == Token::Kind::Assign);
    unsigned Makes = Is & (Factory | Borrows | Legacy);
    bool Method = (Is & Array) && Dotted;
    if (Called && (Makes || Method)) {
      S.Makes = true;
      S.Shares |= (Is & (Borrows | Legacy)) || Method;
    } else if (Makes && Imported) {
      // By whatever name, for those that come after it.
      bool Renamed = is(L, I + 1, "as") && I + 2 < L.size();
      Unclear |= AnyFunction && !Function && (Renamed || !(Is & Legacy));
      if (Renamed || !(Is & Legacy)) // `from torch import Tensor` is for annotations
        Aliases[Renamed ? hashOf(In.text(L[I + 2])) : H] |= Makes;
      Torch.push_back(H);
    } else if (Makes && (Dotted ? isTorch(L, I - 2) && !isChar(L, I + 1, '.') : Alias && !Imported)) {
      // So is `torch.Tensor`, nearly everywhere.
      bool Typing = (Is & Legacy) && (!S.Assign || (I + 1 != L.size() && Function) || inSubscript(L, I));
      S.Another |= Typing ? 0 : Makes;
    }
    if (Imported && is(L, I + 1, "as") && I + 2 < L.size() && Word == "torch")
      Torch.push_back(hashOf(In.text(L[I + 2])));
  }

  /// `Union[torch.Tensor, int]`
  bool inSubscript(Line L, size_t I) const {
    for (unsigned Closed = 0; I > 1; --I) {
      if (L[I - 1].K == Token::Kind::Close)
        ++Closed;
      else if (L[I - 1].K == Token::Kind::Open && Closed-- == 0)
        return isChar(L, I - 1, '[') && L[I - 2].K == Token::Kind::Name;
    }
    return false;
  }
  bool isTorch(Line L, size_t I) const {
    return I < L.size() && (is(L, I, "torch") || llvm::is_contained(Torch, hashOf(In.text(L[I]))));
  }
  unsigned indentOf(uint32_t At) const {
    unsigned Indent = 0;
    for (char C : Text.slice(Text.take_front(At).rfind('\n') + 1, At))
      Indent = C == '\t' ? Indent / 8 * 8 + 8 : C == '\f' ? 0 : Indent + 1;
    return Indent;
  }
  bool is(Line L, size_t I, llvm::StringRef Word) const { return I < L.size() && In.text(L[I]) == Word; }
  bool isChar(Line L, size_t I, char C) const {
    return I < L.size() && L[I].End == L[I].Begin + 1 && Text[L[I].Begin] == C;
  }
  /// `x["a"]`: whatever x is, a tensor is none.
  bool isTextIndex(Line L, size_t Close) const {
    return Close >= 2 && isChar(L, Close, ']') && L[Close - 1].K == Token::Kind::String && isChar(L, Close - 2, '[');
  }
  unsigned wordAt(Line L, size_t I) const {
    return L[I].K == Token::Kind::Name ? words().lookup(hashOf(In.text(L[I]))) : 0;
  }

  llvm::StringRef Text;
  Tokens In;
  size_t Function = 0; ///< the part that is read
  std::vector<Body> Strings;
  bool AnyFunction = false;
  llvm::DenseMap<Hash, unsigned> Aliases; ///< other names of factories
  bool Awaits = false; ///< the head of a function has been read, its body begins
  struct ClassAround {
    unsigned Indent, Number;
  };
  llvm::SmallVector<ClassAround, 4> Around;
  llvm::SmallVector<Hash, 2> Torch; ///< other names of torch
};

} // namespace

Outline outlineOf(llvm::StringRef Text) {
  Reader In(Text);
  In.read();
  Outline Out;
  if (In.Broken || In.forUs())
    return Out;
  Out.Nothing = !In.Unclear && !In.Found;
  if (Out.Nothing)
    return Out;
  std::vector<Body> Gaps = In.gaps();
  auto Gap = Gaps.begin();
  auto GapsUntil = [&](uint32_t At) {
    for (; Gap != Gaps.end() && Gap->Begin < At; ++Gap)
      Out.Plain.push_back(*Gap);
  };
  if (!In.Unclear && closeOver(In.Parts, In.Classes))
    for (const Part &P : llvm::drop_begin(In.Parts)) {
      if (P.Matters || P.Line)
        continue;
      GapsUntil(P.Of.Begin);
      Out.Plain.push_back(P.Of);
      while (Gap != Gaps.end() && Gap->Begin < P.Of.End)
        ++Gap;
    }
  GapsUntil(~0u);
  return Out;
}

} // namespace torchtidy::python
