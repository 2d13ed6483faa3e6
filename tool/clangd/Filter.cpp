#include "Filter.h"
#include "Actions.h"
#include "TorchCheck.h"
#include "llvm/Support/FormatVariadic.h"
#include <map>
#include <mutex>

using clang::clangd::Transport;
using llvm::StringRef;
namespace json = llvm::json;

namespace torchtidy {

namespace {

class Filter : public Transport, Transport::MessageHandler {
public:
  explicit Filter(std::unique_ptr<Transport> Inner) : Inner(std::move(Inner)) {}

  // What clangd says.
  void notify(StringRef Method, json::Value Params) override {
    if (Method == "textDocument/publishDiagnostics")
      present(Params, To);
    Inner->notify(Method, std::move(Params));
  }
  void call(StringRef Method, json::Value Params, json::Value Id) override {
    Inner->call(Method, std::move(Params), std::move(Id));
  }
  void reply(json::Value Id, llvm::Expected<json::Value> Result) override {
    if (std::optional<ActionRequest> Request = finish(Id); Request && Result)
      complete(*Result, *Request);
    if (Result && Greeting == Id) {
      announce(*Result);
      Greeting = nullptr;
    }
    Inner->reply(std::move(Id), std::move(Result));
  }
  llvm::Error loop(Transport::MessageHandler &Handler) override {
    Server = &Handler;
    return Inner->loop(*this);
  }

  // What the client says.
  bool onNotify(StringRef Method, json::Value Params) override { return Server->onNotify(Method, std::move(Params)); }
  bool onCall(StringRef Method, json::Value Params, json::Value Id) override {
    if (Method == "initialize") {
      To = meet(Params);
      Greeting = Id;
    } else if (Method == "textDocument/codeAction") {
      ActionRequest Request = receive(Params);
      std::lock_guard<std::mutex> Guard(Lock);
      Running.insert_or_assign(key(Id), std::move(Request));
    }
    return Server->onCall(Method, std::move(Params), std::move(Id));
  }
  bool onReply(json::Value Id, llvm::Expected<json::Value> Result) override {
    return Server->onReply(std::move(Id), std::move(Result));
  }

private:
  static std::string key(const json::Value &Id) { return llvm::formatv("{0}", Id); }
  std::optional<ActionRequest> finish(const json::Value &Id) {
    std::lock_guard<std::mutex> Guard(Lock);
    auto It = Running.find(key(Id));
    if (It == Running.end())
      return std::nullopt;
    ActionRequest Request = std::move(It->second);
    Running.erase(It);
    return Request;
  }

  std::unique_ptr<Transport> Inner;
  Transport::MessageHandler *Server = nullptr;
  Client To;
  json::Value Greeting = nullptr; ///< the id of `initialize`
  std::mutex Lock;
  std::map<std::string, ActionRequest> Running; ///< requests that clangd has not answered
};

} // namespace

std::unique_ptr<Transport> filtered(std::unique_ptr<Transport> Inner) {
  FindingsGoToAnEditor = true;
  return std::make_unique<Filter>(std::move(Inner));
}

} // namespace torchtidy
