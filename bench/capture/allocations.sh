#!/usr/bin/env bash
# bench/capture/allocations.sh FILE: bytes that the managed heap gives out while FILE goes the way of a live capture, from the 100,000th frame
# to the last, as one JSON object {frames, bytes, measurements}.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: bench/capture/allocations.sh FILE" >&2; exit 2; }
bench=$(cd "$(dirname "$0")/.." && pwd)
built=$(dotnet build "$bench/EdgeProbe.Benchmarks" -c Release --nologo -v quiet -clp:NoSummary -p:SkipDashboard=true 2>&1) \
  || { echo "$built" >&2; exit 1; }
exec dotnet "$bench/EdgeProbe.Benchmarks/bin/Release/net10.0/EdgeProbe.Benchmarks.dll" allocations "$bench/budgets.json" --from "$1"
