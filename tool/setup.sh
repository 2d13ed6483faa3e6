#!/usr/bin/env bash
# Installs what building and testing torch-tidy needs, and nothing that is there already.
#
#   tool/setup.sh [--second-libtorch] [--editors]
#
# Debian packages come by apt; libtorch (the Python package of tool/requirements.txt) goes into .deps/venv, programs that
# tests compare with into .deps/node and .deps/judges.
# --second-libtorch also installs Debian's libtorch, the second version the tests run against; --editors the editors that tests
# run (where they are not there, these tests are skipped).
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

packages=(clang-22 clang-tidy-22 clangd-22 clang-tools-22 libclang-22-dev llvm-22-dev llvm-22-tools libzstd-dev
          libclang-rt-22-dev g++ cmake ninja-build libgtest-dev git python3 python3-dev python3-venv)
optional=(ccache libxml2-utils pre-commit)
# tree-sitter's sources come through npm (cmake/TreeSitter.cmake).
command -v npm >/dev/null || packages+=(npm)
for argument in "$@"; do
  case "$argument" in
    --second-libtorch) packages+=(libtorch-dev) ;;
    --editors) optional+=(neovim) ;;
    *) echo "setup.sh: unknown option '$argument' (known: --second-libtorch, --editors)" >&2; exit 2 ;;
  esac
done

say() { echo "setup: $*" >&2; }

# Prints those of its arguments that are not installed.
missing() {
  local installed
  installed="$(dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n' 2>/dev/null |
               sed -n 's/^installed \([^:]*\).*/\1/p')"
  comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

install_packages() {
  local wanted
  mapfile -t wanted < <(missing "${packages[@]}")
  [[ ${#wanted[@]} -eq 0 ]] && return
  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
      say "these packages are missing, and there is neither root nor sudo to install them: ${wanted[*]}"
      return 1
    fi
    as_root=(sudo)
  fi
  say "installing ${wanted[*]}"
  local log
  log="$(mktemp)"
  if ! { "${as_root[@]}" apt-get update &&
         "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
           apt-get install -y --no-install-recommends "${wanted[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    say "apt-get could not install: ${wanted[*]}"
    return 1
  fi
  # Nice to have: without them everything works, only slower.
  mapfile -t wanted < <(missing "${optional[@]}")
  if [[ ${#wanted[@]} -gt 0 ]]; then
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends "${wanted[@]}" >"$log" 2>&1 || true
  fi
  rm -f "$log"
}

# Makes the virtual environment .deps/NAME with the packages of a file; more arguments are pip's. Its programs name the folder
# it was made in, so one that was moved is made anew, as is one whose Python is gone.
make_venv() {
  local venv="$root/.deps/$1" requirements="$2"
  shift 2
  if cmp -s "$requirements" "$venv/.installed" && "$venv/bin/python" -c "import pip" 2>/dev/null &&
     head -n 3 "$venv/bin/pip" | grep -qF "$(realpath "$venv")/bin/"; then
    return
  fi
  say "installing ${requirements#"$root"/} into ${venv#"$root"/}"
  mkdir -p "$root/.deps"
  made="$made ${venv##*/}"
  # Two quiets: pip warns about every index folder that does not exist.
  python3 -m venv --clear "$venv" &&
    "$venv/bin/pip" install -qq --disable-pip-version-check "$@" -r "$requirements" &&
    cp "$requirements" "$venv/.installed"
}

# Programs of others that judge the reports. Tests that need one that is not there are skipped.
install_judges() {
  local wanted="$root/test/reports" node="$root/.deps/node" log
  log="$(mktemp)"
  if command -v npm >/dev/null && ! cmp -s "$wanted/package.json" "$node/.installed"; then
    say "installing the packages of test/reports/package.json into .deps/node"
    rm -rf "$node"
    mkdir -p "$node"
    cp "$wanted/package.json" "$node/"
    if npm install --prefix "$node" --ignore-scripts --no-audit --no-fund --no-package-lock >"$log" 2>&1; then
      chmod u+x "$node"/node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool \
                "$node"/node_modules/lefthook-*/bin/lefthook 2>/dev/null || true
      cp "$wanted/package.json" "$node/.installed"
    else
      tail -n 3 "$log" >&2
      say "npm could not install them: their tests will be skipped"
    fi
  fi
  rm -f "$log"
  make_venv judges "$wanted/requirements.txt" || say "pip could not install them: their tests will be skipped"
}

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
  install_packages
else
  say "no apt here: install by hand what is missing of ${packages[*]}"
fi
made="" # which environments are new
make_venv venv "$root/tool/requirements.txt" --no-deps
if [[ $made == *venv* ]] && ! "$root/.deps/venv/bin/python" -c "import torch" 2>/dev/null; then
  say "this libtorch does not run here, as the one with CUDA does not without CUDA; only tests that run it need that." \
      "For the one without CUDA show pip its index (PIP_EXTRA_INDEX_URL), remove .deps/venv, and run this again"
fi
install_judges
make_venv editors "$root/test/editors/requirements.txt" || say "pip could not install them: their tests will be skipped"
