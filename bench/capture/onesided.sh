#!/usr/bin/env bash
# bench/capture/onesided.sh CAPTURES OUT [PACKETS]: one direction of the longest TCP flow in a folder's Ethernet captures, in replicas with
# addresses of their own up to about PACKETS (500,000), in time order (pcap). Same folder, same bytes. Prints one line.
set -euo pipefail
shopt -s nullglob

[ $# -ge 2 ] || { echo "usage: bench/capture/onesided.sh CAPTURES OUT [PACKETS]" >&2; exit 2; }
captures=$1 out=$2 wanted=${3:-500000}
work=$(mktemp -d -p "$(dirname "$out")")
trap 'rm -rf "$work"' EXIT

longest=0 file='' from='' to=''
for each in "$captures"/*.pcap "$captures"/*.pcapng; do
  [ "$(capinfos -TrEM "$each" 2>/dev/null | cut -f2)" = ether ] || continue
  # tcpdump: IP 192.0.2.1.80 > 192.0.2.2.1234: tcp 0
  read -r packets a b < <(tcpdump -tnqr "$each" 'ip and tcp' 2>/dev/null | awk '
    $1 == "IP" && $3 == ">" && (++flows[$2 " " $4] > most || flows[$2 " " $4] == most && $2 " " $4 < name) { name = $2 " " $4; most = flows[name] }
    END { print most + 0, name }') || true
  if [ "$packets" -gt $longest ]; then longest=$packets file=$each from=$a to=${b%:}; fi
done
[ $longest -gt 0 ] || { echo "onesided: no TCP over IPv4 in $captures" >&2; exit 2; }

tcpdump -r "$file" -w "$work/one.pcap" \
  "tcp and src host ${from%.*} and src port ${from##*.} and dst host ${to%.*} and dst port ${to##*.}" 2>"$work/log"
parts=("$work/one.pcap")
for ((seed = 1; seed < wanted / longest; seed++)); do
  tcprewrite --seed=$seed --infile="$work/one.pcap" --outfile="$work/$seed.pcap" >"$work/log" 2>&1
  parts+=("$work/$seed.pcap")
done
mergecap -F pcap -w "$work/all.pcap" "${parts[@]}"
reordercap "$work/all.pcap" "$work/ordered.pcap" >"$work/log"
mv "$work/ordered.pcap" "$out"

packets=$(capinfos -TrcM "$out" | cut -f2)
echo "onesided: one direction of a flow of $longest packets, ${#parts[@]} times: $packets packets," \
  "$(($(stat -c %s "$out") / packets)) bytes a packet"
