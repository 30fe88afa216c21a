#!/usr/bin/env bash
# doxygen_test.sh DOXYFILE: makes the reference; 1 with its warnings, 77 where Doxygen is not installed, unless CI=true.
set -u
if ! command -v doxygen >/dev/null; then
  echo "missing: doxygen"
  [ "${CI:-}" = true ] && exit 1
  exit 77
fi
cd "$(dirname "$1")" || exit 1
mkdir -p reference
exec doxygen "$1"
