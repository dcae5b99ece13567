#!/usr/bin/env bash
# bench/capture/files.sh CAPTURES CACHE: the capture files that are measured, made once and kept in CACHE: mix, snap128, gen, onesided, synflood
# (.pcap each, with a line on what it is in NAME.txt). Made again when the folder of captures or a maker changes. gen needs root.
set -euo pipefail
shopt -s nullglob

[ $# -eq 2 ] || { echo "usage: bench/capture/files.sh CAPTURES CACHE" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
captures=$1 cache=$2
found=("$captures"/*.pcap "$captures"/*.pcapng)
[ ${#found[@]} -gt 0 ] || { echo "capture: no capture file in $captures; --captures names a folder of them" >&2; exit 2; }
mkdir -p "$cache"

fresh() { [ -f "$cache/$1.pcap" ] && [ "$(cat "$cache/$1.made" 2>/dev/null)" = "$2" ]; }
# A file by its name, what decides its content, and the command that makes it and says what it is.
make() {
  local name=$1 key=$2; shift 2
  fresh "$name" "$key" && return
  rm -f "$cache/$name.made"
  "$@" >"$cache/$name.txt" || { echo "capture: $name could not be made" >&2; exit 1; }
  echo "$key" >"$cache/$name.made"
}
# Names and contents of files.
key() { sha256sum "$@" | sed 's,  .*/,  ,' | sha256sum | cut -d' ' -f1; }
snap() { editcap -F pcap -s 128 "$cache/mix.pcap" "$cache/snap128.pcap"; echo "snap128: the mix, each frame cut to 128 bytes"; }
flood() { python3 "$here/synflood.py" "$cache/synflood.pcap"; echo "synflood: 1,000,000 SYNs from random sources, a connection inside"; }

make mix "$(key "$here/mix.sh" "${found[@]}")" "$here/mix.sh" "$captures" "$cache/mix.pcap"
make snap128 "$(cat "$cache/mix.made")" snap
make onesided "$(key "$here/onesided.sh" "${found[@]}")" "$here/onesided.sh" "$captures" "$cache/onesided.pcap"
make synflood "$(key "$here/synflood.py")" flood
make gen "$(key "$here/gen.sh")" "$here/gen.sh" "$cache/gen.pcap"
