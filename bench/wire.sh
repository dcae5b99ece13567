#!/usr/bin/env bash
# Bytes a sample beside other formats: bench/wire.sh [--json] [--from FILE]. FILE: mosquitto_sub -t 'ep/v1/+/+/s' -F %x > FILE
set -euo pipefail
cd "$(dirname "$0")"
caller=$OLDPWD
dotnet build EdgeProbe.Benchmarks -c Release --nologo -v quiet -clp:NoSummary >&2
cd "$caller"
exec dotnet "$OLDPWD/EdgeProbe.Benchmarks/bin/Release/net10.0/EdgeProbe.Benchmarks.dll" wire "$OLDPWD/budgets.json" "$@"
