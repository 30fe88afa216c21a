#!/usr/bin/env bash
# What our client and server send, seen by Wireshark's RTMP dissector: nothing is malformed, and each message has the chunk stream,
# type, message stream, time, length and command name that we say.
#
#   tshark_test.sh SESSION_PCAP
#
# Exit status: 0, 1 with the difference, 77 (skipped) where tshark is not installed, unless CI=true.
#
# The dissector shows of a compressed header what stands in it: what is left out is taken from the message before on the same chunk
# stream, as 5.3.1.2 says. Times it computes itself.
set -eu
session_pcap=$1
if ! command -v tshark >/dev/null; then
  echo "missing: tshark"
  [ "${CI:-}" = true ] && exit 1
  exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/rtmpspec-tshark.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$session_pcap" "$work/session.pcap" >"$work/ours"

dissect() { tshark -n -r "$work/session.pcap" -d tcp.port==1935,rtmpt "$@" 2>"$work/errors" || { cat "$work/errors"; exit 1; }; }

malformed=$(dissect -Y '_ws.malformed || (_ws.expert && rtmpt)')
if [ -n "$malformed" ]; then
  printf 'malformed for tshark:\n%s\n' "$malformed"
  exit 1
fi

for stream in 0 1; do
  for port in $((50001 + stream)) 1935; do
    dissect -O rtmpt -V -Y "tcp.stream == $stream && tcp.srcport == $port && rtmpt" | awk -v port=$port '
      function hexadecimal(text,    i, value) {
        for (i = 1; i <= length(text); ++i) value = 16 * value + index("0123456789abcdef", substr(text, i, 1)) - 1
        return value
      }
      function flush_message() {
        if (!open) return
        printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", port, csid, type[csid], msid[csid], time, size[csid], name
        open = 0
      }
      /^Real Time Messaging Protocol \(/ {
        flush_message()
        name = ""
        if (match($0, /AMF0 Command [A-Za-z_]+/)) name = substr($0, RSTART + 13, RLENGTH - 13)
      }
      /^    RTMP Header/ { open = 1 }
      !open { next }
      / = Chunk Stream ID: / { csid = $NF }
      /^ +Timestamp: / { time = $2 }
      /^ +Extended timestamp: / { time = $3 }
      /^ +Body size: / { size[csid] = $3 }
      /^ +Type ID: / { match($0, /0x[0-9a-f]+/); type[csid] = hexadecimal(substr($0, RSTART + 2, RLENGTH - 2)) }
      /^ +Stream ID: / { msid[csid] = $3 }
      END { flush_message() }' >>"$work/theirs"
  done
done
diff -u --label ours "$work/ours" --label tshark "$work/theirs"
printf '%d messages are the same\n' "$(wc -l <"$work/ours")"
