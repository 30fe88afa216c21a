#!/usr/bin/env bash
# doxygen_test.sh DOXYFILE: makes the reference; 1 with its warnings, 77 where Doxygen is not installed, unless CI=true.
# Every class and structure says what it is; a member whose name says it needs no words.
set -u
if ! command -v doxygen >/dev/null; then
  echo "missing: doxygen"
  [ "${CI:-}" = true ] && exit 1
  exit 77
fi
cd "$(dirname "$1")" || exit 1
mkdir -p reference
warnings=$(doxygen "$1" 2>&1 | grep -v 'warning: Member .* is not documented\.$')
[ -z "$warnings" ] || { printf '%s\n' "$warnings"; exit 1; }
