#!/usr/bin/env bash
# bench/capture/mix.sh CAPTURES OUT [PACKETS]: one long, strictly time-ordered Ethernet capture (pcap) made of the real ones in a folder.
# Every Ethernet capture goes in; replicas, each with addresses of its own (tcprewrite --seed), bring the whole to about PACKETS (600,000).
# No capture is replicated beyond a tenth of the whole, so that none of them decides what is measured. Same folder, same bytes.
# Prints one line on what went in.
set -euo pipefail
shopt -s nullglob

[ $# -ge 2 ] || { echo "usage: bench/capture/mix.sh CAPTURES OUT [PACKETS]" >&2; exit 2; }
captures=$1 out=$2 wanted=${3:-600000}
share=$((wanted / 10))
work=$(mktemp -d -p "$(dirname "$out")")
trap 'rm -rf "$work"' EXIT

counts=() most=()
others=0 single=0
for file in "$captures"/*.pcap "$captures"/*.pcapng; do
  read -r link packets < <(capinfos -TrEcM "$file" 2>/dev/null | cut -f2,3) || true
  if [ "${link:-}" != ether ]; then others=$((others + 1)); continue; fi
  plain=$(printf '%s/plain-%04d.pcap' "$work" ${#counts[@]})
  editcap -F pcap "$file" "$plain"
  counts+=("$packets")
  # tcprewrite refuses frames that lie about their length; such a capture goes in as it is, once.
  if tcprewrite --seed=1 --infile="$plain" --outfile="$work/try.pcap" >"$work/log" 2>&1
  then most+=($((packets < share ? share / packets : 1)))
  else most+=(1); single=$((single + 1)); fi
done
[ ${#counts[@]} -gt 0 ] || { echo "mix: no Ethernet capture in $captures" >&2; exit 2; }

times() { echo $((most[$1] < $2 ? most[$1] : $2)); }
total_at() { local i sum=0; for i in "${!counts[@]}"; do sum=$((sum + counts[i] * (most[i] < $1 ? most[i] : $1))); done; echo $sum; }
replicas=1
while [ $replicas -lt 1000 ] && [ "$(total_at $((replicas + 1)))" -le "$wanted" ]; do replicas=$((replicas + 1)); done

for i in "${!counts[@]}"; do
  plain=$(printf '%s/plain-%04d.pcap' "$work" "$i")
  parts=("$plain")
  for ((seed = 1; seed < $(times "$i" $replicas); seed++)); do
    tcprewrite --seed=$seed --infile="$plain" --outfile="$work/$seed.pcap" >"$work/log" 2>&1
    parts+=("$work/$seed.pcap")
  done
  mergecap -F pcap -w "$(printf '%s/merged-%04d.pcap' "$work" "$i")" "${parts[@]}"
  rm -f "${parts[@]}"
done
mergecap -F pcap -w "$work/all.pcap" "$work"/merged-*.pcap
# Some captures have times that step back.
reordercap "$work/all.pcap" "$work/ordered.pcap" >"$work/log"
mv "$work/ordered.pcap" "$out"

packets=$(capinfos -TrcM "$out" | cut -f2)
echo "mix of ${#counts[@]} Ethernet captures ($others others left out), each up to $replicas times" \
  "($single only once, tcprewrite refuses them):" \
  "$packets packets, $(($(stat -c %s "$out") / packets)) bytes a packet"
