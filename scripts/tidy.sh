#!/usr/bin/env bash
# clang-format and clang-tidy over our own C++ (rules: .clang-format, .clang-tidy), with the commands of a
# built preset. Version 14, which is Debian 12's: others format a little differently.
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
git ls-files -z -- '*.h' '*.cpp' | xargs -0 clang-format --dry-run --Werror
# clang knows not every warning that g++ is told about.
printf '%s\0' "${files[@]}" | xargs -0 -n 4 -P "$(nproc)" \
  clang-tidy -p "$folder" --quiet --extra-arg=-Wno-unknown-warning-option
echo "Nothing found in ${#files[@]} files."
