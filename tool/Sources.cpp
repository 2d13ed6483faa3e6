#include "Sources.h"
#include "cache/ReadLog.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace torchtidy {

using llvm::StringRef;

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> ownFileSystem() { return llvm::makeIntrusiveRefCnt<DiskFiles>(); }

Sources::Text &Sources::get(StringRef File) {
  auto It = Known.find(File);
  if (It != Known.end())
    return It->second;
  Text &T = Known[File.str()];
  if (!File.empty())
    if (auto Buffer = Files->getBufferForFile(File)) {
      T.Buffer = std::move(*Buffer);
      StringRef All = T.Buffer->getBuffer();
      T.Lines.push_back(0);
      for (size_t End = All.find('\n'); End != StringRef::npos; End = All.find('\n', End + 1))
        T.Lines.push_back(End + 1);
    }
  return T;
}

std::optional<StringRef> Sources::text(StringRef File) {
  Text &T = get(File);
  if (!T.Buffer)
    return std::nullopt;
  return T.Buffer->getBuffer();
}

size_t Sources::lineAt(const Text &T, unsigned Offset) const {
  return llvm::upper_bound(T.Lines, Offset) - T.Lines.begin() - 1;
}

Place Sources::place(StringRef File, unsigned Offset) {
  Place P;
  P.File = File.str();
  P.Offset = Offset;
  if (Text &T = get(File); T.Buffer) {
    size_t Line = lineAt(T, Offset);
    P.Line = Line + 1;
    P.Column = Offset - T.Lines[Line] + 1;
  }
  return P;
}

EditorPlace Sources::editorPlace(StringRef File, unsigned Offset) {
  EditorPlace P;
  Text &T = get(File);
  if (!T.Buffer)
    return P;
  size_t Line = lineAt(T, Offset);
  P.Line = Line + 1;
  StringRef Before = T.Buffer->getBuffer().take_front(Offset).drop_front(T.Lines[Line]);
  if (Line == 0)
    Before.consume_front("\xef\xbb\xbf");
  for (unsigned char C : Before)
    P.Column += C < 0x80 || C >= 0xc0 ? (C >= 0xf0 ? 2 : 1) : 0; // also where it is no UTF-8
  return P;
}

unsigned Sources::endOfName(const Place &At) {
  std::optional<StringRef> All = text(At.File);
  if (!All || At.Offset >= All->size())
    return At.Offset;
  StringRef Name = All->drop_front(At.Offset).take_while(
      [](unsigned char C) { return llvm::isAlnum(C) || C == '_' || C >= 0x80; });
  bool LineEnd = (*All)[At.Offset] == '\n' || (*All)[At.Offset] == '\r';
  return At.Offset + std::max<size_t>(Name.size(), LineEnd ? 0 : 1);
}

} // namespace torchtidy
