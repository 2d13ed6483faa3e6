/// Jupyter notebooks: their code cells as one Python text, and the way back to the bytes of the JSON file.
#pragma once

#include "Finding.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace torchtidy::python {

class Notebook {
public:
  /// Reads nbformat 4. Nothing where the file is no such notebook, or one of another language.
  static std::optional<Notebook> read(llvm::StringRef Json);

  /// All code cells, one after the other, each ended by a line break. Magics and shell lines are blanks.
  llvm::StringRef text() const { return Text; }
  /// Turns places, ranges and edits in text() into those of the file.
  void toFile(Finding &F, llvm::StringRef Json) const;

private:
  void addCell(llvm::StringRef Json, const std::vector<std::pair<size_t, size_t>> &Strings, unsigned Number);
  void blankMagics(size_t Begin);
  Place place(const Place &At, llvm::StringRef Json) const;
  Edit edit(const Edit &E) const;

  struct Byte {
    uint32_t Begin, End; ///< where the byte of the text is written in the file
  };
  struct Cell {
    size_t Begin;    ///< in the text
    unsigned Number; ///< among all cells of the notebook, from 1
  };
  std::string Text;
  std::vector<Byte> Bytes; ///< one per byte of the text
  std::vector<Cell> Cells;
};

} // namespace torchtidy::python
