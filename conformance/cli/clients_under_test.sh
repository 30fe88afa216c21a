#!/usr/bin/env bash
# Real clients under test: a publisher and a player run through the suite, and nothing of it fails that is not the client's fault.
#
#   clients_under_test.sh RTMPSPEC
#
# Exit status: 0, 1, or 77 (skipped) where ffmpeg is not installed, unless CI=true.
set -u
rtmpspec=$1
if ! command -v ffmpeg >/dev/null; then
  echo "missing: ffmpeg"
  [[ ${CI:-} == true ]] && exit 1
  exit 77
fi
failed=0
"$rtmpspec" run --publisher 'ffmpeg -loglevel error -re -stream_loop -1 -i {media} -c copy -f flv {url}' --only 'server/handshake' \
  --only 'client/handshake' --only client/control/ping || failed=1
"$rtmpspec" run --player 'ffmpeg -loglevel error -i {url} -c copy -y {out}' --only client/handshake --only client/chunk/timestamps \
  --only client/control/chunk_size_per_direction || failed=1
exit $failed
