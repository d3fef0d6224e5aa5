#!/usr/bin/env bash
# Runs tests as they would run on another day in a clone that has no vectors beside it. The clock of all that they start is
# moved with faketime; says so and ends with 0 where there is none.
#
#   scripts/any-day.sh DAYS [PATH…]     PATH: what vitest is to run; default: what depends on the clock or on vectors
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v faketime >/dev/null || { echo 'another day: left out, there is no faketime'; exit 0; }
days=$1
shift
[ "$#" -gt 0 ] || set -- test/scenarios test/cli test/scan test/gs1 test/chain test/custody/{matrix,verdict}.test.ts test/app/{maintenance,party-text,watch}.test.ts
echo "another day: in $days days, without vectors"
export PEDIGREE_VECTORS=/nonexistent
exec faketime --exclude-monotonic -f "+${days}d" npx vitest run "$@"
