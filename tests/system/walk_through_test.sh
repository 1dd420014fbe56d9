#!/usr/bin/env bash
# The three walk-through tests of the README, over curl, against the real proxy and a real Redis.
set -u
. "$(dirname "$0")/real_proxy.sh"

say() {  # MODE PROVIDER TEXT
  post /chat "{\"message\":\"$3\",\"mode\":\"$1\",\"provider\":\"$2\",\"session_id\":\"walk\"}"
}
messages() { redis-cli -p "$REDIS_PORT" --raw GET 'chat:session:{walk}:messages'; }

start_redis
start_proxy

check "health is in the original's shape" has '"services_available":{"chatgpt":{"stateless":false' "$(curl -sS "$API/")"
check "health says what to do about the missing key" has 'OPENAI_API_KEY' "$(curl -sS "$API/")"

say stateless demo "My name is Alice" >/dev/null
check "test 1: without memory the model does not know the name" has_not 'Alice' "$(say stateless demo "What's my name?" | python3 -c 'import json,sys; print(json.load(sys.stdin)["response"])')"
say stateful demo "My name is Bob" >/dev/null
check "test 1: with memory it does" has 'Your name is Bob' "$(say stateful demo "What's my name?")"

check "test 2: the other provider is refused in words" has '"code":"provider_unavailable"' "$(say stateful chatgpt "Hello")"
check "test 2: and the conversation is intact" has 'Your name is Bob' "$(say stateful demo "What's my name?")"

say stateless demo "I like pizza" >/dev/null
check "test 3: what was said without memory is known with it" has 'You like pizza' "$(say stateful demo "What do I like?")"
check "test 3: asked in other words too" has 'pizza' "$(say stateful demo "What food do I prefer?")"

check "every message is in Redis, readable" has '"text":"My name is Alice"' "$(messages)"
check "a refused message is not" has_not '"text":"Hello"' "$(messages)"
check "the session expires by itself" test "$(redis-cli -p "$REDIS_PORT" TTL 'chat:session:{walk}:messages')" -gt 3500

stream=$(post /chat '{"message":"What is my name?","mode":"stateful","provider":"demo","session_id":"walk","stream":true}' -N)
check "a stream opens with its context" has 'event: context' "${stream%%$'\n'*}"
check "a stream ends with done" has 'event: done' "$stream"

other=$(post /chat '{"message":"I like tea","provider":"demo","session_id":"walk_2"}')
check "another session starts empty" has '"message_count":2' "$other"
check "clearing answers as the original did" test "$(post /clear-session '{"session_id":"walk"}')" = '{"status":"success","message":"Session cleared"}'
check "a cleared session is gone" test "$(redis-cli -p "$REDIS_PORT" EXISTS 'chat:session:{walk}:messages')" = 0
check "and only that one" test "$(redis-cli -p "$REDIS_PORT" EXISTS 'chat:session:{walk_2}:messages')" = 1
check "a pattern is no session id" has '"param":"session_id"' "$(post /clear-session '{"session_id":"*"}')"

kill "$redis_pid"; wait "$redis_pid" 2>/dev/null
check "without Redis a message is refused with 503" test "$(post /chat '{"message":"x","provider":"demo"}' -o /dev/null -w '%{http_code}')" = 503
check "and health says so" has '"redis":{"available":false' "$(curl -sS "$API/")"
redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --dir "$work" --appendonly yes --save '' >"$work/redis2.log" 2>&1 &
pids+=($!)
wait_for 10 redis-cli -p "$REDIS_PORT" ping
check "when Redis is back the proxy goes on by itself" has '"message_count":4' "$(post /chat '{"message":"I like tea","provider":"demo","session_id":"walk_2"}')"

kill -TERM "$proxy_pid"; wait "$proxy_pid"
check "the proxy ends cleanly when told to" test $? = 0
finish
