#!/usr/bin/env bash
# The runtime corpus; --cuda: the fixtures about devices, compiled where CUDA's toolkit is, called where a GPU and a libtorch for CUDA are too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
if [ "${1:-}" = --cuda ]; then
  shift
  exec python3 cuda.py --run "$@"
fi
exec python3 run.py "$@"
