#!/usr/bin/env bash
# FFmpeg publishes to `rtmpspec serve --cert --key` and plays from it over rtmps://: every packet arrives, with its bytes.
#
#   rtmps_clients_test.sh RTMPSPEC MEDIA.flv
#
# Exit status: 0, 1 with what differs, 77 (skipped) where FFmpeg or its rtmps is missing, unless CI=true.
set -u

rtmpspec=$1
media=$2

missing() {
  echo "missing: $1"
  [[ ${CI:-} == true ]] && exit 1
  exit 77
}
for tool in ffmpeg openssl; do
  command -v "$tool" >/dev/null || missing "$tool"
done
ffmpeg -v error -protocols | grep -q '\brtmps\b' || missing "FFmpeg's rtmps"

dir=$(mktemp -d)
pids=()
# shellcheck disable=SC2317  # called by the trap
cleanup() {
  [[ ${#pids[@]} -eq 0 ]] || kill "${pids[@]}" 2>/dev/null
  wait
  rm -rf "$dir"
}
trap cleanup EXIT
stop() {
  echo "FAIL $*"
  cat "$dir"/*.log
  exit 1
}
wait_for() {  # TEXT in the server's log
  for ((i = 0; i < 300; ++i)); do
    grep -q -- "$1" "$dir/server.log" && return
    sleep 0.05
  done
  stop "the server did not write: $1"
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$dir/key.pem" -out "$dir/cert.pem" -days 2 \
  -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>"$dir/openssl.log" || stop "openssl makes no certificate"
"$rtmpspec" serve --port 0 --cert "$dir/cert.pem" --key "$dir/key.pem" >"$dir/server.log" 2>&1 &
pids+=($!)
server=$!
wait_for '^listening on rtmps://127.0.0.1:[0-9]*/ (any application)$'
port=$(sed -n '1s|.*127.0.0.1:\([0-9]*\)/.*|\1|p' "$dir/server.log")
url=rtmps://localhost:$port/live/cam

timeout 60 ffmpeg -nostdin -v error -i "$url" -copyts -c copy -f flv "$dir/played.flv" >"$dir/player.log" 2>&1 &
pids+=($!)
player=$!
wait_for 'waits for live/cam$'
timeout 60 ffmpeg -nostdin -v error -re -i "$media" -c copy -flvflags no_duration_filesize -f flv "$url" >"$dir/publisher.log" 2>&1 ||
  stop "the publisher"
wait "$player" || stop "the player"

packets() {
  ffprobe -v error -show_packets -show_data_hash sha256 -of csv -show_entries packet=codec_type,pts,dts,size,flags,data_hash "$1" |
    sort
}
packets "$media" >"$dir/expected"
packets "$dir/played.flv" >"$dir/actual"
[[ -s $dir/expected ]] || stop "no packets in $media"
cmp -s "$dir/expected" "$dir/actual" || stop "packets differ (published <): $(diff "$dir/expected" "$dir/actual" | head -n 6)"

# A client that trusts nobody is refused, and with a reason.
"$rtmpspec" run "rtmps://localhost:$port/live" --only server/handshake >"$dir/run.log" 2>&1
[[ $? -eq 3 ]] || stop "run without --ca reached the server"
grep -q 'certificate verify failed' "$dir/run.log" || stop "run without --ca does not say why"
"$rtmpspec" run "rtmps://localhost:$port/live" --ca "$dir/cert.pem" --only server/handshake >"$dir/run.log" 2>&1 ||
  stop "run with --ca"

kill -TERM "$server"
wait "$server" || stop "the server's exit status"
echo "$(wc -l <"$dir/expected") packets arrived over TLS, with their bytes and timestamps"
