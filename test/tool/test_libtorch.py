"""On the real libtorch: what the small one cannot show. Needs TORCH_INCLUDE or the project's .deps."""

from __future__ import annotations

import json
import shutil
import unittest

from support import ROOT, ToolTest, libtorch, program

TEMPLATES = """\
#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/from_blob.h>
#include <algorithm>
#include <functional>
#include <memory>
#include <thread>
#include <variant>
#include <vector>

struct Clears {
  template <class T> void operator()(T) const {
    float values[4];
    at::from_blob(values, {4}).zero_();  // for_each
  }
};
struct Made {
  template <class T> explicit Made(T) {
    float values[4];
    at::from_blob(values, {4}).zero_();  // make_shared
  }
};
void run(std::vector<int> &v, std::variant<int, float> x) {
  std::for_each(v.begin(), v.end(), Clears());
  auto made = std::make_shared<Made>(1);
  std::thread([](auto) {
    float values[4];
    at::from_blob(values, {4}).zero_();  // thread
  }, 1).join();
  std::visit([](auto) {
    float values[4];
    at::from_blob(values, {4}).zero_();  // visit
  }, x);
  at::parallel_for(0, 4, 1, [](auto, auto) {
    float values[4];
    at::from_blob(values, {4}).zero_();  // parallel_for
  });
}
"""


@unittest.skipIf(libtorch() is None, "no libtorch: set TORCH_INCLUDE")
class Libtorch(ToolTest):
    """Each run parses the real headers."""

    def setUp(self) -> None:
        super().setUp()
        self.flags = ["-std=c++17", *(libtorch() or [])]

    def test_the_example(self) -> None:
        shutil.copy(ROOT / "example" / "zero_tensors.cpp", self.folder / "a.cpp")
        ended = self.tidy("--diff", "a.cpp")
        self.assert_status(ended, 1)
        self.assertEqual(ended.out.count("torch::zeros("), 3, str(ended))

    def test_fix_notes_is_that_of_clang_tidy(self) -> None:
        text = ("#include <ATen/core/Tensor.h>\n#include <ATen/ops/from_blob.h>\n"
                "at::Tensor two(double *p) { return at::from_blob(p, {4}, at::kFloat).clone(); }\n"
                "at::Tensor one(float *p) {\n  auto t = at::from_blob(p, {4}, at::kFloat);\n  t.zero_();\n  return t.clone();\n}\n")
        suggestions = json.loads(self.tidy("--format=json", str(self.write("a.cpp", text))).out)["findings"]
        self.assertEqual([sum("suggestion" in note for note in finding["notes"]) for finding in suggestions], [2, 1])
        self.tidy("--fix-notes", "a.cpp")
        ours = self.read("a.cpp")
        link = self.folder / "clang-tidy"
        link.symlink_to(program())
        self.run_raw("--fix-notes", "--checks=-*,torch-*", str(self.write("a.cpp", text)), "--", *self.flags, name=str(link))
        self.assertEqual(ours, self.read("a.cpp"))
        self.assertNotEqual(ours, text)
        self.assertIn(text.splitlines()[2], ours)

    def test_plain_include_path(self) -> None:
        shutil.copy(ROOT / "example" / "zero_tensors.cpp", self.folder / "a.cpp")
        self.flags = [flag.replace("-isystem", "-I") for flag in self.flags]
        self.assertEqual(len(self.tidy("a.cpp").headlines), 3)

    def test_user_templates_that_the_library_calls(self) -> None:
        self.write("a.cpp", TEMPLATES)
        expected = [f"a.cpp:{number}" for number, line in enumerate(TEMPLATES.splitlines(), 1) if ";  // " in line]
        for option in ("--quiet", "--full-parse"):
            with self.subTest(option):
                ended = self.tidy(option, "--checks=-*,torch-shared-memory-write", "a.cpp")
                self.assertEqual([":".join(line.split(":")[:2]) for line in ended.headlines], expected, str(ended))


if __name__ == "__main__":
    unittest.main()
