#!/usr/bin/env bash
# Installs Debian or Ubuntu packages where they are missing: `system_packages.sh WHY PACKAGE...`.
# Says what and why. Without the right to install it prints the command to ask for, and fails.
set -euo pipefail

why=$1
shift
missing=()
for package in "$@"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo)
else
  printf 'Missing: %s (%s).\nAsk whoever looks after this machine to run:\n  sudo apt-get install %s\nthen start again.\n' \
    "${missing[*]}" "$why" "${missing[*]}" >&2
  exit 1
fi

echo "Installing ${missing[*]} ($why)"
export DEBIAN_FRONTEND=noninteractive
install=("${as_root[@]}" apt-get install --yes --quiet --no-install-recommends "${missing[@]}")
if ! "${install[@]}" >/dev/null 2>&1; then
  "${as_root[@]}" apt-get update --quiet >/dev/null
  "${install[@]}" >/dev/null
fi
