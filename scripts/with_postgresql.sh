#!/usr/bin/env bash
# Runs a command with DATABASE_URL set to a PostgreSQL of its own, which is thrown away afterwards.
set -euo pipefail

PATH=$PATH:$(echo /usr/lib/postgresql/*/bin | tr ' ' :)
folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

as_postgres() {  # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- env PATH="$PATH" "$@"); else "$@"; fi
}
[ "$(id -u)" != 0 ] || chown postgres "$folder"
stop() {
  as_postgres pg_ctl stop --pgdata "$folder/data" --mode immediate --silent || true
  rm -rf "$folder"
}
trap stop EXIT

as_postgres initdb --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C.UTF-8 >/dev/null
as_postgres pg_ctl start --pgdata "$folder/data" --silent --wait --log "$folder/log" \
  --options "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c fsync=off"
DATABASE_URL=postgres://postgres@127.0.0.1:$port/postgres "$@"
