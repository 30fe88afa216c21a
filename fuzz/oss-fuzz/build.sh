#!/bin/bash -eu
# Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite ask for it: with CC, CXX, CFLAGS, CXXFLAGS, LIB_FUZZING_ENGINE and SANITIZER
# of the environment, sources in SRC, scratch in WORK, into OUT: TARGET, TARGET_seed_corpus.zip, TARGET.dict, TARGET.options.
#
# RTMPSPEC_FUZZ_TARGETS (names separated by semicolons) builds some of them.
top=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
[ -d "$top/fuzz/hostile" ] || top=$SRC/rtmpspec  # this file is copied to $SRC/build.sh

arguments=(-DRTMPSPEC_FUZZERS_ONLY=ON "-DRTMPSPEC_FUZZING_ENGINE=$LIB_FUZZING_ENGINE" -DRTMPSPEC_STATIC=ON
  "-DRTMPSPEC_FUZZ_TARGETS=${RTMPSPEC_FUZZ_TARGETS:-}" -DCMAKE_BUILD_TYPE=None
  "-DCMAKE_C_COMPILER=$CC" "-DCMAKE_CXX_COMPILER=$CXX" "-DCMAKE_C_FLAGS=$CFLAGS" "-DCMAKE_CXX_FLAGS=$CXXFLAGS")
# Another C++ library than the system's needs an abseil of its own, which has the sanitizer too.
[ ! -d "$SRC/abseil-cpp" ] || arguments+=("-DRTMPSPEC_ABSL_SOURCE=$SRC/abseil-cpp")
cmake -S "$top" -B "$WORK/rtmpspec-$SANITIZER" -G Ninja "${arguments[@]}"
mapfile -t names < <(awk '!/^#/ && NF { print $1 }' "$top/fuzz/targets.txt")
[ -z "${RTMPSPEC_FUZZ_TARGETS:-}" ] || IFS=';' read -r -a names <<<"$RTMPSPEC_FUZZ_TARGETS"
ninja -C "$WORK/rtmpspec-$SANITIZER" "${names[@]/%/_fuzzer}"

for name in "${names[@]}"; do
  cp "$WORK/rtmpspec-$SANITIZER/fuzz/${name}_fuzzer" "$OUT/"
  inputs=("$top/corpus/$name")
  [ ! -d "$top/corpus/regressions/$name" ] || inputs+=("$top/corpus/regressions/$name")
  find "${inputs[@]}" -type f ! -name manifest.txt ! -name README.md | zip -q -j "$OUT/${name}_fuzzer_seed_corpus.zip" -@
  dictionary=$(awk -v name="$name" '$1 == name && $2 != "none" { print $2 }' "$top/fuzz/targets.txt")
  [ -z "$dictionary" ] || cp "$top/fuzz/dictionaries/$dictionary.dict" "$OUT/${name}_fuzzer.dict"
  printf '[libfuzzer]\nmax_len = 6000\ntimeout = 10\n' >"$OUT/${name}_fuzzer.options"
done
