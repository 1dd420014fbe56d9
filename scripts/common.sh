# Shared by start.sh, test.sh and the other scripts, which source it: words to the person, steps that
# show how long they take, and failing with one sentence.
# shellcheck shell=bash

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$project/build/logs

# fail SENTENCE [EXIT CODE]: the sentence says what to do.
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit "${2:-1}"
}

# The path as a person would type it from the project's folder.
shown() { printf '%s' "${1#"$project"/}"; }

# run_step WHAT LOG ADVICE COMMAND...: runs the command with its output in build/logs/LOG and one line
# on the screen. A failure shows the end of the log, then one sentence with the advice.
running_step=
run_step() {
  local what=$1 log=$logs/$2 advice=$3 began=$SECONDS
  shift 3
  mkdir -p "$logs"
  printf '%s ... ' "$what"
  # A process group of its own, so that stop_step reaches the compilers too.
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  running_step=$!
  set +m
  if [ -t 1 ]; then
    while kill -0 "$running_step" 2>/dev/null; do
      printf '\r\033[K%s ... %s%d s ' "$what" "$(step_progress "$log")" $((SECONDS - began))
      sleep 0.5
    done
    printf '\r\033[K%s ... ' "$what"
  fi
  local code=0
  wait "$running_step" || code=$?
  running_step=
  if [ "$code" -eq 0 ]; then
    printf 'done, %d s\n' $((SECONDS - began))
    return
  fi
  printf 'failed after %d s\n' $((SECONDS - began))
  tail -n 12 "$log" | sed 's/^/  | /' >&2
  fail "$what failed. $advice The whole log is $(shown "$log")."
}

# "[34/120] " from ninja's last line.
step_progress() {
  tail -c 4000 "$1" 2>/dev/null | grep -o '^\[[0-9]*/[0-9]*\] ' | tail -n 1 || true
}

stop_step() {
  [ -z "$running_step" ] || kill -TERM -- "-$running_step" 2>/dev/null || true
}
