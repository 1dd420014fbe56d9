#!/usr/bin/env bash
# From a clone to a chat: installs what is missing, builds, runs Redis if there is none, and serves.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/scripts/common.sh"
# shellcheck source=scripts/settings.sh
source "$project/scripts/settings.sh"
# shellcheck source=scripts/redis.sh
source "$project/scripts/redis.sh"
cd "$project"

usage() {
  cat <<'TEXT'
Usage: ./start.sh [OPTION]...

Installs what is missing, builds Memory Magic, starts Redis if none answers, and serves the chat.
Ctrl-C stops everything that it started.

  --port N       port of the API (default: PORT in the environment or .env, else 9090)
  --ui-port N    port of the UI (default: UI_PORT, else 3000)
  --desktop      also open the desktop program
  --build-only   install and build, start nothing
  --no-build     start what is already built
  --docker       run it with Docker Compose instead; needs only Docker
  --help         this text

Settings such as OPENAI_API_KEY are read from .env; copy .env.example to begin.
TEXT
}

api_port=$(setting PORT 9090)
ui_port=$(setting UI_PORT 3000)
build=yes
start=yes
desktop=no
docker=no
while [ $# -gt 0 ]; do
  case $1 in
    --port=* | --ui-port=*) set -- "$1" "${1%%=*}" "${1#*=}" "${@:2}" ;; # and round again
    --port | --ui-port)
      [[ ${2:-} =~ ^[0-9]{1,5}$ ]] && [ "$2" -ge 1 ] && [ "$2" -le 65535 ] ||
        fail "$1 needs a port number from 1 to 65535." 2
      [ "$1" = --port ] && api_port=$2 || ui_port=$2
      shift
      ;;
    --desktop) desktop=yes ;;
    --build-only) start=no ;;
    --no-build) build=no ;;
    --docker) docker=yes ;;
    --help | -h) usage && exit ;;
    *) fail "There is no option '$1'; ./start.sh --help lists them all." 2 ;;
  esac
  shift
done

# ---- Docker Compose instead ---------------------------------------------------------------------
run_in_docker() {
  local compose
  if docker compose version >/dev/null 2>&1; then
    compose="docker compose"
  elif command -v docker-compose >/dev/null; then
    compose="docker-compose"
  else
    fail "Docker Compose is not here. Install Docker (https://docs.docker.com/get-docker/), or run ./start.sh without --docker."
  fi
  docker info >/dev/null 2>&1 ||
    fail "Docker does not answer. Start it, and see that you may use it ('docker info' says why not)."
  export PORT=$api_port UI_PORT=$ui_port
  $compose build || fail "Docker could not build the images. The lines above say why."
  [ "$start" = yes ] || exit 0
  # It returns when the health checks of what the UI depends on have passed.
  $compose up -d || fail "Docker could not start the services. See '$compose ps' and '$compose logs'."
  echo "Memory Magic is ready. UI: http://localhost:$ui_port API: http://localhost:$api_port"
  echo "Stop it with '$compose down'; 'logs -f' instead of 'down' shows what it does."
}

if [ "$docker" = yes ]; then
  run_in_docker
  exit
fi

# ---- What can be known before building ----------------------------------------------------------
[ "$(uname -s)" = Linux ] || fail "Without Docker this runs on Linux only. Use ./start.sh --docker here."

check_port() { # check_port NUMBER OPTION
  ! something_listens 127.0.0.1 "$1" ||
    fail "Port $1 is in use by another program. Choose another with $2, or stop that program ('ss -ltnp' lists them)."
}

if [ "$start" = yes ]; then
  [ "$api_port" != "$ui_port" ] || fail "The API and the UI cannot both use port $api_port. Choose another with --ui-port."
  check_port "$api_port" --port
  check_port "$ui_port" --ui-port
  find_redis
  [ "$desktop" = no ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ||
    fail "There is no display for the desktop program. Leave out --desktop and use the browser."
fi

# ---- Install and build --------------------------------------------------------------------------
trap stop_step EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

purposes=()
[ "$build" = no ] || purposes+=(build-proxy build-desktop build-web)
[ "$start" = no ] || [ "$redis_needed" = no ] || purposes+=(run)
scripts/setup.sh ${purposes[@]+"${purposes[@]}"} || exit

if [ "$build" = yes ]; then
  again="Mend what its last lines say, then run ./start.sh again."
  run_step "Building the proxy and the desktop program" release.log "$again" scripts/build.sh release
  run_step "Building the browser UI" web.log "$again" scripts/build.sh web
fi
proxy=build/release/proxy/chat-proxy
[ -x "$proxy" ] && [ -e build/web/site/index.html ] ||
  fail "Memory Magic is not built yet. Run ./start.sh without --no-build."
[ "$start" = yes ] || exit 0

# ---- Serve, until Ctrl-C or until something ends ------------------------------------------------
proxy_pid=
desktop_pid=

# stop PID: asks it to end, and insists after ten seconds.
stop() {
  [ -n "$1" ] || return 0
  kill -TERM "$1" 2>/dev/null || return 0
  for _ in $(seq 100); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
}

# The proxy before Redis: it stores its last answers while it stops.
stop_everything() {
  trap '' INT TERM HUP
  stop "$desktop_pid"
  stop "$proxy_pid"
  stop "$redis_pid"
}
trap stop_everything EXIT
trap 'exit 0' INT TERM HUP

if [ "$redis_needed" = yes ]; then
  start_redis
else
  echo "Using the Redis at $redis_shown."
fi

mkdir -p "$logs"
# Its log is for reading later; why it cannot start is shown below.
setsid setpriv --pdeathsig TERM "$proxy" --port "$api_port" --ui-port "$ui_port" 2>"$logs/proxy.log" &
proxy_pid=$!
echo "Starting the proxy; Ctrl-C stops everything."

if [ "$desktop" = yes ]; then
  for _ in $(seq 100); do
    something_listens 127.0.0.1 "$api_port" && break
    kill -0 "$proxy_pid" 2>/dev/null || break
    sleep 0.1
  done
  setsid setpriv --pdeathsig TERM build/release/client-wasm/chat-desktop \
    --proxy "http://127.0.0.1:$api_port" >"$logs/desktop.log" 2>&1 &
  desktop_pid=$!
fi

# A closed window is no reason to stop serving; the end of the proxy or of the private Redis is.
code=0
wait -n "$proxy_pid" $redis_pid || code=$?
if kill -0 "$proxy_pid" 2>/dev/null; then
  fail "The private Redis has ended, so no message can be stored. $(shown "$logs/redis.log") says why; then run ./start.sh again."
fi
# With code 1 it has said why in a sentence of its own, which is no line of its log.
grep -v '^{' "$logs/proxy.log" >&2 || true
[ "$code" -eq 1 ] ||
  fail "The proxy ended unexpectedly (code $code). Run ./start.sh again, and report this if it happens twice."
exit 1
