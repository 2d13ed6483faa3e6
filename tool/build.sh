#!/usr/bin/env bash
# Builds targets in build/release, on all cores, with ccache where it is there.
#
#   tool/build.sh "TARGET..." [OPTION OF CMAKE...]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
read -ra targets <<<"$1"
shift
export CC="${CC:-clang-22}" CXX="${CXX:-clang++-22}"
if command -v ccache >/dev/null; then
  set -- "$@" -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
if ! cmake --preset release "$@" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
cmake --build build/release --parallel "${TORCH_TIDY_JOBS:-$(nproc)}" --target "${targets[@]}" >&2
