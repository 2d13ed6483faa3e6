#!/usr/bin/env bash
# The speed of torch-tidy as ratios against stock clang-tidy with the plugin, in the same run:
#
#   test/bench/run.sh [--short] [-n 7] [--files 100] [--project NAME=FOLDER ...] [--only one|cuda|many|projects ...] [--json FILE]
#                     [--write]
#
# Builds what is missing. --short: one round, few files, for CI. A project's folder holds its compile_commands.json. Nothing here
# fails on a time, but a run in which not every file was analysed is no measurement.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tool/setup.sh
tool/build.sh "torch-tidy TorchTidyModule"
include="$(echo .deps/venv/lib/python3*/site-packages/torch/include)"
exec python3 test/bench/ratios.py --isystem "$include" --isystem "$include/torch/csrc/api/include" "$@"
