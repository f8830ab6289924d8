# shellcheck shell=bash
# Node and the npm packages that tests need. Sourced after packages.sh; expects $root.

# need_node: node and npm, as Debian packages unless there is a node already.
need_node() {
  command -v node >/dev/null || need_packages nodejs npm
  command -v npm >/dev/null || need_packages npm
}

# need_modules FOLDER: what the lock file of FOLDER pins, in FOLDER/node_modules. Offline and silent
# unless the lock file has changed since. Two at once wait for each other.
need_modules() {
  local folder=$1 log=$root/build/npm.log installed lock
  lock=$(sha256sum <"$folder/package-lock.json")
  mkdir -p "$root/build"
  {
    flock 9
    installed=$(cat "$folder/node_modules/.installed" 2>/dev/null || true)
    [[ $installed == "$lock" ]] && return
    need_node
    say "installing the npm packages of ${folder#"$root/"}"
    if ! (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 </dev/null; then
      tail -n 20 "$log" >&2
      die "could not install the npm packages that ${folder#"$root/"}/package-lock.json names;" \
        "this needs the network once. The whole log is $log"
    fi
    printf '%s\n' "$lock" >"$folder/node_modules/.installed"
  } 9>"$root/build/npm.lock"
}
