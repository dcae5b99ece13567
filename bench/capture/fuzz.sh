#!/usr/bin/env bash
# Broken frames and files through the passive engine: bench/capture/fuzz.sh NUMBER [SEED] [DIR...]. The captures of DIR are broken too.
# The same seed breaks the same things. The last line is "N passed, N failed". Exit codes: 0 all held, 1 something did not, 2 cannot run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
[[ ${1:-} =~ ^[0-9]+$ ]] || { echo "fuzz: say how many, as in bench/capture/fuzz.sh 10000000 1" >&2; exit 2; }
number=$1 seed=${2:-1}
shift $(($# > 1 ? 2 : 1))
folders=()
for folder in "$@"; do [[ -d $folder ]] && folders+=("$folder"); done
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet build "$top/tests/EdgeProbe.Capture.Truth" -c Release -v q >"$log" 2>&1 || { cat "$log" >&2; echo "fuzz: the harness does not build" >&2; exit 2; }
status=0
"$top/tests/EdgeProbe.Capture.Truth/bin/Release/net10.0/edgeprobe-truth" fuzz --mutations "$number" --seed "$seed" "${folders[@]}" || status=$?
exit $status
