#!/usr/bin/env bash
# OpenAI's own client for JavaScript against the real proxy and a real Redis.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/real_proxy.sh"

[ -d "$here/openai_client/node_modules/openai" ] ||
  die "OpenAI's client is not here; run: npm --prefix tests/system/openai_client ci"

start_redis
# shellcheck disable=SC2119  # the proxy needs no settings here
start_proxy
check "OpenAI's client works against the proxy unchanged, and has memory" \
  env API="$API" node --test "$here/openai_client/openai_client.test.mjs"
check "what it said in a session is in Redis" has 'chat:session:{npm-' "$(redis-cli -p "$REDIS_PORT" --scan --pattern 'chat:session:*' | head -n 5)"
finish
