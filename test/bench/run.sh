#!/usr/bin/env bash
# The speed of torch-tidy as ratios against stock clang-tidy with the plugin, in the same run:
#
#   test/bench/run.sh [--short] [-n 7] [--json FILE]
#
# Builds what is missing. --short: one round, few files, for CI. Nothing here fails on a time.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tool/setup.sh
tool/build.sh "torch-tidy TorchTidyModule"
include="$(echo .deps/venv/lib/python3*/site-packages/torch/include)"
exec python3 test/bench/ratios.py --isystem "$include" --isystem "$include/torch/csrc/api/include" "$@"
