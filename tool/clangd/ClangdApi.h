/// What torch-clangd uses of clangd, which ships no headers: as LLVM 22 declares it.
#pragma once

#include "LlvmVersion.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

namespace clang::clangd {

int clangdMain(int Argc, char *Argv[]);

/// The connection between a language server and its client. Messages are not sent concurrently, but may be while loop()
/// reads.
class Transport {
public:
  virtual ~Transport() = default;
  virtual void notify(llvm::StringRef Method, llvm::json::Value Params) = 0;
  virtual void call(llvm::StringRef Method, llvm::json::Value Params, llvm::json::Value Id) = 0;
  virtual void reply(llvm::json::Value Id, llvm::Expected<llvm::json::Value> Result) = 0;

  /// Who hears what the client says. False ends the loop.
  class MessageHandler {
  public:
    virtual ~MessageHandler() = default;
    virtual bool onNotify(llvm::StringRef Method, llvm::json::Value Params) = 0;
    virtual bool onCall(llvm::StringRef Method, llvm::json::Value Params, llvm::json::Value Id) = 0;
    virtual bool onReply(llvm::json::Value Id, llvm::Expected<llvm::json::Value> Result) = 0;
  };
  virtual llvm::Error loop(MessageHandler &Handler) = 0;
};

enum JSONStreamStyle { Standard, Delimited };

} // namespace clang::clangd
