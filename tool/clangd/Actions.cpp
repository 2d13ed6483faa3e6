#include "Actions.h"
#include "EditorTitles.h"
#include "Pages.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FormatVariadic.h"
#include <array>
#include <set>
#include <tuple>

using llvm::StringRef;
namespace json = llvm::json;

namespace torchtidy {

namespace {

constexpr StringRef FixAllTitle = "fix all safe torch findings in this file";
constexpr StringRef FixAll = "source.fixAll.torch-tidy", QuickFix = "quickfix", Ours = "torch-tidy";
/// clangd's count of the actions; with one that silences each finding it says nothing.
constexpr StringRef Counts[] = {" (fix available)", " (fixes available)"};
/// How many safe fixes travel with each diagnostic. A file with more is mended in several rounds.
constexpr size_t MostFixes = 100;

bool isTorch(const json::Object &Diagnostic) {
  return Diagnostic.getString("code").value_or("").starts_with("torch-");
}

/// The first line of a message, where the count stands; notes follow for clients that show no related places.
size_t endOfHeadline(StringRef Message) { return std::min(Message.find("\n\n"), Message.size()); }

std::string withoutCount(StringRef Message) {
  size_t End = endOfHeadline(Message);
  StringRef Headline = Message.take_front(End);
  for (StringRef Count : Counts)
    if (Headline.consume_back(Count))
      break;
  return (Headline + Message.drop_front(End)).str();
}

/// A place in the order of the text.
using Position = std::pair<int64_t, int64_t>;
Position positionOf(const json::Object *P) {
  if (!P)
    return {0, 0};
  return {P->getInteger("line").value_or(0), P->getInteger("character").value_or(0)};
}
struct Edit {
  Position Begin, End;
  std::string Text;
  bool operator<(const Edit &O) const { return std::tie(Begin, End, Text) < std::tie(O.Begin, O.End, O.Text); }
};

std::optional<Edit> editOf(const json::Value &V) {
  const json::Object *O = V.getAsObject();
  const json::Object *Range = O ? O->getObject("range") : nullptr;
  if (!Range)
    return std::nullopt;
  return Edit{positionOf(Range->getObject("start")), positionOf(Range->getObject("end")),
              O->getString("newText").value_or("").str()};
}

/// The edits of an action that changes one document only.
std::vector<Edit> editsOf(const json::Object &Action) {
  std::vector<Edit> Out;
  const json::Object *Change = Action.getObject("edit");
  const json::Array *Edits = nullptr;
  if (const json::Object *Changes = Change ? Change->getObject("changes") : nullptr; Changes && Changes->size() == 1)
    Edits = Changes->begin()->second.getAsArray();
  if (const json::Array *Changes = Change ? Change->getArray("documentChanges") : nullptr; Changes && Changes->size() == 1)
    if (const json::Object *Document = Changes->front().getAsObject())
      Edits = Document->getArray("edits");
  for (const json::Value &V : Edits ? *Edits : json::Array())
    if (std::optional<Edit> E = editOf(V))
      Out.push_back(std::move(*E));
  return Out;
}

/// Whether an edit can be made beside the others: two insertions at one place have no order, unless they are the same.
bool fits(const Edit &E, const std::set<Edit> &Others) {
  return Others.count(E) || llvm::none_of(Others, [&](const Edit &O) {
           return (E.Begin < O.End && O.Begin < E.End) || E.Begin == O.Begin || (E.Begin == E.End && E.Begin == O.End) ||
                  (O.Begin == O.End && O.Begin == E.End);
         });
}

struct SafeFixes {
  std::set<Edit> Edits;
  size_t Count = 0;
};

/// The safe fixes of all diagnostics; of two that overlap the first.
SafeFixes safeFixes(const json::Array &Diagnostics) {
  SafeFixes All;
  for (const json::Value &V : Diagnostics) {
    const json::Object *D = V.getAsObject();
    const json::Array *Actions = D && isTorch(*D) ? D->getArray("codeActions") : nullptr;
    for (const json::Value &A : Actions ? *Actions : json::Array()) {
      const json::Object *Action = A.getAsObject();
      if (!Action || !Action->getString("title").value_or("").starts_with(SafeFixTitle) || All.Count == MostFixes)
        continue;
      std::vector<Edit> Edits = editsOf(*Action);
      if (!Edits.empty() && llvm::all_of(Edits, [&](const Edit &E) { return fits(E, All.Edits); })) {
        All.Edits.insert(Edits.begin(), Edits.end());
        ++All.Count;
      }
      break;
    }
  }
  return All;
}

json::Object positionJson(Position P) { return json::Object{{"line", P.first}, {"character", P.second}}; }

/// One change of the whole file, as the client understands changes.
json::Object changeOf(const std::set<Edit> &Edits, const json::Object &Published, const Client &To) {
  json::Array List;
  for (const Edit &E : Edits)
    List.push_back(json::Object{{"range", json::Object{{"start", positionJson(E.Begin)}, {"end", positionJson(E.End)}}},
                                {"newText", E.Text}});
  std::string Uri = Published.getString("uri").value_or("").str();
  const json::Value *Version = Published.get("version");
  if (!To.VersionedEdits)
    return json::Object{{"changes", json::Object{{Uri, std::move(List)}}}};
  json::Object Document{{"uri", Uri}, {"version", Version ? *Version : json::Value(nullptr)}};
  return json::Object{{"documentChanges", json::Array{json::Object{{"textDocument", std::move(Document)},
                                                                  {"edits", std::move(List)}}}}};
}

json::Object &objectAt(json::Object &In, StringRef Key) {
  json::Value &V = In[Key];
  if (!V.getAsObject())
    V = json::Object();
  return *V.getAsObject();
}

const json::Object *inside(const json::Value &In, std::initializer_list<StringRef> Path) {
  const json::Object *O = In.getAsObject();
  for (StringRef Key : Path)
    O = O ? O->getObject(Key) : nullptr;
  return O;
}

/// Whether the client wants actions of a kind: it names none, or that one, or one above it.
bool wants(const json::Object *Context, StringRef Kind) {
  const json::Array *Only = Context ? Context->getArray("only") : nullptr;
  return llvm::any_of(Only ? *Only : json::Array(), [&](const json::Value &V) {
    StringRef Rest = Kind;
    return Rest.consume_front(V.getAsString().value_or("?")) && (Rest.empty() || Rest.front() == '.');
  });
}
bool namesKinds(const json::Object *Context) { return Context && Context->getArray("only"); }

/// "fix all safe torch findings in this file", from what travelled with a diagnostic.
void offerFixAll(const json::Object &Diagnostic, const json::Object *Context, json::Array &Offers) {
  const json::Object *Data = Diagnostic.getObject("data");
  const json::Object *Mine = Data ? Data->getObject(Ours) : nullptr;
  const json::Object *Change = Mine ? Mine->getObject("fixAll") : nullptr;
  int64_t Count = Mine ? Mine->getInteger("count").value_or(0) : 0;
  if (!Change || Count == 0)
    return;
  std::string Title = llvm::formatv("{0} ({1})", FixAllTitle, Count);
  bool Source = wants(Context, FixAll);
  if (Source || (!namesKinds(Context) && Count > 1) || (wants(Context, QuickFix) && Count > 1))
    Offers.push_back(json::Object{{"title", Title}, {"kind", Source ? FixAll : QuickFix}, {"edit", json::Object(*Change)}});
}

void presentOne(json::Object &D, const SafeFixes &All, const json::Object &Change, const Client &To) {
  if (!isTorch(D))
    return;
  D["source"] = Ours;
  D["message"] = withoutCount(D.getString("message").value_or(""));
  std::string Page = pageUri(D.getString("code").value_or(""));
  if (Page.empty())
    D.erase("codeDescription");
  else
    D["codeDescription"] = json::Object{{"href", Page}};
  if (!To.InlineActions)
    D.erase("codeActions");
  if (All.Count)
    objectAt(objectAt(D, "data"), Ours) = json::Object{{"fixAll", json::Object(Change)}, {"count", All.Count}};
}

} // namespace

Client meet(json::Value &Params) {
  Client Out;
  json::Object *P = Params.getAsObject();
  if (!P)
    return Out;
  if (const json::Object *Edit = inside(Params, {"capabilities", "workspace", "workspaceEdit"}))
    Out.VersionedEdits = Edit->getBoolean("documentChanges").value_or(false);
  json::Object &Publish = objectAt(objectAt(objectAt(*P, "capabilities"), "textDocument"), "publishDiagnostics");
  Out.InlineActions = Publish.getBoolean("codeActionsInline").value_or(false);
  Publish["codeActionsInline"] = true;
  return Out;
}

void announce(json::Value &Result) {
  json::Object *R = Result.getAsObject();
  json::Object *Abilities = R ? R->getObject("capabilities") : nullptr;
  json::Object *Actions = Abilities ? Abilities->getObject("codeActionProvider") : nullptr;
  if (json::Array *Kinds = Actions ? Actions->getArray("codeActionKinds") : nullptr)
    Kinds->push_back(FixAll);
}

void present(json::Value &Params, const Client &To) {
  json::Object *P = Params.getAsObject();
  json::Array *Diagnostics = P ? P->getArray("diagnostics") : nullptr;
  if (!Diagnostics)
    return;
  SafeFixes All = safeFixes(*Diagnostics);
  json::Object Change = changeOf(All.Edits, *P, To);
  for (json::Value &V : *Diagnostics)
    if (json::Object *D = V.getAsObject()) {
      presentOne(*D, All, Change, To);
      if (!To.InlineActions)
        D->erase("codeActions");
    }
}

ActionRequest receive(json::Value &Params) {
  ActionRequest Out;
  json::Object *P = Params.getAsObject();
  json::Object *Context = P ? P->getObject("context") : nullptr;
  json::Array *Diagnostics = Context ? Context->getArray("diagnostics") : nullptr;
  if (!Diagnostics)
    return Out;
  json::Array Variants;
  for (json::Value &V : *Diagnostics) {
    json::Object *D = V.getAsObject();
    if (!D || !isTorch(*D))
      continue;
    Out.Diagnostics.push_back(V);
    if (Out.Offers.empty())
      offerFixAll(*D, Context, Out.Offers);
    // clangd finds its fixes by the place and the message that it published.
    std::string Message = D->getString("message").value_or("").str();
    D->erase("data");
    for (StringRef Count : Counts) {
      (*D)["message"] = std::string(Message).insert(endOfHeadline(Message), Count);
      Variants.push_back(V);
    }
    (*D)["message"] = Message;
  }
  for (json::Value &V : Variants)
    Diagnostics->push_back(std::move(V));
  return Out;
}

/// The diagnostics of an action in the client's words.
static void translate(json::Object &Action, const json::Array &Theirs) {
  json::Array *Diagnostics = Action.getArray("diagnostics");
  if (!Diagnostics)
    return;
  for (json::Value &V : *Diagnostics)
    if (json::Object *D = V.getAsObject(); D && isTorch(*D)) {
      std::string Message = withoutCount(D->getString("message").value_or(""));
      for (const json::Value &T : Theirs) {
        const json::Object &Their = *T.getAsObject();
        const json::Value *Here = D->get("range"), *There = Their.get("range");
        if (Here && There && *Here == *There && Their.getString("message") == Message) {
          V = T;
          break;
        }
      }
    }
}

/// What mends comes before what silences, and that before refactorings.
static unsigned rank(const json::Value &V) {
  const json::Object *Action = V.getAsObject();
  StringRef Title = Action ? Action->getString("title").value_or("") : "";
  if (Title.starts_with(SilenceTitle))
    return 2;
  if (Title.starts_with(FixAllTitle))
    return 1;
  return Action && Action->getString("kind") == QuickFix ? 0 : 3;
}

void complete(json::Value &Result, const ActionRequest &Request) {
  json::Array *Actions = Result.getAsArray();
  if (!Actions || Request.Diagnostics.empty())
    return;
  for (json::Value &V : *Actions) {
    json::Object *Action = V.getAsObject();
    if (!Action || Action->getString("kind") != QuickFix)
      continue;
    translate(*Action, Request.Diagnostics);
    StringRef Title = Action->getString("title").value_or("");
    const json::Array *About = Action->getArray("diagnostics");
    const json::Object *First = About && !About->empty() ? About->front().getAsObject() : nullptr;
    if (Title.starts_with(SafeFixTitle))
      (*Action)["isPreferred"] = true;
    else if (Title.starts_with(SilenceTitle) || (First && isTorch(*First)))
      Action->erase("isPreferred");
  }
  for (const json::Value &Offer : Request.Offers)
    Actions->push_back(Offer);
  std::array<json::Array, 4> Ranks;
  for (json::Value &V : *Actions)
    Ranks[rank(V)].push_back(std::move(V));
  Actions->clear();
  for (json::Array &Rank : Ranks)
    for (json::Value &V : Rank)
      Actions->push_back(std::move(V));
}

} // namespace torchtidy
