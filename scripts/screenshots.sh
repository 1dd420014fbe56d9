#!/usr/bin/env bash
# Makes the pictures of the README anew, of the UI as it is built: docs/screenshots/*.png.
#
#   scripts/screenshots.sh [FOLDER]     (default: docs/screenshots)
#
# Needs build/dev (the proxy), build/web (scripts/build.sh web) and npm ci in tests/browser.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

folder=$(realpath "${1:-$project/docs/screenshots}")
cd "$project/tests/browser"
PROXY_BINARY=${PROXY_BINARY:-$project/build/dev/proxy/chat-proxy} \
  UI_DIR=${UI_DIR:-$project/build/web/site} SCREENSHOTS=$folder node --test pictures.test.mjs
