#!/usr/bin/env bash
# What a review job does: torch-tidy on the change, reports for the platform it runs on. The action of this repository calls it;
# the variables that it reads besides are those of GitHub's runners.
#
#   TORCH_TIDY_FILES      files and folders, one a line; default: everything
#   TORCH_TIDY_SINCE      what the change is compared with; default: the target of the request, nothing on other runs
#   TORCH_TIDY_ARGUMENTS  more arguments, one a line
#   TORCH_TIDY_REPORT     the file for the SARIF report
set -euo pipefail

mapfile -t files < <(printf '%s' "${TORCH_TIDY_FILES:-.}" | grep -v '^[[:space:]]*$')
mapfile -t arguments < <(printf '%s' "${TORCH_TIDY_ARGUMENTS:-}" | grep -v '^[[:space:]]*$' || true)
since="${TORCH_TIDY_SINCE:-}"
formats=(--format=text)
if [[ -n ${GITHUB_ACTIONS:-} ]]; then
  formats=(--format=github "--format=sarif:${TORCH_TIDY_REPORT:-torch-tidy.sarif}")
  [[ -z $since && -n ${GITHUB_BASE_REF:-} ]] && since="origin/$GITHUB_BASE_REF"
fi
[[ -n $since ]] && arguments+=("--since=$since")

exec "${TORCH_TIDY:-torch-tidy}" "${formats[@]}" "${arguments[@]}" "${files[@]}"
