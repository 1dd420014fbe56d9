# Sourced by system tests: a private redis-server and the real proxy, both gone when the script ends.
#
#   start_redis              sets REDIS_PORT
#   start_proxy [NAME=v …]   sets API and UI (addresses); needs PROXY_BINARY
#   check NAME COMMAND…      one sentence, true when the command succeeds
#   finish                   prints the sum and exits
set -u

work=$(mktemp -d)
pids=()
failures=0

stop_all() {
  for pid in "${pids[@]:-}"; do [ -n "$pid" ] && kill "$pid" 2>/dev/null; done
  wait 2>/dev/null
  rm -rf "$work"
}
trap stop_all EXIT

die() { echo "FAILED: $1" >&2; exit 1; }

wait_for() {  # SECONDS COMMAND...
  local until=$((SECONDS + $1 * ${MAGIC_TEST_PATIENCE:-1})); shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.1
  done
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_redis() {
  REDIS_PORT=$(free_port)
  redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --dir "$work" --appendonly yes --save '' \
    >"$work/redis.log" 2>&1 &
  pids+=($!)
  redis_pid=$!
  wait_for 10 redis-cli -p "$REDIS_PORT" ping || die "redis-server did not start: $(tail -n 3 "$work/redis.log")"
}

start_proxy() {
  local port; port=$(free_port)
  # What sanitizers are told stays (tests/support/sanitized.py).
  env -i PATH="$PATH" HOME="$work" ASAN_OPTIONS="${ASAN_OPTIONS-}" LSAN_OPTIONS="${LSAN_OPTIONS-}" \
    TSAN_OPTIONS="${TSAN_OPTIONS-}" UBSAN_OPTIONS="${UBSAN_OPTIONS-}" REDIS_HOST=127.0.0.1 REDIS_PORT="$REDIS_PORT" PORT="$port" UI_PORT=-1 \
    DEMO_PIECE_DELAY_MS=0 "$@" "$PROXY_BINARY" --env-file /dev/null >"$work/proxy.log" 2>&1 &
  pids+=($!)
  proxy_pid=$!
  API=http://127.0.0.1:$port
  wait_for 10 curl -fsS "$API/" || die "the proxy did not start: $(tail -n 3 "$work/proxy.log")"
}

post() {  # PATH JSON [curl options]
  local path=$1 body=$2; shift 2
  curl -sS --max-time $((20 * ${MAGIC_TEST_PATIENCE:-1})) "$API$path" -H 'Content-Type: application/json' -d "$body" "$@"
}

check() {
  local name=$1; shift
  if "$@"; then echo "ok: $name"; else echo "FAILED: $name"; failures=$((failures + 1)); fi
}

has() { case "$2" in *"$1"*) true ;; *) echo "  expected: $1"; echo "  got: $2"; false ;; esac; }
has_not() { case "$2" in *"$1"*) echo "  not expected: $1"; echo "  got: $2"; false ;; *) true ;; esac; }

finish() {
  [ "$failures" = 0 ] || { echo "$failures failed"; exit 1; }
  echo "all passed"
}
