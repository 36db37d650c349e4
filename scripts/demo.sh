#!/usr/bin/env bash
# Runs the demo schools on this machine until Ctrl-C. Its data lies in var/demo, apart from any real installation.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${PORT:-8000}
python=.venv/bin/python
export DEMO=yes DEBUG=no ALLOWED_HOSTS=127.0.0.1,localhost BEHIND_PROXY=no EMAIL_URL=
export DATA_FOLDER=${DATA_FOLDER:-$PWD/var/demo}
# Never the database that .env names: the demo schools belong in one of their own.
export DATABASE_URL=${DATABASE_URL:-sqlite:///$DATA_FOLDER/provisionmap.sqlite3}
export TODAY=${TODAY:-2026-11-23}

if "$python" -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)" 2>/dev/null; then
  echo "Something else answers on port $port. Try: make demo PORT=$((port + 1))" >&2
  exit 1
fi

umask 077
mkdir -p "$DATA_FOLDER/static"
if ! "$python" manage.py migrate --verbosity 0; then
  "$python" manage.py demo --make-room
  "$python" manage.py migrate --verbosity 0
fi
"$python" manage.py demo --port "$port"

stop() {
  trap '' INT TERM
  kill "${children[@]}" 2>/dev/null || true
  wait
  echo 'Stopped.'
  exit 0
}
children=()
trap stop INT TERM
"$python" manage.py db_worker --verbosity 0 & children+=($!)
"$python" -m gunicorn --bind "127.0.0.1:$port" --workers 2 --threads 4 --log-level warning provisionmap.wsgi & children+=($!)
# Ends with whichever of the two ends first, so that neither runs without the other.
wait -n || true
echo 'One part of the demo has ended; stopping the other.' >&2
kill "${children[@]}" 2>/dev/null || true
wait
exit 1
