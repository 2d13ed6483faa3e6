#include "api/WrapperText.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace torchtidy::api {

namespace {

// Wrappers are short. Longer bodies do more than forward, so reading on would not help.
constexpr unsigned MaxTokens = 2000;

struct TextToken {
  tok::TokenKind Kind = tok::unknown;
  llvm::StringRef Text;

  bool isName() const { return Kind == tok::raw_identifier; }
  bool isName(llvm::StringRef Name) const { return isName() && Text == Name; }
};

using Tokens = llvm::ArrayRef<TextToken>;

bool isOpening(tok::TokenKind K) { return K == tok::l_paren || K == tok::l_square || K == tok::l_brace; }
bool isClosing(tok::TokenKind K) { return K == tok::r_paren || K == tok::r_square || K == tok::r_brace; }

/// The tokens between the braces of the body of the function that is named at Begin.
bool lexBody(SourceLocation Begin, const ASTContext &Context, llvm::SmallVectorImpl<TextToken> &Body) {
  const SourceManager &SM = Context.getSourceManager();
  if (Begin.isInvalid() || Begin.isMacroID())
    return false;
  auto [File, Offset] = SM.getDecomposedLoc(Begin);
  bool Invalid = false;
  llvm::StringRef Buffer = SM.getBufferData(File, &Invalid);
  if (Invalid)
    return false;
  Lexer Raw(SM.getLocForStartOfFile(File), Context.getLangOpts(), Buffer.begin(), Buffer.begin() + Offset,
            Buffer.end());
  int Depth = 0;
  bool Inside = false;
  Token T;
  for (unsigned N = 0; N < MaxTokens; ++N) {
    Raw.LexFromRawLexer(T);
    if (T.is(tok::eof))
      return false;
    if (!Inside) { // `int f(T x = {}) const {`: braces of default arguments lie inside parentheses
      if (T.is(tok::l_brace) && Depth == 0)
        Inside = true;
      else if (isOpening(T.getKind()))
        ++Depth;
      else if (isClosing(T.getKind()))
        --Depth;
      else if (T.is(tok::semi) && Depth == 0)
        return false;
      continue;
    }
    if (isOpening(T.getKind()))
      ++Depth;
    else if (isClosing(T.getKind()) && Depth-- == 0)
      return true;
    TextToken Out;
    Out.Kind = T.getKind();
    if (T.is(tok::raw_identifier))
      Out.Text = T.getRawIdentifier();
    Body.push_back(Out);
  }
  return false;
}

class Reader {
public:
  Reader(const FunctionDecl &Function, Tokens Body) : Body(Body) {
    const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
    HasObject = Method && Method->isImplicitObjectMemberFunction();
    for (const ParmVarDecl *P : Function.parameters())
      Names.push_back(P->getIdentifier() ? P->getName() : llvm::StringRef());
  }

  void read(WrapperText &Out) const {
    for (unsigned I = 0; I < Body.size(); ++I) {
      const TextToken &T = Body[I];
      if (T.Kind == tok::question || T.isName("if") || T.isName("for") || T.isName("while") || T.isName("switch") ||
          T.isName("do") || T.isName("try"))
        Out.Straight = false;
      if (T.isName() && I + 1 < Body.size() && Body[I + 1].Kind == tok::l_paren)
        Out.Calls.push_back(call(I));
    }
  }

private:
  int operandOf(const TextToken &T) const {
    if (!T.isName())
      return TextArgument::None;
    if (T.Text == "this")
      return HasObject ? 0 : TextArgument::None;
    for (unsigned I = 0; I < Names.size(); ++I)
      if (Names[I] == T.Text)
        return static_cast<int>(I + HasObject);
    return TextArgument::None;
  }

