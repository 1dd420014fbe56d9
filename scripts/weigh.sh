#!/usr/bin/env bash
# What a visitor downloads: prints how many bytes each file of the browser UI has, plain and compressed,
# and fails when all of them together, as brotli, are over the limit.
#
#   scripts/weigh.sh [SITE FOLDER]      (default: build/web/site)
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

limit=400000
site=${1:-$project/build/web/site}
[ -e "$site/index.html" ] || fail "There is no browser UI in $site. Build it with scripts/build.sh web."

# What is not there in a form is sent in the next worse one.
size() {
  local file
  for file in "$@"; do
    [ ! -e "$file" ] || { stat -c %s "$file" && return; }
  done
}

total_raw=0 total_gzip=0 total_brotli=0
printf '%10s %10s %10s  %s\n' raw gzip brotli file
for file in "$site"/*; do
  case $file in *.br | *.gz) continue ;; esac
  raw=$(size "$file")
  gzip=$(size "$file.gz" "$file")
  brotli=$(size "$file.br" "$file.gz" "$file")
  printf '%10d %10d %10d  %s\n' "$raw" "$gzip" "$brotli" "$(basename "$file")"
  ((total_raw += raw, total_gzip += gzip, total_brotli += brotli)) || true
done
printf '%10d %10d %10d  %s\n' "$total_raw" "$total_gzip" "$total_brotli" "all"

[ "$total_brotli" -le "$limit" ] ||
  fail "The browser UI weighs $total_brotli bytes as brotli; more than $limit make people wait too long."
