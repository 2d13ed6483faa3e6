#!/usr/bin/env bash
# Installs what is missing, builds, and runs the tests; the last line is "N passed, N failed".
#
#   test/run.sh            everything, with the second libtorch version and libtorch's own parser
#   test/run.sh --quick    for everyday work
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
setup=(--second-libtorch --editors)
for argument in "$@"; do
  case "$argument" in
    --quick) setup=() ;;
    *) echo "run.sh: unknown option '$argument' (known: --quick)" >&2; exit 2 ;;
  esac
done

tool/setup.sh "${setup[@]}"
tool/build.sh all -DTORCH_TIDY_TESTS=ON
exec python3 test/run_tests.py --build build/release "$@"