  TextArgument argument(Tokens Text) const {
    TextArgument A;
    for (unsigned I = 0; I < Text.size(); ++I) {
      // A name after '.' or '::' is a member's, and no parameter.
      if (I > 0 && (Text[I - 1].Kind == tok::period || Text[I - 1].Kind == tok::coloncolon ||
                    Text[I - 1].Kind == tok::arrow))
        continue;
      int Operand = operandOf(Text[I]);
      if (Operand == TextArgument::None)
        continue;
      bool IsObject = HasObject && Operand == 0;
      if (A.Operand == TextArgument::None || (HasObject && A.Operand == 0 && !IsObject))
        A.Operand = Operand;
    }
    A.Plain = A.Operand != TextArgument::None && Text.size() == 1;
    // `std::move(x)` has the type of x, and `*this` that of the object.
    if (Text.size() == 6 && Text[2].isName("move") && A.Operand != TextArgument::None)
      A.Plain = true;
    if (Text.size() == 2 && Text[0].Kind == tok::star && Text[1].isName("this"))
      A.Plain = true;
    unsigned First = Text.size() > 2 && Text[1].Kind == tok::coloncolon ? 2 : 0;
    A.Options = Text.size() > First + 1 && Text[First + 1].Kind == tok::l_paren &&
                (Text[First].isName("TensorOptions") || Text[First].isName("options"));
    if (!A.Options && Text.size() > First + 1 && Text[First].isName() &&
        (Text[First + 1].Kind == tok::l_brace || Text[First + 1].Kind == tok::l_paren))
      A.Type = Text[First].Text;
    return A;
  }

  TextCall call(unsigned Name) const {
    TextCall Call;
    unsigned First = Name;
    while (First >= 2 && Body[First - 1].Kind == tok::coloncolon && Body[First - 2].isName())
      First -= 2;
    for (unsigned I = First; I <= Name; I += 2)
      Call.Path.push_back(Body[I].Text);
    if (First >= 1 && Body[First - 1].Kind == tok::coloncolon) // `::at::zeros`
      --First;
    if (First >= 2 && (Body[First - 1].Kind == tok::period || Body[First - 1].Kind == tok::arrow)) {
      Call.OnObject = true;
      bool Chained = First >= 3 && (Body[First - 3].Kind == tok::period || Body[First - 3].Kind == tok::arrow);
      if (!Chained && Body[First - 2].isName())
        Call.Object = argument(Body.slice(First - 2, 1));
      if (First >= 5 && Body[First - 2].Kind == tok::r_paren && Body[First - 3].isName("this"))
        Call.Object = argument(Body.slice(First - 4, 2)); // (*this).f()
    }
    int Depth = 0;
    unsigned Begin = Name + 2;
    for (unsigned I = Name + 1; I < Body.size(); ++I) {
      tok::TokenKind K = Body[I].Kind;
      if (isOpening(K))
        ++Depth;
      bool End = isClosing(K) && --Depth == 0;
      if (End || (K == tok::comma && Depth == 1)) {
        if (I > Begin || !Call.Arguments.empty() || !End)
          Call.Arguments.push_back(argument(Body.slice(Begin, I - Begin)));
        Begin = I + 1;
      }
      if (End)
        break;
    }
    return Call;
  }

  Tokens Body;
  bool HasObject = false;
  llvm::SmallVector<llvm::StringRef, 8> Names;
};

} // namespace

const FunctionDecl *declarationWithBody(const FunctionDecl &Function) {
  const FunctionDecl *F = &Function;
  if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
    F = Pattern;
  for (const FunctionDecl *R : F->redecls())
    if (R->isThisDeclarationADefinition() || R->hasSkippedBody() || R->isOutOfLine())
      return R;
  return nullptr;
}

bool readWrapper(const FunctionDecl &Function, const ASTContext &Context, WrapperText &Out) {
  const FunctionDecl *Definition = declarationWithBody(Function);
  if (!Definition)
    return false;
  llvm::SmallVector<TextToken, 128> Body;
  if (!lexBody(Definition->getLocation(), Context, Body))
    return false;
  Reader(*Definition, Body).read(Out);
  return true;
}

} // namespace torchtidy::api
