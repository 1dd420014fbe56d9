#!/usr/bin/env bash
# Downloads original source tarballs from the Debian archive that this machine already uses, and
# unpacks each into DEST/<name>. For machines that reach a Debian mirror but not the git hosts.
#
#   fetch_debian_sources.sh DEST name=suite[=version-prefix] ...
#
# It works in a private apt root under DEST, so the system's own apt configuration is neither read
# for suites nor changed. apt checks every tarball against the signed index of its suite.
# --tar-only: some mirrors answer 404 for a package's .dsc or .debian.tar, never for the original.
set -euo pipefail

dest=${1:?usage: fetch_debian_sources.sh DEST name=suite[=version-prefix]...}
shift
mkdir -p "$dest"
dest=$(cd "$dest" && pwd)
root=$dest/.apt
log=$dest/.apt.log

fail() { echo "fetch_debian_sources: $1" >&2; exit 1; }

# Two presets may be configured at the same time.
exec 9>"$dest/.lock"
flock 9

missing=()
for wanted in "$@"; do
  [ -e "$dest/${wanted%%=*}/.complete-${wanted//[^A-Za-z0-9.-]/_}" ] || missing+=("$wanted")
done
[ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null || fail "this machine has no apt-get, so it cannot use the Debian archive"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || fail "$keyring is missing; install the package debian-archive-keyring"

# The mirror is the one the machine uses for its own Debian packages: no host is named here.
# shellcheck disable=SC2016  # $(SITE) is apt's
site=$(apt-get indextargets --format '$(SITE)|$(ORIGIN)|$(LABEL)' 'Created-By: Packages' 2>/dev/null |
  awk -F'|' '$2 == "Debian" && $3 == "Debian" { print $1; exit }')
[ -n "$site" ] || fail "apt names no Debian mirror here; run 'apt-get update' first, or give the sources with -DMAGIC_SOURCES_DIR"

mkdir -p "$root/lists/partial" "$root/cache/archives/partial"
: >"$root/sources.list"
for suite in bookworm trixie trixie-backports forky; do
  echo "deb-src [signed-by=$keyring] $site $suite main" >>"$root/sources.list"
done

# Valid-Until: frozen mirrors serve indexes past their date. An old index is still signed, and the
# versions wanted here are old ones anyway.
private_apt() {
  apt-get -q \
    -oDir::Etc::SourceList="$root/sources.list" -oDir::Etc::SourceParts=/nonexistent \
    -oDir::State::Lists="$root/lists" -oDir::Cache="$root/cache" \
    -oAPT::Sandbox::User= -oAcquire::Retries=3 -oAcquire::Check-Valid-Until=false "$@"
}

private_apt update >"$log" 2>&1 || fail "the Debian archive did not answer; see $log"

for wanted in "${missing[@]}"; do
  IFS='=' read -r name suite version <<<"$wanted"
  download=$root/download/$name
  rm -rf "$download" "${dest:?}/$name"
  mkdir -p "$download" "$dest/$name"
  (cd "$download" && private_apt source --download-only --tar-only "$name/$suite") >>"$log" 2>&1 ||
    fail "could not download the source of $name from $suite; see $log"
  tarball=$(find "$download" -name "${name}_*.orig.tar.*" ! -name '*.asc' | head -n 1)
  [ -n "$tarball" ] || fail "$suite has no original tarball of $name"
  case ${tarball##*/} in
    "${name}_${version:-}"*) ;;
    *) echo "note: $name in $suite is now ${tarball##*/}; $version was expected" >&2 ;;
  esac
  tar -xf "$tarball" -C "$dest/$name" --strip-components=1
  touch "$dest/$name/.complete-${wanted//[^A-Za-z0-9.-]/_}"
  echo "$name: ${tarball##*/}"
done
