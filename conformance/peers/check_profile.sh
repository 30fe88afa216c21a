#!/usr/bin/env bash
# A stack against its profile: all that it does is known, and what would not be is told.
#
#   check_profile.sh RTMPSPEC NAME [PROBE]
#
# PROBE, a command, fails where the stack is not installed. Exit status: 0, 1, or 77 (skipped) where it is not, unless CI=true.
set -u
rtmpspec=$1 name=$2
profile=$(echo "$(cd "$(dirname "$0")" && pwd)"/*/"$name.toml")
[[ -f $profile ]] || { echo "there is no profile $name"; exit 1; }
if ! sh -c "cd '${profile%/*}' && ${3:-true}" >/dev/null 2>&1; then
  echo "missing: the stack of $name"
  [[ ${CI:-} == true ]] && exit 1
  exit 77
fi
dir=$(mktemp -d "${TMPDIR:-/tmp}/rtmpspec-profile.XXXXXX")
trap 'rm -rf "$dir"' EXIT
failed=0

# expect STATUS TEXT ARGUMENT...: a run ends so, and its report says so.
expect() {
  local status=$1 text=$2 actual
  shift 2
  "$rtmpspec" run --profile "$profile" "$@" >"$dir/out" 2>&1
  actual=$?
  if [[ $actual -ne $status ]] || ! grep -q -- "$text" "$dir/out"; then
    echo "FAILED: rtmpspec run --profile $name $*: exit status $actual, expected $status and '$text'"
    cat "$dir/out"
    failed=1
  else
    echo "exit status $actual as expected: $(grep -m 1 -- "$text" "$dir/out")"
  fi
}

# first CONDITION: the first case of the whole run whose result it keeps, and the behaviour that the case records, if any.
first() {
  awk '
    NR == FNR { if (NF > 2 && $2 == "=") pinned[$1] = 1; next }
    /^  "results":/ { inside = 1 }
    !inside { next }
    /^      "(id|check|verdict)": / { split($0, part, "\""); have[part[2]] = part[4] }
    /^      "records": \{$/ { getline; split($0, part, "\""); have["key"] = part[2] }
    /^    },?$/ {
      if (have["id"] ~ /^(server|client)\// && have["check"] == "" && ('"$1"')) { print have["id"], have["key"]; exit }
      delete have
    }' "$profile" "$dir/whole.json"
}

expect 0 ' HARNESS 0 ' --json "$dir/whole.json"
read -r known _ <<<"$(first 'have["verdict"] == "XFAIL"')"
read -r passing _ <<<"$(first 'have["verdict"] == "PASS"')"
read -r recording key <<<"$(first 'have["key"] in pinned && have["verdict"] == "INFO"')"

# A failure that nobody knows: its entry taken out. (A stack without one has none to take.)
if [[ -n $known ]]; then
  grep -vF "\"$known\" = " "$profile" >"$dir/unknown.toml"
  expect 1 "^FAIL  $known " --baseline "$dir/unknown.toml" --only "$known"
  expect 0 ' XFAIL [1-9]' --only "$known"
fi
# One that is gone: an entry for a case that passes.
{
  cat "$profile"
  grep -q '^\[baseline\]' "$profile" || echo '[baseline]'
  echo "\"$passing\" = { reason = \"it was so once\" }"
} >"$dir/stale.toml"
expect 1 "^XPASS  $passing" --baseline "$dir/stale.toml" --only "$passing"
# A pinned behaviour that is another one.
sed "s/^$key = .*/$key = \"dances\"/" "$profile" >"$dir/pinned.toml"
expect 1 "^FAIL  behaviour/$key" --baseline "$dir/pinned.toml" --only "$recording"
exit $failed
