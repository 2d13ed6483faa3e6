#!/usr/bin/env bash
# The runtime corpus; --cuda: the fixtures about devices, called where a GPU, CUDA's toolkit and a libtorch for CUDA are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
if [ "${1:-}" = --cuda ]; then
  shift
  exec python3 cuda.py --run "$@"
fi
exec python3 run.py "$@"
