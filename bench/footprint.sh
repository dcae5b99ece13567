#!/usr/bin/env bash
# bench/footprint.sh [--seconds N] [--json]: what the agent costs a small box while it does its default plan over TLS with HTTPS checks,
# beside prometheus-blackbox-exporter and irtt doing the same or less on the same machine in the same run. Default 300 s.
# Everything listens on random ports of loopback. Fails above the budgets in budgets.json.
set -euo pipefail

bench=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$bench/.." && pwd)
seconds=300
json=false
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=${2:?--seconds needs a number}; shift ;;
    --json) json=true ;;
    *) echo "usage: bench/footprint.sh [--seconds N] [--json]" >&2; exit 2 ;;
  esac
  shift
done
for tool in mosquitto nginx openssl jq curl irtt prometheus-blackbox-exporter dotnet; do
  PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || { echo "footprint: $tool is missing; run deploy/setup.sh" >&2; exit 1; }
done
say() { $json || echo "$@"; }

work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
# A free port of the kernel's choice; somebody else may take it before we do, then the run fails and says so.
port() { "$top/out/linux-x64/edgeprobe" reflect --listen 127.0.0.1:0 >"$work/port" & local p=$!; until grep -q : "$work/port"; do sleep 0.1; done; kill $p; wait $p 2>/dev/null || true; sed -n 's/^reflecting on .*:\([0-9]*\)$/\1/p' "$work/port"; }

say "publishing the agent and building the collector ..."
"$top/deploy/publish.sh" linux-x64 >"$work/publish.log" 2>&1 || { cat "$work/publish.log" >&2; exit 1; }
agent=$top/out/linux-x64/edgeprobe
dotnet build "$top/collector/EdgeProbe.Collector" -c Release --nologo -v q -p:SkipDashboard=true >"$work/build.log" 2>&1 || { tail -20 "$work/build.log" >&2; exit 1; }
collector=$(find "$top/collector/EdgeProbe.Collector/bin/Release" -name edgeprobe-collector.dll | head -1)

