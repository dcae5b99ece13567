#!/usr/bin/env bash
# lab-agent.sh [--at PLACE] DIR COMMAND [WORDS...]: runs a command where the probe lives, in the home namespace of the lab whose state
# directory is DIR, or in another place's: gateway sees the home's traffic pass. The command takes this script's place, so signals and the
# exit code are its own.
set -euo pipefail
place=home
if [ "${1:-}" = --at ]; then place=${2:-}; shift 2 || true; fi
[ $# -ge 2 ] || { echo "usage: lab-agent.sh [--at PLACE] DIR COMMAND [WORDS...]" >&2; exit 2; }
[ -f "$1/lab.json" ] || { echo "lab-agent.sh: no lab runs in $1; start one: edgeprobe-lab up --state $1" >&2; exit 2; }
namespace=$(jq -r --arg place "$place" '.namespaces[$place] // empty' "$1/lab.json")
[ -n "$namespace" ] || {
    echo "lab-agent.sh: there is no place '$place'; the places are $(jq -r '.namespaces | keys_unsorted | join(", ")' "$1/lab.json")" >&2
    exit 2
}
shift
exec ip netns exec "$namespace" "$@"
