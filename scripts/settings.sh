# What start.sh must know of the settings, found as the proxy finds them: environment, then .env, then
# default; an empty value counts as not set. Sourced. The file is read, never executed.
# shellcheck shell=bash

: "${project:?}"

# setting NAME DEFAULT
setting() {
  local value=${!1:-}
  [ -n "$value" ] || value=$(setting_in_env_file "$1")
  printf '%s' "${value:-$2}"
}

# The last line of .env that sets NAME; the same rules as proxy/config/env_file.cpp, less escapes.
setting_in_env_file() {
  local line value='' blank='[[:space:]]'
  [ -r "$project/.env" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    [[ $line =~ ^$blank*(export$blank+)?$1$blank*=$blank*(.*)$ ]] || continue
    value=${BASH_REMATCH[2]}
    case $value in
      \"*) value=${value#\"} value=${value%%\"*} ;;
      \'*) value=${value#\'} value=${value%%\'*} ;;
      \#*) value='' ;;
      *) value=${value%%[[:space:]]\#*} value=${value%"${value##*[![:space:]]}"} ;;
    esac
  done <"$project/.env"
  printf '%s' "$value"
}
