#!/usr/bin/env bash
# Configures a preset when needed, and builds it; a second run with nothing changed takes a moment.
#
#   scripts/build.sh PRESET [--target TARGET] [CMAKE OPTION...]
#
# The options count when the preset is configured for the first time.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$project"

preset=${1:?usage: scripts/build.sh PRESET [--target TARGET] [CMAKE OPTION...]}
shift
target=all
if [ "${1:-}" = --target ]; then
  target=$2
  shift 2
fi
folder=build/$preset

# As many compilers as there are cores, but no more than memory holds at about 1 GB for the largest.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1000000) }' /proc/meminfo)
  [ "$memory" -ge "$cores" ] && memory=$cores
  [ "$memory" -ge 1 ] || memory=1
  echo "$memory"
}

configure=(cmake --preset "$preset" "$@")
if [ "$preset" = web ]; then
  configure=(emcmake "${configure[@]}")
  # Debian's Emscripten looks for acorn beside Debian's node; another node does not look there.
  export NODE_PATH=/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}
fi
# ninja configures again by itself when a CMake file changed, but does not know of the presets, nor
# that the folder has been moved.
home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$folder/CMakeCache.txt" 2>/dev/null || true)
[ -z "$home" ] || [ "$home" -ef "$project" ] || configure+=(--fresh)
if [ ! -e "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ] ||
  [ ! "$home" -ef "$project" ]; then
  "${configure[@]}"
fi
cmake --build "$folder" --parallel "$(jobs)" --target "$target"
