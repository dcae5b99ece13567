#!/usr/bin/env bash
# deploy/publish.sh RID: the trimmed NativeAOT agent for linux-x64 or linux-arm64, as out/RID/edgeprobe.
# Fails on any trim or AOT warning and above 6 MiB. Prints the size.
set -euo pipefail

readonly limit=6291456
rid=${1:-}
top=$(cd "$(dirname "$0")/.." && pwd)
case $rid in
  linux-x64 | linux-arm64) ;;
  *) echo "usage: deploy/publish.sh linux-x64|linux-arm64" >&2; exit 2 ;;
esac
command -v dotnet >/dev/null || { echo "publish: dotnet is missing; install the .NET 10 SDK" >&2; exit 1; }
command -v clang >/dev/null || { echo "publish: clang is missing; run deploy/setup.sh" >&2; exit 1; }

framework=$(sed -n 's:.*<AgentAotFramework>\(.*\)</AgentAotFramework>.*:\1:p' "$top/Directory.Build.props")
log=$(mktemp)
staging=$(mktemp -d)
trap 'rm -rf "$log" "$staging"' EXIT

if ! dotnet publish "$top/agent/EdgeProbe.Agent/EdgeProbe.Agent.csproj" -c Release -f "$framework" -r "$rid" --self-contained \
    -o "$staging" --nologo >"$log" 2>&1; then
  missing=$(grep -oE "Unable to find (a stable )?package [A-Za-z0-9.-]+" "$log" | awk '{ print $NF }' | sed 's/\.$//' | sort -u | paste -sd, | sed 's/,/, /g' || true)
  if [ -n "$missing" ]; then
    echo "publish: $rid cannot be made here: the package registry lacks $missing" >&2
  else
    grep -E "error|warning" "$log" | sort -u | head -20 >&2 || tail -20 "$log" >&2
    echo "publish: $rid failed" >&2
  fi
  exit 1
fi

if warnings=$(grep -E "warning (IL|AOT)[0-9]+" "$log" | sort -u); then
  echo "$warnings" >&2
  echo "publish: the trimmer warns; each warning is a call that may fail at run time" >&2
  exit 1
fi

mkdir -p "$top/out/$rid"
install -m 755 "$staging/edgeprobe" "$top/out/$rid/edgeprobe"
size=$(stat -c %s "$top/out/$rid/edgeprobe")
echo "out/$rid/edgeprobe  $size bytes ($(awk "BEGIN { printf \"%.2f\", $size / 1048576 }") MiB, limit 6 MiB), $framework"
[ "$size" -le "$limit" ] || { echo "publish: larger than $limit bytes" >&2; exit 1; }
