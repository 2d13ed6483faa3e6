#!/usr/bin/env bash
# From a fresh clone to a first warning and its fix: installs what is missing, builds torch-tidy and the
# clang-tidy plugin, and lints the programs in example/.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool/setup.sh
tool/build.sh "torch-tidy TorchTidyModule"

# The example is a project of its own; its build folder holds its compile commands.
torch=(.deps/venv/lib/python3*/site-packages/torch)
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
if ! CXX="${CXX:-clang++-22}" cmake -S example -B build/example -G Ninja \
       -DCMAKE_PREFIX_PATH="$PWD/${torch[0]}" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi

# Runs its arguments, shown first; status 1 (there are findings) is what the example is for.
show() {
  echo "\$ $*"
  local status=0
  "$@" >"$log" || status=$?
  cat "$log"
  echo
  if [[ $status -ne 1 ]]; then
    echo "quickstart: exit status $status, but the example has findings (status 1)" >&2
    exit 1
  fi
}
show build/release/bin/torch-tidy -p build/example example/zero_tensors.cpp
show build/release/bin/torch-tidy -p build/example --diff example/zero_tensors.cpp
if [[ $(grep -c '^+.*torch::zeros(' "$log") -ne 3 ]]; then
  echo "quickstart: the diff does not write three torch::zeros" >&2
  exit 1
fi
# Python needs neither compile commands nor Python itself, but a build with its front end.
if ! build/release/bin/torch-tidy --version | grep -q 'without Python'; then
  show build/release/bin/torch-tidy example/zero_tensors.py
  show build/release/bin/torch-tidy --diff --unsafe-fixes example/zero_tensors.py
  if [[ $(grep -c '^+.*torch.zeros(' "$log") -ne 3 || $(grep -c '^+.*torch.tensor(' "$log") -ne 1 ]]; then
    echo "quickstart: the diff does not write three torch.zeros and one torch.tensor" >&2
    exit 1
  fi
fi
echo "The plugin for stock clang-tidy: clang-tidy-22 --load=build/release/lib/TorchTidyModule.so --checks='torch-*' ..."
