#!/usr/bin/env bash
# nginx with its RTMP module against its profile: everything that it does is known, and what would not be is told.
#
#   nginx_profile.sh RTMPSPEC
#
# Exit status: 0, 1, or 77 (skipped) where nginx is not installed, unless CI=true.
set -u
rtmpspec=$1
profile=$(cd "$(dirname "$0")" && pwd)/nginx-rtmp/nginx-rtmp.toml
if ! command -v nginx >/dev/null || [[ ! -e /usr/lib/nginx/modules/ngx_rtmp_module.so ]]; then
  echo "missing: nginx with libnginx-mod-rtmp"
  [[ ${CI:-} == true ]] && exit 1
  exit 77
fi
dir=$(mktemp -d "${TMPDIR:-/tmp}/rtmpspec-profile.XXXXXX")
trap 'rm -rf "$dir"' EXIT
failed=0

# expect STATUS TEXT ARGUMENT...: a run ends so, and its report says so.
expect() {
  local status=$1 text=$2
  shift 2
  "$rtmpspec" run "$@" >"$dir/out" 2>&1
  local actual=$?
  if [[ $actual -ne $status ]] || ! grep -q -- "$text" "$dir/out"; then
    echo "FAILED: rtmpspec run $*: exit status $actual, expected $status and '$text'"
    cat "$dir/out"
    failed=1
  fi
}

expect 0 ' passed, 0 failed, ' --profile nginx-rtmp
only=(--only server/control/abort --only server/control/chunk_size_zero)
known=$(grep -c '^"server/control/abort"' "$profile")
[[ $known -eq 1 ]] || { echo "FAILED: the profile does not list server/control/abort"; failed=1; }

# A deviation that nobody knows: the entry taken out.
grep -v '^"server/control/abort"' "$profile" >"$dir/unknown.toml"
expect 1 '^FAIL  server/control/abort ' --profile nginx-rtmp --baseline "$dir/unknown.toml" "${only[@]}"
# One that is gone: an entry for a case that passes.
{ cat "$profile" && echo '"server/connect/answered" = { reason = "it was so once" }'; } >"$dir/stale.toml"
expect 1 '^XPASS  server/connect/answered' --profile nginx-rtmp --baseline "$dir/stale.toml" --only server/connect/answered
# A pinned behaviour that is another one.
sed 's/^chunk-size-zero = .*/chunk-size-zero = "dances"/' "$profile" >"$dir/pinned.toml"
expect 1 '^FAIL  behaviour/chunk-size-zero ' --profile nginx-rtmp --baseline "$dir/pinned.toml" "${only[@]}"
# And the profile as it is.
expect 0 ' passed, 0 failed, ' --profile nginx-rtmp "${only[@]}"
exit $failed
