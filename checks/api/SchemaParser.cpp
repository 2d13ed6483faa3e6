// schema  := ident ['.' ident] '(' [item (', ' item)*] ')' ' -> ' returns
// item    := '*' | arg                      the arguments after a lone '*' are keyword-only
// arg     := type ' ' ident ['=' default]   a default ends at ',' or ')' at bracket depth 0, outside of quotes
// type    := base ['(' alias ')'] suffix*   base := ident ('.' ident)*
// alias   := ('*' | set) ['!'] [' -> ' ('*' | set)]      set := letter ('|' letter)*
// suffix  := '?' | '[' digits? ']'
// returns := '()' | ret | '(' ret (', ' ret)* ')'        ret := type [' ' ident]
#include "api/SchemaParser.h"

namespace torchtidy::api {

int Schema::argument(std::string_view Wanted) const {
  for (std::size_t I = 0; I < Arguments.size(); ++I)
    if (Arguments[I].Name == Wanted)
      return static_cast<int>(I);
  return -1;
}

namespace {

bool isDigit(char C) { return C >= '0' && C <= '9'; }
bool isLower(char C) { return C >= 'a' && C <= 'z'; }
bool isIdentifier(char C) { return isLower(C) || (C >= 'A' && C <= 'Z') || isDigit(C) || C == '_'; }

class Parser {
public:
  explicit Parser(std::string_view Text) : Text(Text) {}
  bool schema(Schema &Out);
  SchemaError Error;

private:
  char current() const { return Position < Text.size() ? Text[Position] : '\0'; }
  bool fail(const char *Message);
  bool accept(std::string_view Token);
  bool expect(std::string_view Token, const char *Message) { return accept(Token) || fail(Message); }
  std::string_view identifier();
  bool aliasSet(std::string &Letters);
  bool alias(AliasInfo &Out);
  bool type(SchemaType &Out);
  std::string_view defaultValue();
  bool arguments(Schema &Out);
  bool returnValue(Schema &Out);
  bool returns(Schema &Out);

  std::string_view Text;
  std::size_t Position = 0;
};

bool Parser::fail(const char *Message) {
  if (!Error.Message)
    Error = {Message, Position};
  return false;
}

bool Parser::accept(std::string_view Token) {
  if (Text.substr(Position, Token.size()) != Token)
    return false;
  Position += Token.size();
  return true;
}

std::string_view Parser::identifier() {
  std::size_t Begin = Position;
  while (isIdentifier(current()))
    ++Position;
  return Text.substr(Begin, Position - Begin);
}

bool Parser::aliasSet(std::string &Letters) {
  do {
    if (!isLower(current()))
      return fail("letter of an alias set");
    Letters += current();
    ++Position;
  } while (accept("|"));
  return true;
}

bool Parser::alias(AliasInfo &Out) {
  if (accept("*"))
    Out.Before = "*";
  else if (!aliasSet(Out.Before))
    return false;
  Out.Write = accept("!");
  if (accept(" -> ")) {
    if (accept("*"))
      Out.WildcardAfter = true;
    else if (!aliasSet(Out.After))
      return false;
  }
  return expect(")", "')' after an alias annotation");
}

bool Parser::type(SchemaType &Out) {
  std::size_t Begin = Position;
  do
    if (identifier().empty())
      return fail("type");
  while (accept("."));
  Out.Base = Text.substr(Begin, Position - Begin);
  if (accept("(")) {
    Out.Alias.emplace();
    if (!alias(*Out.Alias))
      return false;
  }
  for (;;) {
    if (accept("?")) {
      Out.Suffix += '?';
    } else if (accept("[")) {
      Out.Suffix += '[';
      for (; isDigit(current()); ++Position)
        Out.Suffix += current();
      if (!expect("]", "']' of a list type"))
        return false;
      Out.Suffix += ']';
    } else {
      return true;
    }
  }
}

std::string_view Parser::defaultValue() {
  std::size_t Begin = Position;
  int Depth = 0;
  char Quote = '\0';
  for (; Position < Text.size(); ++Position) {
    char C = current();
    if (Quote) {
      if (C == '\\')
        ++Position;
      else if (C == Quote)
        Quote = '\0';
    } else if (C == '"' || C == '\'') {
      Quote = C;
    } else if (C == '[' || C == '(') {
      ++Depth;
    } else if (Depth > 0 && (C == ']' || C == ')')) {
      --Depth;
    } else if (Depth == 0 && (C == ',' || C == ')')) {
      break;
    }
  }
  return Text.substr(Begin, Position - Begin);
}

bool Parser::arguments(Schema &Out) {
  if (!expect("(", "'(' after the name"))
    return false;
  if (accept(")"))
    return true;
  bool KeywordOnly = false;
  do {
    if (accept("*")) {
      KeywordOnly = true;
      continue;
    }
    SchemaArgument A;
    A.KeywordOnly = KeywordOnly;
    if (!type(A.Type) || !expect(" ", "space before an argument's name"))
      return false;
    A.Name = identifier();
    if (A.Name.empty())
      return fail("name of an argument");
    if (accept("=")) {
      A.Default = defaultValue();
      if (A.Default->empty())
        return fail("default value");
    }
    Out.Arguments.push_back(std::move(A));
  } while (accept(", "));
  return expect(")", "', ' or ')' after an argument");
}

bool Parser::returnValue(Schema &Out) {
  SchemaArgument R;
  if (!type(R.Type))
    return false;
  if (accept(" ")) {
    R.Name = identifier();
    if (R.Name.empty())
      return fail("name of a return value");
  }
  Out.Returns.push_back(std::move(R));
  return true;
}

bool Parser::returns(Schema &Out) {
  if (!expect(" -> ", "' -> '"))
    return false;
  if (accept("()"))
    return true;
  if (!accept("("))
    return returnValue(Out);
  do
    if (!returnValue(Out))
      return false;
  while (accept(", "));
  return expect(")", "', ' or ')' after a return value");
}

bool Parser::schema(Schema &Out) {
  Out.Name = identifier();
  if (Out.Name.empty())
    return fail("name of an operator");
  if (accept(".")) {
    Out.Overload = identifier();
    if (Out.Overload.empty())
      return fail("name of an overload");
  }
  if (!arguments(Out) || !returns(Out))
    return false;
  return Position == Text.size() || fail("end of the schema");
}

} // namespace

std::optional<Schema> parseSchema(std::string_view Text, SchemaError *Error) {
  Parser P(Text);
  Schema Result;
  if (P.schema(Result))
    return Result;
  if (Error)
    *Error = P.Error;
  return std::nullopt;
}

} // namespace torchtidy::api
