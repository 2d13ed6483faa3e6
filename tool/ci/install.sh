#!/usr/bin/env bash
# Puts torch-tidy on the PATH of a job of GitHub Actions: builds it, unless it is there already or was built by an earlier job.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
command -v torch-tidy >/dev/null && exit
"$root/tool/setup.sh"
if ! "$root/build/release/bin/torch-tidy" --version; then
  "$root/tool/build.sh" torch-tidy -DTORCH_TIDY_TESTS=OFF
fi
echo "$root/build/release/bin" >>"$GITHUB_PATH"
