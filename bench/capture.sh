#!/usr/bin/env bash
# Passive measurement beside its peers: bench/capture.sh [--captures DIR] [--cache DIR] [--rounds N] [--json]
#   or with --live, or --fuzz N [--seed S], or --truth DIR...
# Plain: `edgeprobe replay` on one core over a mix of the real captures in DIR (default ../shared/captures beside the repository), beside
# libpcap's no-op loop, tcpdump, tcptrace, tshark and, where $PPING names a binary of pollere/pping, that; ratios, memory and allocations
# gate (budgets.json). --live: the agent on a veth pair beside tcpdump, and its cost at 20,000 packets a second. --truth: whether what it
# says is right (capture/truth.sh). --fuzz N: N broken frames and files, by the seed S (capture/fuzz.sh). Needs root for the network
# namespaces. Files made are kept in --cache (default in $TMPDIR), 700 MB.
set -euo pipefail

bench=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$bench/.." && pwd)
captures=$top/../shared/captures
cache=${TMPDIR:-/tmp}/edgeprobe-bench-capture
rounds=3 core=1 json=false live=false fuzz='' seed=1
while [ $# -gt 0 ]; do
  case $1 in
    --captures) captures=${2:?--captures needs a folder}; shift ;;
    --cache) cache=${2:?--cache needs a folder}; shift ;;
    --rounds) rounds=${2:?--rounds needs a number}; shift ;;
    --truth) shift; exec "$bench/capture/truth.sh" "$@" ;;
    --fuzz) fuzz=${2:?--fuzz needs a number}; shift ;;
    --seed) seed=${2:?--seed needs a number}; shift ;;
    --live) live=true ;;
    --json) json=true ;;
    *) sed -n 's/^# Passive measurement beside its peers: /usage: /p; s/^#   or/  or/p' "$0" >&2; exit 2 ;;
  esac
  shift
done
export PATH=$PATH:/usr/sbin:/sbin
say() { $json || echo "$@"; }
need() {
  local tool
  for tool in "$@"; do command -v "$tool" >/dev/null || { echo "capture: $tool is missing; run deploy/setup.sh" >&2; exit 2; }; done
}

if [ -n "$fuzz" ]; then exec "$bench/capture/fuzz.sh" "$fuzz" "$seed" "$captures"; fi

need dotnet jq tcpdump tcptrace tshark tcprewrite mergecap editcap reordercap capinfos ab iperf3 nginx ethtool python3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "making the capture files, publishing the agent ..."
"$bench/capture/files.sh" "$captures" "$cache"
"$top/deploy/publish.sh" linux-x64 >"$work/publish.log" 2>&1 || { cat "$work/publish.log" >&2; exit 1; }
if $live; then "$bench/capture/live.sh" "$cache" $json; exit; fi

# What is measured must be right: every frame was read, and the connection inside the flood was measured.
for file in mix snap128 gen onesided synflood; do
  "$top/out/linux-x64/edgeprobe" replay "$cache/$file.pcap" --json >"$work/$file.json" \
    || { echo "capture: replay of $file failed" >&2; exit 1; }
  frames=$(jq .totals.frames "$work/$file.json") packets=$(capinfos -TrcM "$cache/$file.pcap" | cut -f2)
  [ "$frames" = "$packets" ] || { echo "capture: $file has $packets packets, replay read $frames" >&2; exit 1; }
  echo "{\"$file\":$packets}" >>"$work/packets"
done
victim=$(jq '[.connections[] | select(.client == "192.168.1.10 50000")][0]' "$work/synflood.json")
jq -e '.connect.wan_us == 30000 and .connect.lan_us == 2000 and ([.rtt.wan, .rtt.lan] | all(.n >= 1900))
  and (.rtt.wan.p50_us - 30000 | fabs) <= 600 and (.rtt.lan.p50_us - 2000 | fabs) <= 40' <<<"$victim" >/dev/null \
  || { echo "capture: the connection inside the flood was not measured: $victim" >&2; exit 1; }

allocated=$("$bench/capture/allocations.sh" "$cache/mix.pcap" | jq '.bytes / .frames * 100 | round / 100')
say "measuring, $rounds rounds ..."
"$bench/capture/speed.sh" "$cache" "$rounds" "$core" >"$work/runs"
result=$(jq --slurp --argjson packets "$(jq -s add "$work/packets")" --argjson budget "$(cat "$bench/budgets.json")" \
  --argjson ppingPerTcptrace 1.73 --argjson allocated "$allocated" --from-file "$bench/capture/report.jq" "$work/runs")
if $json; then
  echo "$result"
else
  cat "$cache"/*.txt
  jq -r '.files[] | .file as $file | .tools[]
    | [$file, .tool, .packets, .wall, .cpu, .lowestCpu, .highestCpu, .kpps, .rssMb] | @tsv' <<<"$result" \
    | awk -F'\t' 'BEGIN {
        printf "%-9s %-9s %9s %8s %8s %17s %8s %8s\n", "file", "tool", "packets", "wall s", "CPU s", "(lowest-highest)", "kpps", "RSS MB" }
      { printf "%-9s %-9s %9d %8.3f %8.3f %8.3f-%-8.3f %8d %8.1f\n", $1, $2, $3, $4, $5, $6, $7, $8, $9 }'
  if jq -e .ppingIsDerived <<<"$result" >/dev/null; then
    echo "pping is not here (\$PPING names no binary): its time is derived, tcptrace's times 1.73, the quotient of an older measurement"
  fi
  jq -r '(.figures | to_entries[] | "\(.key) \(.value)")' <<<"$result"
fi
jq -r '.breaches[] | "capture: " + .' <<<"$result" >&2
jq -e '.breaches == []' <<<"$result" >/dev/null
