# shellcheck shell=bash
# The Debian packages heddle needs, and how to get them. Sourced by the scripts beside this folder.

packages_build=(
  cmake ninja-build g++ libboost-context-dev libfmt-dev libcli11-dev nlohmann-json3-dev graphviz
)
packages_test=(catch2 chromium python3)
packages_format=(clang-format-16)
packages_bench=(libbenchmark-dev)
packages_clang=(clang-16 libclang-rt-16-dev)
packages_tidy=(clang-tidy-16)

# The exit code of everything that fails before heddle itself runs.
exit_bootstrap=69

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# die MESSAGE...: each argument is one line.
die() {
  local line
  for line in "$@"; do say "$line"; done
  exit "$exit_bootstrap"
}

# Prints those of the packages "$@" that are not installed.
missing_packages() {
  local installed package
  installed=" $(dpkg-query -W -f='${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
  for package in "$@"; do
    [[ $installed == *" $package=installed "* ]] || printf '%s\n' "$package"
  done
}

# need_packages PACKAGE...: installs those that are missing; offline and silent if none is.
need_packages() {
  local missing as_root=()
  if ! command -v dpkg-query >/dev/null; then
    # Not Debian: take what is there; CMake names what it cannot find.
    command -v cmake >/dev/null && command -v ninja >/dev/null && return
    die "no apt here: please install cmake (3.25), ninja, g++ (12), Boost.Context, fmt, CLI11," \
      "nlohmann-json, Graphviz and, for the tests, Catch2 with the tools of your system"
  fi
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0

  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "missing packages, and neither root nor sudo to install them; please run as root:" \
        "  apt-get install ${missing[*]}"
    as_root=(sudo)
    # Without a terminal nobody can type a password.
    [[ -t 0 ]] || as_root=(sudo -n)
  fi

  say "installing ${missing[*]}"
  mkdir -p "$root/build"
  local log=$root/build/packages.log
  as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  # A mirror that cannot be reached is no harm while the packages can be had.
  "${as_root[@]}" update >"$log" 2>&1 </dev/null || say "apt-get update failed; trying on"
  if ! "${as_root[@]}" install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    die "could not install ${missing[*]}; the whole log is $log"
  fi
}
