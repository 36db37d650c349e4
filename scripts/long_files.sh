#!/usr/bin/env bash
# Names files so long that one may ask whether they hold one thing. A question, never a refusal.
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files '*.py' '*.css' '*.js' '*.html' ':!*/migrations/*' | while read -r file; do
  case $file in *.html) most=80 ;; *) most=400 ;; esac
  lines=$(wc -l <"$file")
  [ "$lines" -le "$most" ] || echo "$file has $lines lines: does it hold one thing?"
done
