#!/usr/bin/env bash
# The passive engine beside tshark, tcptrace, spindump's expectations and simulations: bench/capture/truth.sh DIR... [--seeds "1 7 42"] [--only WORD] [--every] [--json]
# Compares `edgeprobe replay` with the truth about every capture of the folders: what lies beside a capture or in DIR/truth, and what the tools say
# now. Where a folder holds gen_synth.py, its simulations of the seeds are compared too. The last line is "N passed, N failed"; with --json one document.
# Exit codes: 0 all passed, 1 something failed, 2 cannot run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$here/../..
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

folders=()
options=()
seeds="1 7 42"
while [[ $# -gt 0 ]]; do
    case $1 in
        --seeds) seeds=$2; shift ;;
        --only) options+=(--only "$2"); shift ;;
        --every) options+=(--every) ;;
        --json) options+=(--json) ;;
        -*) echo "truth: $1 is not one of --seeds --only --every --json" >&2; exit 2 ;;
        *) folders+=("$1") ;;
    esac
    shift
done
[[ ${#folders[@]} -gt 0 ]] || { echo "truth: name a folder of captures" >&2; exit 2; }
for tool in tshark editcap tcptrace python3; do
    command -v "$tool" >/dev/null || { echo "truth: $tool is missing; run deploy/setup.sh" >&2; exit 2; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -z ${EDGEPROBE_AGENT:-} ]]; then
    dotnet build "$top/agent/EdgeProbe.Agent" -c Release -f net10.0 -v q >"$work/log" 2>&1 || { cat "$work/log" >&2; echo "truth: the agent does not build" >&2; exit 2; }
fi
dotnet build "$top/tests/EdgeProbe.Capture.Truth" -c Release -v q >"$work/log" 2>&1 || { cat "$work/log" >&2; echo "truth: the harness does not build" >&2; exit 2; }

for folder in "${folders[@]}"; do
    [[ -f $folder/gen_synth.py ]] || continue
    for seed in $seeds; do
        python3 "$folder/gen_synth.py" "$work/seed-$seed" "$seed"
        folders+=("$work/seed-$seed")
    done
done
status=0
"$top/tests/EdgeProbe.Capture.Truth/bin/Release/net10.0/edgeprobe-truth" compare "${folders[@]}" "${options[@]}" || status=$?
exit $status
