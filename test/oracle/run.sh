#!/bin/sh
# Holds checks/api against libtorch itself:
#   schemas N differences M   our parser against torch::jit::parseSchema, on every schema in the headers
#   mapping N missing M       C++ functions whose body calls an operator, and those of them that we do not map
#   bodies N differences M    mapped functions, and those that are mapped otherwise where the parser skips bodies
# Usage: run.sh [--no-libtorch] [INCLUDE-FOLDER]...   folders as for -isystem; the default is the libtorch in .deps
# --no-libtorch leaves out the first line (headers of a version whose libraries are not there, or cannot be linked).
# SCHEMA_DUMP names a schema-dump that is built already; TMPDIR says where to work. Status 0: nothing differs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
llvm=${LLVM_ROOT:-/usr/lib/llvm-22}
compiler=$llvm/bin/clang++

libtorch=yes
if [ "${1:-}" = --no-libtorch ]; then
  libtorch=no
  shift
fi
if [ $# -eq 0 ]; then
  for include in "$root"/.deps/venv/lib/python3*/site-packages/torch/include; do
    set -- "$include" "$include/torch/csrc/api/include"
  done
fi
[ -e "$1" ] || { echo "run.sh: no such folder: $1 (tool/setup.sh installs a libtorch)" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/torch-tidy-oracle.XXXXXX")
trap 'rm -rf "$work"' EXIT
flags=-std=c++17
for include in "$@"; do
  flags="$flags -isystem $include"
done

dump=${SCHEMA_DUMP:-}
if [ -z "$dump" ]; then
  dump=$work/schema-dump
  # shellcheck disable=SC2086
  "$compiler" -O1 -std=c++17 -fno-rtti -fno-exceptions -isystem "$llvm/include" -I"$root/checks" \
    "$here/SchemaDump.cpp" "$root"/checks/api/*.cpp "$root"/checks/flow/*.cpp -o "$dump" "$llvm"/lib/libclang-cpp.so.22* -L"$llvm/lib" -lLLVM
fi

printf '#include <torch/torch.h>\n' >"$work/all.cpp"
status=0

# shellcheck disable=SC2086
"$dump" --skip-bodies --schemas "$work/all.cpp" -- $flags >"$work/schemas" 2>"$work/log" || { cat "$work/log" >&2; exit 2; }
if ! grep -q 'unreadable 0$' "$work/log"; then
  cat "$work/log" >&2
  status=1
fi
if [ $libtorch = yes ]; then
  link="-ltorch -ltorch_cpu -lc10"
  lib=$(dirname "$1")/lib
  # A package of the distribution has its libraries where the linker looks anyway.
  [ ! -d "$lib" ] || link="-L$lib -Wl,-rpath,$lib $link"
  # shellcheck disable=SC2086
  "$compiler" $flags -I"$root/checks" "$here/Compare.cpp" "$root/checks/api/SchemaParser.cpp" -o "$work/compare" $link
  "$work/compare" "$work/schemas" || status=1
else
  echo "schemas $(wc -l <"$work/schemas") (not compared)"
fi

for mode in full skipped; do
  option=
  [ $mode = full ] || option=--skip-bodies
  # shellcheck disable=SC2086
  "$dump" $option --mapping "$work/all.cpp" -- $flags >"$work/$mode" 2>"$work/log" || { cat "$work/log" >&2; exit 2; }
  # The exception specification of a defaulted function is known only where its body is.
  cut -f2- "$work/$mode" | sed 's/ noexcept\t/\t/' | sort >"$work/$mode.sorted"
done
awk -F'\t' '
  $1 == 1 { wrap++; if ($3 == "-") { missing++; print "MISSING " $2 } }
  $1 > 1 { several++ }
  END { printf "mapping %d missing %d (calls of several operators: %d)\n", wrap, missing, several
        exit wrap == 0 || missing > 0 }' "$work/full" || status=1
mapped=$(awk -F'\t' '$2 != "-"' "$work/full.sorted" | wc -l)
if diff "$work/full.sorted" "$work/skipped.sorted" >"$work/diff"; then
  differences=0
else
  cat "$work/diff"
  differences=$(grep -c '^[<>]' "$work/diff")
  status=1
fi
echo "bodies $mapped differences $differences"
exit $status
