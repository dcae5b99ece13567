#!/usr/bin/env bash
# bench/capture/speed.sh CACHE ROUNDS CORE: the agent's replay and its peers over the files in CACHE, each pinned to one core, in ROUNDS that
# take turns so that a slow minute of the machine hits them all; replay and libpcap's loop, done in a blink, five times a round and one right
# behind the other. Prints one JSON object per run. Stdout of what is measured goes to /dev/null, files are in the page cache. $PPING names a
# binary of pollere/pping, which Debian lacks; without it that peer is left out.
set -euo pipefail

[ $# -eq 3 ] || { echo "usage: bench/capture/speed.sh CACHE ROUNDS CORE" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
cache=$1 rounds=$2 core=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compiler=$(command -v clang || command -v gcc) || { echo "capture: clang is missing; run deploy/setup.sh" >&2; exit 2; }
"$compiler" -std=gnu11 -O2 -o "$work/noop" "$here/../peers/noop.c" -lpcap \
  || { echo "capture: noop.c does not build; run deploy/setup.sh" >&2; exit 2; }
"$compiler" -std=gnu11 -O2 -o "$work/timed" "$here/../peers/timed.c"

# tcptrace and tshark search lists that these two make long: a minute of CPU and more, gigabytes in the flood, and no ratio worth telling.
tools_for() {
  case $1 in
    synflood | onesided) echo probe noop tcpdump pping ;;
    *) echo probe noop tcpdump tcptrace pping tshark ;;
  esac
}
command_of() {
  case $1 in
    probe) command=("$top/out/linux-x64/edgeprobe" replay "$2" --json) ;;
    noop) command=("$work/noop" "$2") ;;
    tcpdump) command=(tcpdump -r "$2" -w /dev/null) ;;
    tcptrace) command=(tcptrace -n -l -r "$2") ;;
    pping) command=("$PPING" -q -m -l -r "$2") ;;
    tshark) command=(tshark -n -q -z conv,tcp -r "$2") ;;
  esac
}
run() {
  local file=$cache/$2.pcap
  command_of "$1" "$file"
  # tcptrace and others write beside where they are started.
  (cd "$work" && ./timed "$core" /dev/null "$work/err" 600 "${command[@]}") >"$work/cost"
  jq -e '.code == 0' "$work/cost" >/dev/null \
    || { echo "capture: ${command[*]} ended with $(jq .code "$work/cost"): $(tail -1 "$work/err")" >&2; exit 1; }
  jq -c --arg tool "$1" --arg file "$2" --argjson round "$round" '{ tool: $tool, file: $file, round: $round, wall, cpu, rssKib }' "$work/cost"
}

for ((round = 1; round <= rounds; round++)); do
  for file in mix snap128 gen onesided synflood; do
    cat "$cache/$file.pcap" >/dev/null
    for _ in 1 2 3 4; do run probe $file; run noop $file; done
    for tool in $(tools_for $file); do
      [ "$tool" != pping ] || [ -n "${PPING:-}" ] || continue
      run "$tool" $file
    done
  done
done
