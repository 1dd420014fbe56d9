# Finds the Redis that the settings name, or runs a private one. Sourced by start.sh after common.sh
# and settings.sh.
#
# The private Redis listens on 127.0.0.1 only, keeps an append-only file under data/redis, and is
# stopped with start.sh.
# shellcheck shell=bash

: "${project:?}" "${logs:?}"
redis_pid=

# What answers PING at HOST PORT: a Redis's line ("+PONG", "-NOAUTH ..."), something else, or nothing.
# shellcheck disable=SC2016  # $0 and $1 are the inner bash's
ask_redis() {
  timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1
                     printf "PING\r\n" >&3
                     IFS= read -r -t 2 line <&3
                     printf "%s" "$line"' "$1" "$2" 2>/dev/null || true
}

# shellcheck disable=SC2016  # likewise
something_listens() {
  timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null
}

free_port() {
  local port
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$((20000 + RANDOM % 20000))
    something_listens 127.0.0.1 "$port" || break
  done
  printf '%s' "$port"
}

# find_redis: sets redis_needed to "yes" when a private one has to be started; fails when the one that
# the settings name cannot be used.
# shellcheck disable=SC2034  # redis_needed is for start.sh
find_redis() {
  local socket answer
  redis_host=$(setting REDIS_HOST localhost)
  redis_port=$(setting REDIS_PORT 6379)
  redis_needed=no
  if [ -n "$(setting REDIS_URL "$(setting REDIS_URL_FILE '')")" ]; then
    redis_shown="the address in REDIS_URL" # which is the proxy's to read and to judge
    return
  fi
  socket=$(setting REDIS_SOCKET '')
  if [ -n "$socket" ]; then
    [ -S "$socket" ] || fail "There is no Redis socket at $socket. Start that Redis, or remove REDIS_SOCKET from .env."
    redis_shown=$socket
    return
  fi
  redis_shown=$redis_host:$redis_port
  answer=$(ask_redis "$redis_host" "$redis_port")
  case $answer in
    +PONG*) return ;;
    -NOAUTH*)
      [ -n "$(setting REDIS_PASSWORD "$(setting REDIS_PASSWORD_FILE '')")" ] ||
        fail "The Redis at $redis_shown asks for a password. Put REDIS_PASSWORD=... into .env."
      return
      ;;
    -*) return ;; # a Redis that is loading or busy: the proxy waits for it
  esac
  case $redis_host in
    localhost | 127.* | ::1) redis_needed=yes ;;
    *) fail "No Redis answers at $redis_shown. Start it there, or remove REDIS_HOST from .env to let start.sh run a private one." ;;
  esac
}

redis_password() {
  local file
  setting REDIS_PASSWORD '' | grep . && return
  file=$(setting REDIS_PASSWORD_FILE '')
  [ -z "$file" ] || head -n 1 "$file"
}

# start_redis: runs the private Redis and sets REDIS_HOST and REDIS_PORT for the proxy.
start_redis() {
  local folder=$project/data/redis port=$redis_port log=$logs/redis.log
  mkdir -p "$folder" "$logs"
  chmod 700 "$folder"
  # Redis inherits the lock: two of them on one append-only file would destroy it.
  exec 9>"$folder/lock"
  flock -n 9 || fail "A private Redis already uses $(shown "$folder"). Stop the other start.sh of this folder first."
  if something_listens 127.0.0.1 "$port"; then
    echo "Port $port belongs to something that is no Redis; the private Redis takes another."
    port=$(free_port)
  fi
  # The proxy will log in with the password of the settings, so this Redis must know it; in a file,
  # because every user of the machine reads command lines.
  local password config=$folder/redis.conf
  password=$(redis_password)
  (umask 077 && : >"$config")
  if [ -n "$password" ]; then
    password=${password//\\/\\\\}
    printf 'requirepass "%s"\n' "${password//\"/\\\"}" >>"$config"
  fi
  # A session of its own, because Ctrl-C must not stop it before the proxy has stored its last
  # answers; the death signal, because it must not outlive start.sh.
  setsid setpriv --pdeathsig TERM redis-server "$config" --port "$port" --bind 127.0.0.1 --dir "$folder" \
    --appendonly yes --appendfsync everysec --save '' --daemonize no --loglevel notice \
    >"$log" 2>&1 </dev/null &
  redis_pid=$!
  exec 9>&-
  for _ in $(seq 100); do
    [[ $(ask_redis 127.0.0.1 "$port") =~ ^(\+PONG|-NOAUTH) ]] && break
    kill -0 "$redis_pid" 2>/dev/null ||
      fail "The private Redis did not start; $(shown "$log") says why: $(tail -n 1 "$log")"
    sleep 0.1
  done
  export REDIS_HOST=127.0.0.1 REDIS_PORT=$port
  echo "Started a private Redis on port $port; its data is in $(shown "$folder")."
}
