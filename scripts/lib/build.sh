# shellcheck shell=bash
# Configuring and building by preset. Sourced after packages.sh; expects $root.

# configure PRESET [OPTION...]: configures build/PRESET unless that is done. CMake itself notices
# changed build files later. An option VARIABLE=ON is turned on in a configured folder, too; all
# others hold for the first time only.
configure() {
  local preset=$1 build=$root/build/$1 fresh=() option off=()
  shift
  # A tree that was copied or moved together with its build folder is configured anew.
  if [[ -f $build/CMakeCache.txt ]] &&
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
    fresh=(--fresh)
  elif [[ -f $build/build.ninja ]]; then
    for option in "$@"; do
      [[ $option == -D*=ON ]] || continue
      option=${option#-D}
      grep -q "^${option%=ON}:BOOL=ON$" "$build/CMakeCache.txt" || off+=("-D$option")
    done
    ((${#off[@]} == 0)) || cmake "${off[@]}" "$build"
    return
  fi
  (cd "$root" && cmake --preset "$preset" "${fresh[@]}" "$@")
}

# build_quietly PRESET TARGET [OPTION...]: configures and builds without a word, except for the end
# of the log if that fails. Two at once wait for each other.
build_quietly() {
  local preset=$1 target=$2 build=$root/build/$1
  shift 2
  mkdir -p "$build"
  [[ -f $build/build.ninja ]] || say "building $target; this happens once and takes a few minutes"
  if ! {
    flock 9
    configure "$preset" "$@" && cmake --build "$build" --target "$target"
  } 9>"$build/build.lock" >"$build/build.log" 2>&1 </dev/null; then
    tail -n 40 "$build/build.log" >&2
    die "the build failed; the whole log is $build/build.log"
  fi
}

# run_tests PRESET [CTEST OPTION...]: builds a preset and runs its tests, telling all. The tests run
# under the command `tests_under`, if there is one.
tests_under=()
run_tests() {
  local preset=$1
  shift
  (
    cd "$root" && cmake --preset "$preset" && cmake --build --preset "$preset" &&
      "${tests_under[@]}" ctest --preset "$preset" --output-on-failure -j "$(nproc)" "$@"
  )
}
