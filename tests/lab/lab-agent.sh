#!/usr/bin/env bash
# lab-agent.sh DIR COMMAND [WORDS...]: runs a command where the probe lives, in the home namespace of the lab whose state directory is DIR.
# The command takes this script's place, so signals and the exit code are its own.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: lab-agent.sh DIR COMMAND [WORDS...]" >&2; exit 2; }
[ -f "$1/lab.json" ] || { echo "lab-agent.sh: no lab runs in $1; start one: edgeprobe-lab up --state $1" >&2; exit 2; }
home=$(jq -r .namespaces.home "$1/lab.json")
shift
exec ip netns exec "$home" "$@"
