#!/usr/bin/env bash
# Installs what is missing of the distribution's packages, and nothing else.
#
#   scripts/setup.sh PURPOSE...      build-proxy build-desktop build-web run test tidy
#   scripts/setup.sh --list PURPOSE...   only names them
#
# For Debian 12 and Ubuntu 24.04; as root or with sudo. Used by start.sh, test.sh and the Dockerfiles.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

packages_for() {
  # xz-utils unpacks the sources where they come from the Debian archive.
  local build="cmake ninja-build git ca-certificates python3 xz-utils"
  local native="g++ libssl-dev" fonts="fonts-inter fonts-jetbrains-mono python3-fonttools"
  local browser=chromium
  ! grep -q '^ID=ubuntu' /etc/os-release || browser=chromium-browser
  case $1 in
    build-proxy) echo "$build $native" ;;
    build-desktop) echo "$build $native $fonts pkg-config libsdl2-dev libgl-dev libfreetype-dev libfontconfig-dev libicu-dev libharfbuzz-dev" ;;
    build-web) echo "$build $fonts emscripten brotli" ;;
    run) echo redis-server ;;
    test) echo "redis-server ccache clang libclang-rt-dev curl dpkg-dev $browser npm xvfb xdotool xclip nginx-light" \
      "libnginx-mod-http-brotli-static docker-compose python3-yaml shellcheck" ;;
    tidy) echo clang-tidy clang-format ;;
    *) fail "There is no purpose '$1'; the purposes are build-proxy build-desktop build-web run test tidy." 2 ;;
  esac
}

# Whether the package, or something as good from elsewhere, is here.
is_here() {
  case $1 in
    g++ | cmake | git | python3 | brotli | redis-server | ccache | curl | npm | xdotool | xclip | shellcheck | clang | clang-*)
      command -v "$1" ;;
    ninja-build) command -v ninja ;;
    pkg-config) command -v pkg-config ;;
    libclang-rt-dev) compgen -G "$(clang -print-resource-dir)/lib/*/libclang_rt.fuzzer*.a" ;;
    dpkg-dev) command -v dpkg-shlibdeps ;;
    xz-utils) command -v xz ;;
    emscripten) command -v em++ ;;
    xvfb) command -v Xvfb ;;
    nginx-light) [ -x /usr/sbin/nginx ] ;;
    chromium*) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
    docker-compose) command -v docker-compose || docker compose version ;;
    *) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1")" = installed ] ;;
  esac >/dev/null 2>&1
}

if [ "${1:-}" = --list ]; then
  shift
  for purpose in "$@"; do packages_for "$purpose"; done | tr -s ' ' '\n' | sort -u
  exit 0
fi

missing=()
for purpose in "$@"; do
  for package in $(packages_for "$purpose"); do
    [[ " ${missing[*]-} " == *" $package "* ]] || is_here "$package" || missing+=("$package")
  done
done
[ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null ||
  fail "This machine has no apt-get. Use './start.sh --docker', or install what corresponds to: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  by_hand="Ask someone who administers this machine to run: apt-get install ${missing[*]}"
  command -v sudo >/dev/null || fail "Packages are missing and there is no sudo. $by_hand"
  if [ -t 0 ]; then
    echo "Some packages have to be installed (${missing[*]}); sudo may ask for your password."
    sudo -v || fail "sudo did not allow installing packages. $by_hand"
  else
    sudo -n true 2>/dev/null || fail "sudo asks for a password, but there is no terminal. $by_hand"
  fi
  as_root=(sudo)
fi

apt() {
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

# The package index may be absent (a fresh machine) or stale (404s): then once more after an update.
install_packages() {
  apt install --no-install-recommends "${missing[@]}" && return
  echo "--- again, after apt-get update ---"
  apt update && apt install --no-install-recommends "${missing[@]}"
}

trap stop_step EXIT
run_step "Installing ${missing[*]}" packages.log \
  "Check that this machine is online and that 'apt-get update' works." install_packages
