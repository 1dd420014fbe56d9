#!/usr/bin/env bash
# Builds the fuzz targets (tests/fuzz) and runs each for a bounded time, from its seeds: the files in
# tests/fuzz/corpus and recorded answers of providers. Needs clang (scripts/setup.sh test).
#
#   scripts/fuzz.sh [SECONDS EACH [TARGET...]]      6 seconds, all targets
#
# FUZZ_SEED=N begins with the same random numbers each time, as the tests do: what they find came with
# the change that they are run for.
#
# What a run finds that leads into new code is kept in build/fuzz/found, and the next run begins with
# it. An input that breaks something is in build/fuzz/broken; `build/fuzz/tests/fuzz/fuzz_TARGET FILE`
# repeats it.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$project"

seconds=${1:-6}
targets=("${@:2}")
[[ $seconds =~ ^[0-9]+$ ]] || fail "usage: scripts/fuzz.sh [SECONDS EACH [TARGET...]]" 2
if [ ${#targets[@]} -eq 0 ]; then
  for file in tests/fuzz/*_fuzz.cpp; do
    targets+=("$(basename "${file%_fuzz.cpp}")")
  done
fi

trap stop_step EXIT
run_step "Building the fuzz targets" fuzz.log "Mend what its last lines say." \
  scripts/build.sh fuzz --target fuzzers

recorded_for() {
  case $1 in
    answers | provider_bodies | lines) echo tests/fixtures/openai tests/fixtures/ollama ;;
    openai_face) echo tests/fixtures/openai_face ;;
  esac
}

mkdir -p build/fuzz/broken
for target in "${targets[@]}"; do
  found=build/fuzz/found/$target
  log=build/fuzz/$target.log
  mkdir -p "$found"
  read -ra recorded <<<"$(recorded_for "$target")"
  echo "$target, $seconds s"
  # Seeds are run even when there is no time left.
  if ! "build/fuzz/tests/fuzz/fuzz_$target" -seed="${FUZZ_SEED:-0}" -max_total_time="$seconds" -max_len=8192 -timeout=10 \
    -rss_limit_mb=1024 -artifact_prefix="build/fuzz/broken/$target-" -print_final_stats=1 \
    "$found" "tests/fuzz/corpus/$target" ${recorded[@]+"${recorded[@]}"} >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    fail "$target is broken by an input in build/fuzz/broken."
  fi
  grep -E 'number_of_executed_units' "$log"
done
echo "Nothing found."
