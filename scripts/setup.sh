#!/usr/bin/env bash
# Brings a bare Debian or Ubuntu machine to where Provision Map runs: `setup.sh`, or `setup.sh dev` for tests too.
# A second run finds everything there and takes a moment.
set -euo pipefail
cd "$(dirname "$0")/.."

list=requirements.txt
[ "${1:-}" != dev ] || list=requirements-dev.txt

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
}

if command -v dpkg-query >/dev/null; then
  [ -n "$(find_python)" ] || scripts/system_packages.sh 'the language it is written in' python3
  if [ ! -x .venv/bin/python ] && ! "$(find_python)" -c 'import ensurepip' 2>/dev/null; then
    scripts/system_packages.sh 'keeps its Python packages in a folder of their own' python3-venv
  fi
  scripts/system_packages.sh 'draws the PDF papers' libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  [ "$list" = requirements.txt ] || scripts/system_packages.sh 'reads the PDF papers in the tests' poppler-utils
fi

[ ! -d var ] || chmod -R go= var  # children's records are for this account alone

python=$(find_python)
if [ -z "$python" ]; then
  echo 'Provision Map needs Python 3.11 or later. Install it, then start again.' >&2
  exit 1
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
stamp=.venv/installed-$list
if ! cmp --silent "$list" "$stamp"; then
  echo "Installing Python packages ($list)"
  .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement "$list"
  cp "$list" "$stamp"
fi
