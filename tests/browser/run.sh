#!/usr/bin/env bash
# run.sh TEST...: runs tests of the report page with Node, or says what is missing for them.
# HEDDLE_PROGRAM is the program to test, HEDDLE_PICTURES a folder for screenshots.
set -euo pipefail
folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)

missing() {
  printf 'browser tests: %s is missing; scripts/test installs it\n' "$1" >&2
  exit 1
}

command -v node >/dev/null || missing "Node (Debian package nodejs)"
[[ -d $folder/node_modules/playwright-core ]] || missing "tests/browser/node_modules (npm ci)"
HEDDLE_BROWSER=$(command -v chromium || command -v chromium-browser) ||
  missing "Chromium (Debian package chromium)"
export HEDDLE_BROWSER
cd "$folder" && exec node --test "$@"
