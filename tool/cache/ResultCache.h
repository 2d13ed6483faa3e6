/// Answers for files of which nothing has changed: neither their text and headers nor their flags, configuration and the
/// program.
#pragma once

#include "Driver.h"
#include "cache/ReadLog.h"
#include "cache/Store.h"

namespace torchtidy {

template <class Archive> void fields(Archive &A, Place &P) { A(P.File, P.Offset, P.Line, P.Column); }
template <class Archive> void fields(Archive &A, Span &S) { A(S.File, S.Offset, S.Length); }
template <class Archive> void fields(Archive &A, Edit &E) { A(E.File, E.Offset, E.Length, E.Text); }
template <class Archive> void fields(Archive &A, FindingNote &N) { A(N.At, N.Message, N.Ranges, N.Edits); }
template <class Archive> void fields(Archive &A, Hidden &H) { A(H.Check, H.File, H.Line); }
template <class Archive> void fields(Archive &A, Finding &F) {
  A(F.Check, F.Level, F.WarningAsError, F.Sound, F.At, F.Message, F.Ranges, F.Notes, F.Edits, F.MainFile, F.BuildDirectory,
    F.Scope, F.Code, F.Fingerprint);
}
template <class Archive> void fields(Archive &A, FileResult &R) {
  A(R.Findings, R.Read, R.UserFiles, R.Suppressed, R.Silenced, R.CompileErrors, R.FirstError, R.StrictOnly, R.Statistics, R.Explanation,
    R.NoChecks, R.ConfigError, R.FormatStyle, R.Failure, R.How, R.CacheProblem, R.Why, R.WhyAll);
}

class ResultCache {
public:
  ResultCache(Store &Entries, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files)
      : Entries(Entries), Check(std::move(Files)) {}

  /// \param Settings everything besides the files that the findings depend on.
  static Hash key(const Job &J, const Hash &Settings, llvm::StringRef Text);
  std::optional<FileResult> find(const Hash &Key);
  /// \param Headers entries of kind::Headers, on which the result depends too.
  static void keep(Store &Entries, const Hash &Key, FileResult &R, Dependencies D, std::vector<Hash> Headers);

private:
  bool headersHold(const Hash &Key);

  Store &Entries;
  DependencyCheck Check;
  std::map<Hash, bool> Headers; ///< of kind::Headers, once looked at
};

} // namespace torchtidy
