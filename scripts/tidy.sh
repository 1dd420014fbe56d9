#!/usr/bin/env bash
# clang-tidy over our own C++ (rules: .clang-tidy), with the commands of a built preset.
#
#   scripts/tidy.sh BUILD-FOLDER [FILE...]
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$project"

folder=${1:?usage: scripts/tidy.sh BUILD-FOLDER [FILE...]}
shift
[ -e "$folder/compile_commands.json" ] || fail "$folder has no compile_commands.json. Configure it first."
files=("$@")
if [ ${#files[@]} -eq 0 ]; then
  # Only what this preset compiles: the browser's files have no native command.
  mapfile -t files < <(git ls-files -- 'shared/*.cpp' 'proxy/*.cpp' 'client-wasm/*.cpp' |
    grep -Fx -f <(grep -o "\"file\": \"$project/[^\"]*" "$folder/compile_commands.json" |
      sed "s|.*\"$project/||"))
fi
printf '%s\0' "${files[@]}" | xargs -0 -n 4 -P "$(nproc)" clang-tidy -p "$folder" --quiet
echo "clang-tidy found nothing in ${#files[@]} files."
