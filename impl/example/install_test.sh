#!/usr/bin/env bash
# The installed package: a program outside of the tree finds it by CMake and by pkg-config, and what it built serves.
#
#   install_test.sh BUILD RTMPSPEC CXX
set -eu
build=$1
rtmpspec=$2
export CXX=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/rtmpspec-install.XXXXXX")
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/prefix" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
for private in impl/connection/server_impl.h impl/connection/session_testing.h impl/command/arguments.h; do
  [ ! -e "$work/prefix/include/rtmpspec/$private" ] || { echo "$private is installed"; exit 1; }
done
{ cmake -S "$here" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" && cmake --build "$work/build"; } >"$work/log" 2>&1 ||
  { cat "$work/log"; exit 1; }

# The flags of one's own are one's own: what the package asks for goes with -Wall -Wextra -Werror.
export PKG_CONFIG_PATH=$work/prefix/lib/pkgconfig
read -ra flags <<<"$(pkg-config --cflags --libs --static rtmpspec)"
"$CXX" -std=c++20 -Wall -Wextra -Werror "$here/embed.cc" -o "$work/embed" "${flags[@]}"

for program in "$work/build/embed" "$work/embed"; do
  "$rtmpspec" run --server "'$program' {port}" --only server/handshake --only server/connect/answered --only server/publish/started \
    --only server/stream/distinct_ids | tail -n 2
done
