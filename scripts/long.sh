#!/usr/bin/env bash
# The full figures behind the short forms that `npm test` and .ci/run have: takes hours, leaves nothing behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

npm run build
PEDIGREE_LONG=1 PEDIGREE_KILLS=50 npx vitest run
PEDIGREE_LONG=1 npm run bench -- insiders epcis-claims
npm run mutate
for days in 0 2 900 1900; do scripts/any-day.sh "$days" test; done
scripts/bare-machine.sh all
