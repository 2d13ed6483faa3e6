/// Diagnostics and code actions of the language server protocol, where they are about torch findings.
#pragma once

#include "llvm/Support/JSON.h"

namespace torchtidy {

/// What the client said about itself when it connected.
struct Client {
  bool InlineActions = false;    ///< wants actions inside diagnostics, clangd's extension
  bool VersionedEdits = false;   ///< `workspaceEdit.documentChanges`
};

/// Notes what the client can do, and asks clangd for the actions inside the diagnostics. Takes `initialize`'s parameters.
Client meet(llvm::json::Value &Params);
/// Announces what the filter adds to the server's abilities. Takes `initialize`'s result.
void announce(llvm::json::Value &Result);

/// Brings published diagnostics into the form that the client gets: the message as torch-tidy prints it, the link to the
/// page of the check, and in `data` the safe fixes of the whole file.
void present(llvm::json::Value &Params, const Client &To);

/// What the answer to a `textDocument/codeAction` request needs to know of it.
struct ActionRequest {
  llvm::json::Array Diagnostics; ///< of torch checks, as the client has them
  llvm::json::Array Offers;      ///< actions that clangd knows nothing of
};
/// Takes in the request's parameters, and gives clangd its own diagnostics back.
ActionRequest receive(llvm::json::Value &Params);
/// Completes clangd's answer: which fix is preferred, and what more there is.
void complete(llvm::json::Value &Result, const ActionRequest &Request);

} // namespace torchtidy
