/// nvcc's way to write a command, and Clang's.
#pragma once

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace torchtidy {

/// Whether a flag of nvcc or GCC that Clang does not know has its value in the next word, which Clang would take for a file.
bool foreignWithValue(llvm::StringRef Flag, llvm::StringRef Next);

/// Spells a command of nvcc as Clang does: files of options are read, flags that Clang knows under another name get that
/// name, what is meant for nvcc's other programs goes. A command of any other program stays as it is.
void spellForClang(clang::tooling::CompileCommand &Command, llvm::vfs::FileSystem &Files);

/// A database with its commands spelled for Clang.
std::unique_ptr<clang::tooling::CompilationDatabase> spelledForClang(std::unique_ptr<clang::tooling::CompilationDatabase> Inner);

} // namespace torchtidy
