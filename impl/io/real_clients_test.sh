#!/usr/bin/env bash
# Real publishers and players through `rtmpspec serve`: every packet arrives, with its bytes and its timestamp.
#
#   real_clients_test.sh RTMPSPEC MEDIA.flv [PUBLISHER...]     PUBLISHER: ffmpeg rtmp2sink rtmpsink; default: all
#
# Three stacks publish (FFmpeg's, GStreamer's own, librtmp), each under a name of its own. Of each stream two players that were
# there before it get everything, three that come late get the metadata, the sequence headers, and everything from a key frame
# on. What they wrote is compared with what was published packet by packet, timestamps as they are: no client rewrites one (FFmpeg
# would shift those of a late player to 0: -copyts). One thing is forgiven: rtmp2src hands on one message at a time and forgets the
# one in its hands when StreamEOF arrives, so its last packet may be missing.
#
# Exit status: 0, 1 with a line for each difference, 77 (skipped) where a client is not installed, unless CI=true.
set -u

rtmpspec=$1
media=$2
shift 2
publishers=("$@")
[[ ${#publishers[@]} -gt 0 ]] || publishers=(ffmpeg rtmp2sink rtmpsink)

# ---- What is needed

missing=()
[[ -x $rtmpspec ]] || missing+=("$rtmpspec")
for tool in ffmpeg ffprobe rtmpdump gst-launch-1.0 gst-inspect-1.0; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [[ ${#missing[@]} -eq 0 ]]; then
  for element in rtmp2sink rtmp2src rtmpsink flvdemux flvmux h264parse aacparse; do
    gst-inspect-1.0 --exists "$element" || missing+=("GStreamer's $element")
  done
fi
if [[ ${#missing[@]} -gt 0 ]]; then
  echo "missing: $(IFS=,; echo "${missing[*]}")"
  [[ ${CI:-} == true ]] && exit 1
  exit 77
fi

# ---- Processes: each bounded in time, each ended by its id

dir=$(mktemp -d)
declare -A pid_of  # of what runs still
# shellcheck disable=SC2317  # called by the trap
cleanup() {
  [[ ${#pid_of[@]} -eq 0 ]] || kill "${pid_of[@]}" 2>/dev/null
  wait
  rm -rf "$dir"
}
trap cleanup EXIT

failures=0
fail() {
  echo "FAIL $*"
  failures=$((failures + 1))
}
stop() {
  echo "FAIL $*"
  echo "--- server"
  cat "$dir/server.log"
  exit 1
}

# run NAME COMMAND...: in the background, its output in NAME.log.
run() {
  local name=$1
  shift
  timeout -k 2 60 "$@" </dev/null >"$dir/$name.log" 2>&1 &
  pid_of[$name]=$!
}
# finish NAME: waits for its end, which must be a good one.
finish() {
  wait "${pid_of[$1]}"
  local status=$?
  unset "pid_of[$1]"
  [[ $status -eq 0 ]] || fail "$1: exit status $status: $(tail -n 3 "$dir/$1.log")"
}

# wait_for WHAT COMMAND...: until the command succeeds.
wait_for() {
  local what=$1
  shift
  for ((i = 0; i < 300; ++i)); do
    "$@" && return
    sleep 0.05
  done
  stop "no $what within 15 s"
}
logged() { [[ $(grep -c -- "$1" "$dir/server.log") -ge ${2:-1} ]]; }
longer_than() { [[ -e $1 && $(stat -c %s "$1") -gt $2 ]]; }

publish() {  # PUBLISHER URL
  local sink
  case $1 in
    ffmpeg)
      run "publish_$1" ffmpeg -nostdin -hide_banner -v error -re -i "$dir/media.flv" -c copy -flvflags no_duration_filesize -f flv "$2"
      return
      ;;
    rtmp2sink) sink=(rtmp2sink "location=$2") ;;
    rtmpsink) sink=(rtmpsink "location=$2") ;;
    *) stop "unknown publisher $1" ;;
  esac
  run "publish_$1" gst-launch-1.0 -q flvmux streamable=true name=mux ! "${sink[@]}" \
    filesrc location="$dir/media.flv" ! flvdemux name=demux \
    demux.video ! queue ! h264parse ! mux. demux.audio ! queue ! aacparse ! mux.
}
play() {  # PLAYER NAME URL, into NAME.flv
  case $1 in
    ffmpeg) run "$2" ffmpeg -nostdin -hide_banner -v error -i "$3" -copyts -c copy -f flv "$dir/$2.flv" ;;
    rtmpdump) run "$2" rtmpdump -q --live -r "$3" -o "$dir/$2.flv" ;;
    rtmp2src) run "$2" gst-launch-1.0 -q rtmp2src location="$3" ! filesink buffer-mode=unbuffered location="$dir/$2.flv" ;;
  esac
}

# ---- The session

# Nine seconds with a key frame in each: time enough for a late player to start on a busy machine.
ffmpeg -nostdin -v error -stream_loop 2 -i "$media" -c copy -f flv "$dir/media.flv" || stop "ffmpeg cannot read $media"

run server "$rtmpspec" serve --port 0
wait_for "first line of the server" logged '^listening on rtmp://127.0.0.1:[0-9]*/ (any application)$'
url=$(sed -n '1s|^listening on \(rtmp://[0-9.:]*\)/.*|\1/live|p' "$dir/server.log")

early=(ffmpeg rtmp2src)
late=(ffmpeg rtmpdump rtmp2src)
for publisher in "${publishers[@]}"; do
  for player in "${early[@]}"; do play "$player" "${publisher}_early_$player" "$url/$publisher"; done
done
for publisher in "${publishers[@]}"; do
  wait_for "waiting players of $publisher" logged "waits for live/$publisher\$" ${#early[@]}
done
for publisher in "${publishers[@]}"; do publish "$publisher" "$url/$publisher"; done
# The first key frame has 2598 bytes: who comes after so much comes late.
for publisher in "${publishers[@]}"; do
  wait_for "media from $publisher" longer_than "$dir/${publisher}_early_rtmp2src.flv" 4000
  for player in "${late[@]}"; do play "$player" "${publisher}_late_$player" "$url/$publisher"; done
done

# ---- The verdict

# probe NAME: NAME.flv's packets, a line each (timestamps, size, flags, hash of the payload), in NAME.audio and NAME.video; its
# decoders' configurations in NAME.streams.
probe() {
  local base=$dir/$1
  ffprobe -v error -show_packets -show_streams -show_data_hash sha256 -of csv \
    -show_entries packet=codec_type,pts,dts,size,flags,data_hash:stream=codec_type,codec_name,extradata_hash "$base.flv" >"$base.csv"
  grep '^packet,audio,' "$base.csv" >"$base.audio"
  grep '^packet,video,' "$base.csv" >"$base.video"
  grep -E '^stream,.*,(audio|video),' "$base.csv" | sort >"$base.streams"
}

# first_tags FILE: the tags up to the first coded frame, as "data", "avc-header", "aac-header", "key", "frame" or "audio".
first_tags() {
  local offset=13 type size head tags=()
  while read -r type size head < <(od -An -v -tx1 -j "$offset" -N 13 "$1" |
    tr -d '\n' | awk 'NF == 13 {print $1, $2 $3 $4, $12 $13}'); do
    case $type$head in
      12*) tags+=(data) ;;
      091700) tags+=(avc-header) ;;
      08af00) tags+=(aac-header) ;;
      091701) tags+=(key) ;;
      09*) tags+=(frame) ;;
      08*) tags+=(audio) ;;
      *) tags+=("type-$type") ;;
    esac
    case ${tags[-1]} in key | frame | audio) break ;; esac
    offset=$((offset + 11 + 0x$size + 4))
  done
  echo "${tags[*]}"
}

