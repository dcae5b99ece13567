#!/usr/bin/env bash
# Minutes scored a second, bytes for each, blame apart, memory a probe: bench/score.sh [--json] [--reference SPECIFICATION.py]
# The peer is the executable specification, by default ../shared/design/score_reference.py; without it the ratio is left out and says so.
set -euo pipefail
cd "$(dirname "$0")"
caller=$OLDPWD
dotnet build EdgeProbe.Benchmarks -c Release --nologo -v quiet -clp:NoSummary >&2
cd "$caller"
exec dotnet "$OLDPWD/EdgeProbe.Benchmarks/bin/Release/net10.0/EdgeProbe.Benchmarks.dll" score "$OLDPWD/budgets.json" "$@"
