#!/usr/bin/env bash
# The tour command against the real proxy and a real Redis, with one provider and with two.
# From the environment: PROXY_BINARY, TOUR_BINARY.
set -u
. "$(dirname "$0")/real_proxy.sh"

redis() { redis-cli -p "$REDIS_PORT" --raw "$@"; }
titles() { redis --scan --pattern 'chat:session:*:meta' | while read -r key; do redis HGET "$key" title; done; }
tour() { "$TOUR_BINARY" --proxy "$API" "$@" 2>&1; echo "exit $?"; }

start_redis
start_proxy

alone=$(tour)
check "with the demo alone, what it can show passes" has $'7 passed, 2 skipped\nexit 0' "$alone"
check "the answer that forgot is shown" has "> I don't know your name" "$alone"
check "and the one that remembered" has 'passed: The answer names Bob.' "$alone"
check "what needs ChatGPT is skipped, and says so" has 'skipped: Needs ChatGPT' "$alone"
check "what needs two providers is skipped, and says so" has 'skipped: Needs a second provider' "$alone"
check "the runs are stored under their titles" has 'Tour: Memory toggle' "$(titles)"

one=$(tour --only last-n)
check "one scenario can be run by itself" has $'1 passed\nexit 0' "$one"
check "a provider without its key is refused in its own words" has 'OPENAI_API_KEY' "$(tour --provider chatgpt)"
check "and that is no pass" has 'exit 1' "$(tour --provider chatgpt)"
check "only what is skipped is no pass either" has $'1 skipped\nexit 1' "$(tour --only provider-held)"
check "an unknown scenario is a wrong option, and the known ones are listed" has 'seamless-switching' "$(tour --only nothing)"
check "wrong options have an exit code of their own" has 'exit 2' "$(tour --only nothing; tour --what)"

# The first proxy's OpenAI face is a model server for a second one: so there are two providers.
start_proxy OLLAMA_BASE_URL="$API/v1" OLLAMA_MODEL=demo
two=$(tour --provider ollama)
check "with two providers the switch passes too" has $'8 passed, 1 skipped\nexit 0' "$two"
check "because the other one answered" has "What's my name?  [demo, memory on]" "$two"

kill "$redis_pid"; wait "$redis_pid" 2>/dev/null
check "without Redis there is nothing to show" has 'exit 1' "$(tour)"
API=http://127.0.0.1:9
check "nor without a proxy" has $'try again.\nexit 1' "$(tour)"
finish
