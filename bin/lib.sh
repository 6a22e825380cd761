# Shared by the scripts of this folder; sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
envoy_version=1.40.0
umask g-w,o-w # what lies in the cache or in a build is run: no other user changes it

say() { printf '%s\n' "$*" >&2; }

# fail CODE MESSAGE…: 2 wrong usage, 3 could not do it.
fail() {
  local code=$1
  shift
  say "$*"
  exit "$code"
}

# Sets $cache, the one folder for parts that others built; on no path of this checkout. What lies there is run:
# it belongs to this user or to root, and nobody else may write into it.
open_cache() {
  cache=${MODEENVOY_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set; set MODEENVOY_CACHE}/.cache}/modeenvoy}
  mkdir -p "$cache" 2>/dev/null || fail 3 "$cache: cannot be made (expected: a folder for what is fetched; MODEENVOY_CACHE names another)"
  local strange
  # The engine's own folder has rights of its own, within one that is looked at.
  strange=$(find "$cache/." -maxdepth 3 -path '*/./docker/*' -prune -o ! -type l \( -perm -0020 -o -perm -0002 -o ! \( -user root -o -user "$(id -u)" \) \) -print -quit 2>/dev/null) || true
  [ -z "$strange" ] || fail 3 "$strange: others than $(id -un) may change it, and what lies there is run (expected: nobody else may).
Take a folder of your own (MODEENVOY_CACHE), or remove this one and call again."
}

# sha256 FILE…: as sha256sum prints it, on machines that have none too.
sha256() { if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# need COMMAND HOW: COMMAND is on PATH, or the script ends and says how to get it.
need() {
  command -v "$1" >/dev/null 2>&1 || fail 3 "$1 is missing. $2"
}

need_pip() {
  need python3 "Install Python 3 with pip, for example: apt-get install python3 python3-pip"
  python3 -m pip --version >/dev/null 2>&1 \
    || fail 3 "pip is missing for $(command -v python3). Install it, for example: apt-get install python3-pip"
}

# locked FILE COMMAND…: one at a time where the machine has flock.
locked() {
  local file=$1
  shift
  mkdir -p "$(dirname "$file")"
  if command -v flock >/dev/null 2>&1; then
    (flock 9 && "$@") 9>"$file"
  else
    "$@"
  fi
}

# The benchmarks and the fuzz run, from a checkout; JAVA_HOME is set.
build_benchmarks() {
  say "Building the benchmarks …"
  mkdir -p target
  bin/mvn -B -q -Dquick -Dmaven.test.skip=true -pl benchmarks -am package >target/bench-build.log 2>&1 || {
    cat target/bench-build.log >&2
    fail 3 "The build failed; the log above is target/bench-build.log"
  }
}
