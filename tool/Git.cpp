#include "Git.h"
#include "Paths.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

extern char **environ;

namespace torchtidy {

using llvm::StringRef;
namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

static llvm::Error failure(const llvm::Twine &Text) {
  return llvm::createStringError(Text);
}

static std::vector<StringRef> environmentOutside() {
  std::vector<StringRef> Out;
  for (char **E = environ; *E; ++E)
    if (!StringRef(*E).starts_with("GIT_"))
      Out.push_back(*E);
  return Out;
}

llvm::Expected<std::string> git(StringRef Folder, llvm::ArrayRef<StringRef> Arguments, bool Outside) {
  auto Program = llvm::sys::findProgramByName("git");
  if (!Program)
    return failure("git is not installed");
  llvm::SmallString<128> Output, Errors;
  fs::createTemporaryFile("torch-tidy", "out", Output);
  fs::createTemporaryFile("torch-tidy", "err", Errors);
  llvm::FileRemover RemoveOutput(Output), RemoveErrors(Errors);
  std::vector<StringRef> Command{*Program, "-C", Folder, "-c", "core.quotePath=false"};
  Command.insert(Command.end(), Arguments.begin(), Arguments.end());
  std::optional<StringRef> Redirects[] = {StringRef(), StringRef(Output), StringRef(Errors)};
  std::optional<llvm::ArrayRef<StringRef>> Environment;
  std::vector<StringRef> Clean;
  if (Outside) {
    Clean = environmentOutside();
    Environment = Clean;
  }
  int Status = llvm::sys::ExecuteAndWait(*Program, Command, Environment, Redirects);
  auto Text = llvm::MemoryBuffer::getFile(Status == 0 ? Output : Errors);
  if (!Text)
    return failure("cannot read what git printed: " + Text.getError().message());
  if (Status == 0)
    return (*Text)->getBuffer().str();
  StringRef Last = (*Text)->getBuffer().rtrim().rsplit('\n').second;
  return failure("git: " + (Last.empty() ? (*Text)->getBuffer().rtrim() : Last));
}

void GitVersion::add(const std::string &File, Entry E) {
  if (!E.Blob.empty() && !fs::exists(File)) {
    More = true;
    for (StringRef Up = path::parent_path(File); Up.size() > Root.size(); Up = path::parent_path(Up))
      Folders.insert(Up.str());
  }
  Entries[File] = std::move(E);
}

llvm::Error GitVersion::hideAll(StringRef Repository, llvm::ArrayRef<StringRef> ListFiles) {
  auto Names = git(Repository, ListFiles, Repository != Root);
  if (!Names)
    return Names.takeError();
  llvm::SmallVector<StringRef, 64> Split;
  StringRef(*Names).split(Split, '\0', -1, false);
  for (StringRef Name : Split)
    add((Repository + "/" + Name).str(), {});
  return llvm::Error::success();
}

llvm::Error GitVersion::collect(StringRef Repository, StringRef Revision, bool Outside) {
  std::vector<StringRef> Diff{"diff", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--find-renames"};
  if (!Revision.empty())
    Diff.push_back(Revision);
  Diff.push_back("--");
  auto Output = git(Repository, Diff, Outside);
  if (!Output)
    return Output.takeError();
  llvm::SmallVector<StringRef, 64> Parts;
  StringRef(*Output).split(Parts, '\0', -1, false);
  constexpr StringRef Submodule = "160000", Link = "120000";
  for (size_t I = 0; I + 1 < Parts.size(); I += 2) {
    // ":100644 100644 BLOB BLOB M", a name, and a second one after a rename
    llvm::SmallVector<StringRef, 5> Fields;
    Parts[I].drop_front().split(Fields, ' ');
    if (Fields.size() < 5)
      return failure("cannot read what git diff printed");
    StringRef OldMode = Fields[0], NewMode = Fields[1], Blob = Fields[2], Kind = Fields[4];
    std::string File = (Repository + "/" + Parts[I + 1]).str();
    if (OldMode == Submodule || NewMode == Submodule) {
      if (NewMode == Submodule && OldMode == Submodule) {
        if (llvm::Error Error = collect(File, Blob, true))
          return failure("submodule " + shownPath(File) + ": " + llvm::toString(std::move(Error)));
      } else if (NewMode == Submodule) {
        if (llvm::Error Error = hideAll(File, {"ls-files", "-z"}))
          return Error;
      }
    } else if (Kind.starts_with("R")) {
      std::string Now = (Repository + "/" + Parts[I + 2]).str();
      add(File, {Repository.str(), Parts[I + 1].str(), Blob.str(), nullptr});
      add(Now, {});
      OldNames[Now] = File;
      NewNames[File] = Now;
      ++I;
    } else if (Kind == "A") {
      add(File, {});
    } else if (Kind != "U" && OldMode != Link) {
      add(File, {Repository.str(), Parts[I + 1].str(), Blob.str(), nullptr});
    }
  }
  if (Revision.empty())
    return llvm::Error::success();
  return hideAll(Repository, {"ls-files", "-z", "--others", "--exclude-standard"});
}

llvm::Expected<std::shared_ptr<GitVersion>> GitVersion::get(StringRef Folder, StringRef Revision) {
  auto Top = git(Folder, {"rev-parse", "--show-toplevel", "--show-prefix"});
  if (!Top)
    return Top.takeError();
  auto Version = std::make_shared<GitVersion>();
  auto [Root, Prefix] = StringRef(*Top).rtrim('\n').split('\n');
  Version->Root = Root.str();
  // The caller may have come through a link.
  StringRef Inner = Prefix.rtrim("/\n");
  std::string Shown = absoluteIn(Folder, "");
  if (StringRef Up = Shown; Inner.empty() || (Up.consume_back(Inner) && Up.consume_back("/")))
    Version->Shown = Up.str();
  else
    Version->Shown = Version->Root;
  if (llvm::Error Error = Version->collect(Root, Revision, false))
    return Error;
  return Version;
}

static std::string mapped(const std::map<std::string, std::string> &Names, StringRef File) {
  auto It = Names.find(File.str());
  return It == Names.end() ? File.str() : It->second;
}

std::string GitVersion::key(StringRef File) const {
  StringRef Rest = File;
  return Shown != Root && Rest.consume_front(Shown) && Rest.starts_with("/") ? Root + Rest.str() : File.str();
}

bool GitVersion::differs(StringRef File) const { return Entries.count(key(File)); }
std::string GitVersion::nameHere(StringRef File) const { return mapped(OldNames, key(File)); }
std::string GitVersion::nameOnDisk(StringRef File) const { return mapped(NewNames, key(File)); }

std::shared_ptr<std::string> GitVersion::text(Entry &E) {
  std::lock_guard<std::mutex> Guard(Lock);
  if (E.Blob.empty() || E.Text)
    return E.Text;
  // With the filters of a checkout: line ends, large files.
  std::string Path = "--path=" + E.Path;
  auto Text = git(E.Repository, {"cat-file", "--filters", Path, E.Blob}, E.Repository != Root);
  E.Text = std::make_shared<std::string>(Text ? std::move(*Text) : "");
  if (!Text)
    llvm::consumeError(Text.takeError());
  return E.Text;
}

/// The disk as one version of it would be.
class VersionFiles : public llvm::vfs::ProxyFileSystem {
public:
  explicit VersionFiles(GitVersion &Version)
      : ProxyFileSystem(llvm::vfs::createPhysicalFileSystem()), Version(Version),
        Memory(llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>()) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override {
    std::string File = absolute(Path);
    if (GitVersion::Entry *E = find(File)) {
      if (!load(File, *E))
        return std::make_error_code(std::errc::no_such_file_or_directory);
      auto Status = Memory->status(File);
      if (!Status)
        return Status;
      return llvm::vfs::Status::copyWithNewName(*Status, Path);
    }
    auto Status = ProxyFileSystem::status(Path);
    if (!Status && Version.Folders.count(File))
      return llvm::vfs::Status(Path, llvm::vfs::getNextVirtualUniqueID(), {}, 0, 0, 0, fs::file_type::directory_file,
                               fs::all_read | fs::all_exe);
    return Status;
  }

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override {
    std::string File = absolute(Path);
    GitVersion::Entry *E = find(File);
    if (!E)
      return ProxyFileSystem::openFileForRead(Path);
    if (!load(File, *E))
      return std::make_error_code(std::errc::no_such_file_or_directory);
    return llvm::vfs::File::getWithPath(Memory->openFileForRead(File), Path);
  }

  bool exists(const llvm::Twine &Path) override { return static_cast<bool>(status(Path)); }

private:
  std::string absolute(const llvm::Twine &Path) {
    llvm::SmallString<256> File;
    Path.toVector(File);
    makeAbsolute(File);
    path::remove_dots(File, true);
    return std::string(File);
  }

  GitVersion::Entry *find(const std::string &File) {
    auto It = Version.Entries.find(Version.key(File));
    return It == Version.Entries.end() ? nullptr : &It->second;
  }

  /// False when the file is not there in this version.
  bool load(const std::string &File, GitVersion::Entry &E) {
    std::shared_ptr<std::string> Text = Version.text(E);
    if (Text && !Memory->exists(File))
      Memory->addFile(File, 0, llvm::MemoryBuffer::getMemBufferCopy(*Text, File));
    return Text != nullptr;
  }

  GitVersion &Version;
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> Memory;
};

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> GitVersion::files() {
  return llvm::makeIntrusiveRefCnt<VersionFiles>(*this);
}

llvm::Expected<std::string> mergeBase(StringRef Folder, StringRef Revision) {
  auto Inside = git(Folder, {"rev-parse", "--is-shallow-repository"});
  if (!Inside)
    return Inside.takeError();
  bool Shallow = StringRef(*Inside).trim() == "true";
  std::string Commit = (Revision + "^{commit}").str();
  auto Known = Revision.starts_with("-") ? failure("no commit")
                                         : git(Folder, {"rev-parse", "--verify", "--quiet", Commit});
  if (!Known) {
    llvm::consumeError(Known.takeError());
    return failure("git knows no commit '" + Revision + "'" +
                   (Shallow ? "; the clone is shallow, 'git fetch --unshallow' gets the rest" : ""));
  }
  auto Base = git(Folder, {"merge-base", StringRef(*Known).trim(), "HEAD"});
  if (Base)
    return StringRef(*Base).trim().str();
  llvm::consumeError(Base.takeError());
  return failure("HEAD and '" + Revision + "' have no common ancestor" +
                 (Shallow ? " in this shallow clone; get it with 'git fetch --unshallow' (in GitHub Actions: fetch-depth: 0)"
                          : ""));
}

llvm::Expected<std::vector<std::string>> stagedFiles(StringRef Root) {
  auto Names = git(Root, {"diff", "--cached", "--name-only", "-z", "--diff-filter=d", "--no-ext-diff", "--"});
  if (!Names)
    return Names.takeError();
  std::vector<std::string> Out;
  for (StringRef Name : llvm::split(StringRef(*Names).rtrim('\0'), '\0'))
    if (!Name.empty())
      Out.push_back((Root + "/" + Name).str());
  return Out;
}

llvm::Expected<std::string> headOrNothing(StringRef Folder) {
  auto Head = git(Folder, {"rev-parse", "--verify", "--quiet", "HEAD"});
  if (!Head) {
    llvm::consumeError(Head.takeError());
    Head = git(Folder, {"hash-object", "-t", "tree", "/dev/null"});
  }
  if (Head)
    return StringRef(*Head).trim().str();
  return Head.takeError();
}

} // namespace torchtidy