probe media

# same_packets NAME KIND early|late: the packets are those published, to the end without a gap, and early from the beginning.
same_packets() {
  local first position=1
  first=$(head -n 1 "$dir/$1.$2")
  [[ -n $first ]] || { fail "$1: no $2"; return; }
  [[ $3 == early ]] || position=$(grep -nxF -m 1 -- "$first" "$dir/media.$2" | cut -d: -f1)
  [[ -n $position ]] || { fail "$1: its first $2 packet was never published: $first"; return; }
  tail -n "+$position" "$dir/media.$2" >"$dir/expected"
  cmp -s "$dir/expected" "$dir/$1.$2" && return
  if [[ $1 == *_rtmp2src ]]; then
    sed -i '$d' "$dir/expected"
    cmp -s "$dir/expected" "$dir/$1.$2" && return
  fi
  fail "$1: $2 packets differ from those published (<): $(diff "$dir/expected" "$dir/$1.$2" | head -n 6)"
}

# check NAME early|late
check() {
  local name=$1
  finish "$name"
  probe "$name"
  diff "$dir/media.streams" "$dir/$name.streams" >"$dir/diff" || fail "$name: other headers: $(cat "$dir/diff")"
  same_packets "$name" video "$2"
  same_packets "$name" audio "$2"
  [[ $2 == late ]] || return
  local first_video first_audio
  # Late is late, and begins with a key frame.
  cmp -s <(head -n 1 "$dir/media.video") <(head -n 1 "$dir/$name.video") && fail "$name: it was not late"
  head -n 1 "$dir/$name.video" | grep -q ',K_,' || fail "$name: its first video packet is no key frame"
  IFS=, read -r _ _ first_video _ <"$dir/$name.video"
  IFS=, read -r _ _ first_audio _ <"$dir/$name.audio"
  [[ $first_audio -ge $first_video ]] || fail "$name: audio begins at $first_audio, the key frame is at $first_video"
  # FFmpeg writes tags of its own making, the other two what they received.
  [[ $name == *_ffmpeg ]] && return
  local tags
  tags=$(first_tags "$dir/$name.flv")
  [[ $tags == data\ * && $tags == *avc-header* && $tags == *aac-header* && $tags == *\ key ]] ||
    fail "$name: began with: $tags"
}

for publisher in "${publishers[@]}"; do finish "publish_$publisher"; done
pairs=0
for publisher in "${publishers[@]}"; do
  for player in "${early[@]}"; do check "${publisher}_early_$player" early; done
  for player in "${late[@]}"; do check "${publisher}_late_$player" late; done
  pairs=$((pairs + ${#early[@]} + ${#late[@]}))
done

kill -TERM "${pid_of[server]}"
finish server  # SIGTERM ends it with status 0
expected=$((pairs + ${#publishers[@]}))
[[ $(tail -n 1 "$dir/server.log") == "stopped: $expected connections served" ]] ||
  fail "server: its last line is: $(tail -n 1 "$dir/server.log")"

if [[ $failures -gt 0 ]]; then
  echo "--- server"
  cat "$dir/server.log"
  echo "$failures failures"
  exit 1
fi
echo "$pairs pairs: every packet arrived, with its bytes and its timestamp"