# A throw-away CA, the broker's and nginx's certificate, the collector's and the probe's.
ca() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=throw-away" -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null; }
leaf() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$2" -keyout "$work/$1.key" -out "$work/$1.csr" 2>/dev/null
  openssl x509 -req -in "$work/$1.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 2 -out "$work/$1.pem" \
    -extfile <(echo "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1") 2>/dev/null
}
ca
leaf server /CN=localhost
leaf collector /CN=collector
leaf probe '/CN=bench\/p1'
chmod 644 "$work"/*.key
chmod 755 "$work"

broker_port=$(port) https_port=$(port) web_port=$(port) stamp_port=$(port) blackbox_port=$(port) irtt_port=$(port)

sed -e "s,@PORT@,$broker_port," -e "s,@BIND@,127.0.0.1," -e "s,@DIR@,$work," -e "s,@USER@,$(id -un)," "$top/deploy/broker/mosquitto.conf" >"$work/mosquitto.conf"
cp "$top/deploy/broker/acl" "$work/acl"
/usr/sbin/mosquitto -c "$work/mosquitto.conf" 2>"$work/mosquitto.log" & pids+=($!)

cat >"$work/nginx.conf" <<N
daemon off; worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 64; }
http { access_log off; server { listen 127.0.0.1:$https_port ssl; listen [::1]:$https_port ssl; ssl_certificate $work/server.pem; ssl_certificate_key $work/server.key;
  location / { default_type text/plain; return 200 "all is well\n"; } } }
N
/usr/sbin/nginx -c "$work/nginx.conf" 2>/dev/null & pids+=($!)

cat >"$work/collector.json" <<C
{ "listen": "http://127.0.0.1:$web_port",
  "broker": { "host": "127.0.0.1", "port": $broker_port, "ca": "$work/ca.pem", "certificate": "$work/collector.pem", "key": "$work/collector.key" },
  "store": { "kind": "embedded", "path": "$work/store" }, "reflector": { "listen": "127.0.0.1:$stamp_port" } }
C
mkdir "$work/store"
dotnet "$collector" serve --config "$work/collector.json" >"$work/collector.log" 2>&1 & pids+=($!)

cat >"$work/edgeprobe.json" <<A
{ "tenant": "bench", "probe": "p1",
  "broker": { "host": "127.0.0.1", "port": $broker_port, "ca": "$work/ca.pem", "certificate": "$work/probe.pem", "key": "$work/probe.key" },
  "gateway": "127.0.0.1", "reflector": "127.0.0.1:$stamp_port", "httpCa": "$work/ca.pem",
  "services": [
    { "name": "shop", "url": "https://127.0.0.1:$https_port/", "expectBody": "all is well", "tcpPort": $https_port },
    { "name": "shop6", "url": "https://[::1]:$https_port/", "expectBody": "all is well", "tcpPort": $https_port } ],
  "resolvers": [], "limits": { "allowedDestinations": ["127.0.0.0/8", "::1/128"] }, "spool": { "directory": "$work/spool" } }
A
"$agent" run --config "$work/edgeprobe.json" 2>"$work/agent.log" & agent_pid=$!; pids+=("$agent_pid")

cat >"$work/blackbox.yml" <<B
modules:
  ping4: { prober: icmp, timeout: 3s, icmp: { preferred_ip_protocol: ip4, ip_protocol_fallback: false } }
  ping6: { prober: icmp, timeout: 3s, icmp: { preferred_ip_protocol: ip6, ip_protocol_fallback: false } }
  web: { prober: http, timeout: 10s, http: { tls_config: { ca_file: $work/ca.pem } } }
  tcp: { prober: tcp, timeout: 3s }
B
prometheus-blackbox-exporter --config.file="$work/blackbox.yml" --web.listen-address=127.0.0.1:"$blackbox_port" 2>"$work/blackbox.log" & blackbox_pid=$!; pids+=("$blackbox_pid")
>"$work/irtt-server.log"
irtt server -b 127.0.0.1:"$irtt_port" >"$work/irtt-server.log" 2>&1 & pids+=($!)
until grep -q ListenerStart "$work/irtt-server.log"; do sleep 0.1; done
irtt client -i 1s -d "$((seconds + 60))s" -q 127.0.0.1:"$irtt_port" >"$work/irtt.log" 2>&1 & irtt_pid=$!; pids+=("$irtt_pid")

curl -sf --retry 20 --retry-delay 1 --retry-all-errors -o /dev/null "http://127.0.0.1:$blackbox_port/-/healthy" || { cat "$work/blackbox.log" >&2; exit 1; }
# Asks the exporter for what the agent does by itself: three pings and one more per second, a fetch per 30 s and a connect per 10 s, per family.
probe() { curl -s -o /dev/null "http://127.0.0.1:$blackbox_port/probe?module=$1&target=$2" || true; }
ask() {
  local i=0
  while sleep 1; do
    probe ping4 127.0.0.1; probe ping4 127.0.0.1; probe ping4 127.0.0.1; probe ping6 ::1
    if [ $((i % 10)) -eq 0 ]; then probe tcp "127.0.0.1:$https_port"; probe tcp "[::1]:$https_port"; fi
    if [ $((i % 30)) -eq 0 ]; then probe web "https://127.0.0.1:$https_port/"; probe web "https://[::1]:$https_port/"; fi
    i=$((i + 1))
  done
}
ask & pids+=($!)

kilobytes() { awk -v key="$2:" '$1 == key { print $2 }' "/proc/$1/status"; }
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }
mib() { awk "BEGIN { printf \"%.2f\", $1 / 1024 }"; }
hertz=$(getconf CLK_TCK)

say "measuring for $seconds s ..."
sleep 2
declare -A before
for pid in "$agent_pid" "$blackbox_pid" "$irtt_pid"; do before[$pid]=$(ticks "$pid"); done
sleep $((seconds - 4))
kill -0 "$agent_pid" 2>/dev/null || { cat "$work/agent.log" >&2; echo "footprint: the agent ended" >&2; exit 1; }
share() { awk "BEGIN { printf \"%.3f\", 100 * ($(ticks "$1") - ${before[$1]}) / $hertz / ($seconds - 4) }"; }

size=$(stat -c %s "$agent")
status=$("$agent" status --json --config "$work/edgeprobe.json")
row() { printf '%-26s %10s %12s %10s %12s\n' "$@"; }
result=$(jq -n --argjson status "$status" \
  --argjson size "$size" --argjson seconds "$seconds" \
  --argjson a "[$(kilobytes "$agent_pid" VmRSS), $(kilobytes "$agent_pid" RssAnon), $(share "$agent_pid")]" \
  --argjson b "[$(kilobytes "$blackbox_pid" VmRSS), $(kilobytes "$blackbox_pid" RssAnon), $(share "$blackbox_pid")]" \
  --argjson i "[$(kilobytes "$irtt_pid" VmRSS), $(kilobytes "$irtt_pid" RssAnon), $(share "$irtt_pid")]" \
  'def costs(x): { rssMib: (x[0] / 1024), anonymousMib: (x[1] / 1024), cpuPercent: x[2] };
   { seconds: $seconds, binaryBytes: $size, agent: costs($a), blackboxExporter: costs($b), irtt: costs($i), samples: $status.samples,
     tests: [$status.tests[] | {kind, target, family, sent, received, reason}] }')
if $json; then
  echo "$result"
else
  row "after $seconds s" "RSS MiB" "anon. MiB" "CPU %" "binary MiB"
  for name in agent blackboxExporter irtt; do
    binary=-
    [ $name = agent ] && binary=$(awk "BEGIN { printf \"%.2f\", $size / 1048576 }")
    row "$name" $(jq -r --arg n $name '.[$n] | "\(.rssMib * 100 | round / 100) \(.anonymousMib * 100 | round / 100) \(.cpuPercent)"' <<<"$result") "$binary"
  done
  jq -r '"samples: \(.samples.measured) measured, \(.samples.stored) stored"' <<<"$result"
fi

breaches=$(jq -r --argjson budget "$(cat "$bench/budgets.json")" '
  { "footprint.rss_mib": .agent.rssMib, "footprint.anonymous_mib": .agent.anonymousMib, "footprint.cpu_percent": .agent.cpuPercent,
    "footprint.binary_bytes": .binaryBytes } | to_entries[] | select(.value > $budget[.key])
  | "footprint: \(.key) is \(.value), above its budget of \($budget[.key])"' <<<"$result")
stored=$(jq '.samples.stored' <<<"$result")
[ "$stored" -gt 0 ] || breaches+=$'\nfootprint: no sample was stored, so this was not the whole path'
[ -z "$breaches" ] || { echo "$breaches" >&2; exit 1; }
