# Shared by the scripts of this folder; sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
envoy_version=1.40.0

say() { printf '%s\n' "$*" >&2; }

# fail CODE MESSAGE…: 2 wrong usage, 3 could not do it.
fail() {
  local code=$1
  shift
  say "$*"
  exit "$code"
}

# The one folder for parts that others built; on no path of this checkout.
cache_folder() { printf '%s\n' "${MODEENVOY_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set; set MODEENVOY_CACHE}/.cache}/modeenvoy}"; }

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
