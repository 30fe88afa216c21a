# shellcheck shell=bash
# For bench/gate and bench/linear_work, which source it: counts instructions with callgrind.

# glibc's `rep movsb` copies would be counted by the byte.
tunables=glibc.cpu.x86_rep_movsb_threshold=1000000000:glibc.cpu.x86_rep_stosb_threshold=1000000000

not_measured() {
  printf 'not measured: %s\n' "$1" >&2
  exit 77
}

require_program() {
  [ -x "$1" ] || not_measured "$1 is not built. It needs valgrind's headers (apt-get install valgrind), then
  cmake --preset release && cmake --build --preset release --target $(basename "$1")"
}
require_valgrind() {
  command -v valgrind >/dev/null || not_measured "valgrind is not installed: apt-get install valgrind"
}

# count DIRECTORY PROGRAM [argument...]: runs it under callgrind. DIRECTORY/cases gets what it prints, DIRECTORY/counts a line
# "name instructions" for each dump. Environment and path are the same wherever it is run: they move the stack, and the cost of
# copies and hashes with it.
count() {
  local directory=$1 program=$2
  shift 2
  mkdir -p "$directory"
  if ! (cd "$(dirname "$program")" && env -i GLIBC_TUNABLES="$tunables" "$(command -v valgrind)" --tool=callgrind \
    --callgrind-out-file="$directory/out" "./$(basename "$program")" "$@") >"$directory/cases" 2>"$directory/log"; then
    cat "$directory/log" >&2
    return 1
  fi
  awk 'FNR == 1 { name = "" }
       /^desc: Trigger: Client Request: / { name = $NF }
       /^summary:/ && name != "" { count[name] = $2 }
       END { for (name in count) print name, count[name] }' "$directory"/out.* >"$directory/counts"
  rm -f "$directory"/out*
}
