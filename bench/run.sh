#!/usr/bin/env bash
# Benchmarks beside their peers, compared with bench/budgets.json: bench/run.sh [micro|wire|score|accuracy|footprint|capture|all] [--json]
# Each name is a script of this folder; `all` runs them one after the other and fails if one fails.
set -uo pipefail
cd "$(dirname "$0")"

known=(micro wire score accuracy footprint capture)
name=${1:-all}
[[ $# -gt 0 ]] && shift

if [[ $name == all ]]; then
    code=0
    for each in "${known[@]}"; do
        echo "== $each"
        ./"$each".sh "$@" || code=1
    done
    exit $code
fi

if [[ " ${known[*]} " != *" $name "* ]]; then
    echo "bench: $name is not one of ${known[*]} all" >&2
    exit 2
fi
exec ./"$name".sh "$@"
