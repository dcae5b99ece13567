#!/usr/bin/env bash
# Delay and loss as the probe measures them, beside fping on the same emulated path: bench/accuracy.sh [--json] [--packets N]
# Limits are those of bench/budgets.json. Exit codes: 0 within, 1 broken, 2 cannot run. Takes about three minutes; needs root.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
out=EdgeProbe.Accuracy/bin/Release/net10.0/EdgeProbe.Accuracy
command -v fping >/dev/null || { echo "accuracy: fping is missing; run deploy/setup.sh" >&2; exit 2; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet build EdgeProbe.Accuracy -c Release -v q >"$log" 2>&1 || { cat "$log" >&2; echo "accuracy: the bench does not build" >&2; exit 2; }
# All of it, fping too, ahead of whatever else the machine does: the two are compared with each other, not with their neighbours.
status=0
nice -n -19 "$out" --budgets budgets.json "$@" || status=$?
exit $status
