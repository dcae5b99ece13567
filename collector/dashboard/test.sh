#!/usr/bin/env bash
# test.sh: type check and unit tests of the dashboard. The last line is "N passed, N failed"; the check counts as one test.
set -uo pipefail
source "$(dirname "$0")/prepare.sh"

report=$(mktemp)
trap 'rm -f "$report"' EXIT

passed=0 failed=0
if said=$(npm run --silent check 2>&1); then passed=1; else failed=1; printf '%s\n' "$said"; fi

npx --no-install vitest run --reporter=default --reporter=json --outputFile.json="$report" 2>&1 | grep -vE '^(npm warn|JSON report)'
counts=$(node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(r.numPassedTests, r.numTotalTests - r.numPassedTests + (r.numTotalTests === 0 || r.numFailedTestSuites > 0 && r.numFailedTests === 0 ? 1 : 0))' "$report" 2>/dev/null) || counts="0 1"
read -r good bad <<< "$counts"
passed=$((passed + good)) failed=$((failed + bad))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
