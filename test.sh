#!/usr/bin/env bash
# From a clone to every test: installs what is missing, builds, and ends with ctest's summary.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/scripts/common.sh"
cd "$project"

usage() {
  cat <<'TEXT'
Usage: ./test.sh [OPTION]...

  --only REGEX   only the tests whose name matches
  --asan         built with AddressSanitizer and UBSan
  --tsan         built with ThreadSanitizer
  --tidy         clang-format and clang-tidy over our own C++ instead of the tests
  --help         this text
TEXT
}

preset=dev
tidy=no
selection=()
while [ $# -gt 0 ]; do
  case $1 in
    --only)
      [ -n "${2:-}" ] || fail "--only needs a regular expression." 2
      selection=(--tests-regex "$2")
      shift
      ;;
    --asan | --tsan) preset=${1#--} ;;
    --tidy) tidy=yes ;;
    --help | -h) usage && exit ;;
    *) fail "There is no option '$1'; ./test.sh --help lists them all." 2 ;;
  esac
  shift
done

trap stop_step EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

purposes=(build-proxy build-desktop build-web test)
[ "$tidy" = no ] || purposes+=(tidy)
scripts/setup.sh "${purposes[@]}" || exit

mend="Mend what its last lines say."
run_step "Building with tests ($preset)" "$preset.log" "$mend" scripts/build.sh "$preset"
if [ "$tidy" = yes ]; then
  exec scripts/tidy.sh "build/$preset"
fi
# Looked at by a test, which would build it without a word, and what start.sh runs.
run_step "Building the proxy as users run it" release.log "$mend" scripts/build.sh release --target chat-proxy
run_step "Building the fuzz targets" fuzz.log "$mend" scripts/build.sh fuzz --target fuzzers
run_step "Building the browser UI" web.log "$mend" scripts/build.sh web
for folder in tests/browser tests/system/openai_client; do
  if [ -e $folder/package-lock.json ] &&
    [ ! $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]; then
    run_step "Fetching what $folder needs" npm.log "Check that this machine reaches an npm registry." \
      npm --prefix $folder ci --no-audit --no-fund
  fi
done

# The browser tests look for Debian's; another distribution's has another name.
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
export CHROMIUM
exec ctest --preset "$preset" --parallel "$(nproc)" ${selection[@]+"${selection[@]}"}
