/// Half of libtorch's headers declare one operator each. Where they are parsed for one file only, those of operators that it
/// does not name are left out.
///
/// Which are left out is a guess from the words of the file. Whether it was right is known after the parse: nobody, neither
/// the compiler nor a check, asked for a name that one of them could declare. Else the file is parsed again with all of them.
#pragma once

#include "cache/IncludeScan.h"
#include "cache/ReadLog.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <memory>
#include <optional>
#include <string>

namespace clang {
class ASTConsumer;
} // namespace clang

namespace torchtidy {

class OperatorHeaders : public llvm::vfs::ProxyFileSystem {
public:
  explicit OperatorHeaders(llvm::IntrusiveRefCntPtr<ReadLog> Under) : ProxyFileSystem(std::move(Under)) {}

  /// From now on, libtorch's lists of such headers (`ATen/Functions.h`) are without those of operators that no word in these
  /// files means.
  void leaveOut(IncludeScan &Scan, const std::vector<std::string> &Files);
  /// \returns a consumer that comes before those that look at the AST; null when nothing is left out.
  std::unique_ptr<clang::ASTConsumer> watch();
  /// From now on they are read as they are.
  void leaveAll() { Active = false; }
  /// Whether anything was left out.
  bool any() const { return !Absent.empty() || !AbsentRecords.empty(); }
  /// The first name that somebody asked for and that a header that was left out could declare; empty when all is well.
  const std::string &missed() const { return Missed; }

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override;

private:
  class Guard;
  class Consumer;
  /// \returns a list without the lines that are not wanted, in the same number of bytes; nothing when the text is no list.
  /// \param Folder where it lies.
  std::optional<std::string> shortened(llvm::StringRef Text, llvm::StringRef Folder);
  bool wanted(llvm::StringRef Header) const;
  /// Whether the header of an operator that was left out declares this record.
  bool declares(llvm::StringRef Operator, llvm::StringRef Record);
  void asked(llvm::StringRef Name, bool Record);

  bool Active = false; ///< headers are left out
  llvm::StringSet<> Words;
  llvm::StringSet<> Absent;        ///< operators whose functions' headers were left out
  llvm::StringMap<std::string> AbsentRecords; ///< and those of `at::_ops`, to their headers
  llvm::StringSet<> NoRecords;                ///< names that none of those declares, though they begin like one
  std::string Missed;
};

} // namespace torchtidy
