// Writes the table of operator names for Python sources, from the schemas in libtorch's headers. Run by the build:
//
//   write-op-table INCLUDE_FOLDER OUTPUT
//
// One row per name, not per overload: in Python the types of arguments are not known. Over the operators of libtorch
// 2.13.0 no two overloads of a name disagree on what is written (test/python/test_op_table.py).
#include "api/SchemaParser.h"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

namespace fs = std::filesystem;
using torchtidy::api::Schema;
using torchtidy::api::SchemaArgument;

namespace {

struct Row {
  bool Writes = false, Out = false, Alias = false, Random = false, TakesTensor = false;
  unsigned Overloads = 0, OneTensor = 0, Tensors = 0, Nothing = 0;
};

void add(Row &R, const Schema &S) {
  for (const SchemaArgument &A : S.Arguments)
    if (A.isOut()) {
      R.Out = true;
      return; // the functional overload says the rest
    }
  ++R.Overloads;
  const SchemaArgument *First = nullptr;
  for (const SchemaArgument &A : S.Arguments) {
    if (!First && !A.KeywordOnly)
      First = &A;
    R.Random |= A.Type.Base == "Generator";
  }
  if (First && First->Type.isTensor()) {
    R.TakesTensor = true;
    R.Writes |= First->Type.isWritten();
    for (const SchemaArgument &Result : S.Returns)
      R.Alias |= First->Type.Alias && Result.Type.Alias && Result.Type.isTensor();
  }
  bool AllTensors = std::all_of(S.Returns.begin(), S.Returns.end(),
                                [](const SchemaArgument &A) { return A.Type.isTensor(); });
  if (S.Returns.empty())
    ++R.Nothing;
  else if (S.Returns.size() == 1 && AllTensors && !S.Returns[0].Type.isList())
    ++R.OneTensor;
  else if (AllTensors)
    ++R.Tensors;
}

} // namespace

int main(int Argc, char **Argv) {
  if (Argc != 3) {
    std::cerr << "usage: write-op-table INCLUDE_FOLDER OUTPUT\n";
    return 2;
  }
  std::map<std::string, Row> Table;
  std::error_code Error;
  for (const fs::directory_entry &File : fs::directory_iterator(fs::path(Argv[1]) / "ATen" / "ops", Error)) {
    std::string Name = File.path().filename().string();
    if (Name.size() < 6 || Name.compare(Name.size() - 6, 6, "_ops.h") != 0)
      continue;
    std::ifstream In(File.path(), std::ios::binary);
    std::string Text{std::istreambuf_iterator<char>(In), {}};
    static const std::string Mark = "schema_str = \"";
    for (size_t At = Text.find(Mark); At != std::string::npos; At = Text.find(Mark, At)) {
      At += Mark.size();
      std::string Signature;
      for (; At < Text.size() && Text[At] != '"'; ++At)
        Signature += Text[At] == '\\' && At + 1 < Text.size() ? Text[++At] : Text[At];
      if (auto S = torchtidy::api::parseSchema(Signature))
        add(Table[std::string(S->Name)], *S);
      else
        std::cerr << "write-op-table: no schema: " << Signature << "\n";
    }
  }
  if (Table.size() < 500) {
    std::cerr << "write-op-table: no operators in " << Argv[1] << "/ATen/ops\n";
    return 1;
  }
  std::ofstream Out(Argv[2], std::ios::binary);
  for (const auto &[Name, R] : Table) {
    std::string Flags;
    auto Flag = [&](bool Set, const char *Word) {
      if (Set)
        Flags += (Flags.empty() ? "" : " | ") + std::string(Word);
    };
    Flag(R.Writes, "Writes");
    Flag(R.Out, "Out");
    Flag(R.Alias, "Alias");
    Flag(R.Random, "Random");
    Flag(R.TakesTensor, "TakesTensor");
    Flag(R.Overloads && R.OneTensor == R.Overloads, "ReturnsTensor");
    Flag(R.Overloads && R.Tensors == R.Overloads, "ReturnsTensors");
    Flag(R.Overloads && R.Nothing == R.Overloads, "ReturnsNothing");
    Out << "{\"" << Name << "\", " << (Flags.empty() ? "0" : Flags) << "},\n";
  }
  return Out.flush() ? 0 : 1;
}
