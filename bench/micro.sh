#!/usr/bin/env bash
# Sketch and codec by BenchmarkDotNet in one short job: bench/micro.sh [--json]. Fails when an allocation breaks bench/budgets.json.
set -euo pipefail
cd "$(dirname "$0")"
caller=$OLDPWD
dotnet build EdgeProbe.Benchmarks -c Release --nologo -v quiet -clp:NoSummary >&2
cd "$caller"
exec dotnet "$OLDPWD/EdgeProbe.Benchmarks/bin/Release/net10.0/EdgeProbe.Benchmarks.dll" micro "$OLDPWD/budgets.json" "$@"
