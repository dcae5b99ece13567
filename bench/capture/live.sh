#!/usr/bin/env bash
# bench/capture/live.sh CACHE JSON: the agent capturing on a veth pair. What it costs at 20,000 packets a second of the mix in CACHE for a
# minute, beside the same agent without capture, and the highest rate at which it analyses every packet, beside the highest at which
# `tcpdump -w /dev/null` drops none. Two network namespaces of its own; broker and collector listen on the loopback of one. JSON is true
# or false. Fails above the budgets in budgets.json.
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: bench/capture/live.sh CACHE true|false" >&2; exit 2; }
cache=$1 json=$2
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
agent=$top/out/linux-x64/edgeprobe
rates=(100000 150000 200000 250000 300000 400000 500000)
cost_rate=20000 cost_seconds=60 rate_seconds=5
say() { $json || echo "$@"; }

work=$(mktemp -d)
chmod 755 "$work"
probe=live-$$-p sender=live-$$-s
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  for ns in $probe $sender; do ip netns del $ns 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

compiler=$(command -v clang || command -v gcc)
"$compiler" -std=gnu11 -O2 -o "$work/sender" "$here/../peers/sender.c" -lpcap
dotnet build "$top/collector/EdgeProbe.Collector" -c Release --nologo -v q -p:SkipDashboard=true >"$work/build.log" 2>&1 \
  || { tail -20 "$work/build.log" >&2; exit 1; }
collector=$(find "$top/collector/EdgeProbe.Collector/bin/Release" -name edgeprobe-collector.dll | head -1)

for ns in $probe $sender; do
  ip netns add $ns
  ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1
  ip netns exec $ns ip link set lo up
done
ip link add tap netns $probe type veth peer name out netns $sender
ip netns exec $probe ip link set tap up
ip netns exec $sender ip link set out up

# In the background each takes the shell's place, so that its pid is its own, and a session of its own, which may go before the machine's
# other work: Linux shares the cores between sessions first (sched(7), autogroup).
start() { local ns=$1 log=$2; shift 2; exec ip netns exec "$ns" setsid "$@" >"$work/$log" 2>&1; }
go_first() { echo -19 >"/proc/$1/autogroup" 2>/dev/null || true; }
# Prints the sender's account.
send() {
  start $sender sent taskset -c 0 "$work/sender" out "$cache/mix.pcap" "$1" "$2" & local pid=$!
  sleep 0.3; go_first $pid
  wait $pid || { cat "$work/sent" >&2; return 1; }
  cat "$work/sent"
}

# ---- tcpdump, once as it is and once with the snap length and the ring of the agent
dumped() { # RATE WORDS...
  local rate=$1 sent; shift
  start $probe dump tcpdump -i tap "$@" -w /dev/null & local dump=$!; pids+=($dump)
  until grep -qs listening "$work/dump"; do sleep 0.1; done
  go_first $dump
  sent=$(send "$rate" $rate_seconds)
  sleep 1
  kill $dump; wait $dump || true
  jq -nc --argjson sent "$sent" --argjson rate "$rate" --arg words "$*" \
    --argjson captured "$(awk '/packets captured/ { print $1 }' "$work/dump")" \
    --argjson dropped "$(awk '/dropped by kernel/ { print $1 }' "$work/dump")" \
    '$sent + { tool: ("tcpdump " + $words | sub(" $"; "")), rate: $rate, captured: $captured, dropped: $dropped }'
}
say "tcpdump at rising rates ..."
for rate in "${rates[@]}"; do
  dumped "$rate" >>"$work/rows"
  dumped "$rate" -s 256 -B 4096 >>"$work/rows"
done

# ---- broker, collector, two agents
curve=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
openssl req -x509 "${curve[@]}" -days 2 -subj /CN=throw-away -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null
leaf() {
  openssl req "${curve[@]}" -subj "$2" -keyout "$work/$1.key" -out "$work/$1.csr" 2>/dev/null
  openssl x509 -req -in "$work/$1.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 2 \
    -out "$work/$1.pem" -extfile <(echo subjectAltName=DNS:localhost,IP:127.0.0.1) 2>/dev/null
}
leaf server /CN=localhost; leaf collector /CN=collector; leaf plain '/CN=bench\/plain'; leaf watching '/CN=bench\/watching'
chmod 644 "$work"/*.key
sed -e "s,@PORT@,8883," -e "s,@BIND@,127.0.0.1," -e "s,@DIR@,$work," -e "s,@USER@,$(id -un)," "$top/deploy/broker/mosquitto.conf" \
  >"$work/mosquitto.conf"
cp "$top/deploy/broker/acl" "$work/acl"
tls() {
  echo "\"host\": \"127.0.0.1\", \"port\": 8883,"
  echo "\"ca\": \"$work/ca.pem\", \"certificate\": \"$work/$1.pem\", \"key\": \"$work/$1.key\""
}
mkdir "$work/store"
cat >"$work/collector.json" <<C
{ "listen": "http://127.0.0.1:8080", "broker": { $(tls collector) },
  "store": { "kind": "embedded", "path": "$work/store" }, "reflector": { "listen": "127.0.0.1:862" } }
C
settings() { # NAME PASSIVE
  cat <<A
{ "tenant": "bench", "probe": "$1", "broker": { $(tls "$1") }, "gateway": "127.0.0.1", "reflector": "127.0.0.1:862", "resolvers": [],
  "limits": { "allowedDestinations": ["127.0.0.0/8"] }, "spool": { "directory": "$work/spool-$1" }, "passive": $2 }
A
}
settings plain '{ "enabled": false }' >"$work/plain.json"
settings watching '{ "enabled": true, "consent": "a bench on namespaces of its own", "device": "tap" }' >"$work/watching.json"
start $probe mosquitto.log mosquitto -c "$work/mosquitto.conf" & pids+=($!)
sleep 1
start $probe collector.log dotnet "$collector" serve --config "$work/collector.json" & pids+=($!)
start $probe plain.log "$agent" run --config "$work/plain.json" & plain=$!; pids+=($plain)
start $probe watching.log "$agent" run --config "$work/watching.json" & watching=$!; pids+=($watching)
go_first $watching

status() { "$agent" status --json --config "$work/watching.json" 2>/dev/null || true; }
# The status after the next window that ended later than now.
later() {
  local now; now=$(date -u +%Y-%m-%dT%H:%M:%S)
  for _ in $(seq 60); do
    if [ "$(status | jq -r --arg now "$now" '.time > $now')" = true ]; then status; return; fi
    sleep 0.5
  done
  tail -5 "$work/watching.log" >&2; echo "live: the agent leaves no status" >&2; return 1
}
first=$(later)
[ "$(jq -r .passive.state <<<"$first")" = capturing ] \
  || { jq .passive <<<"$first" >&2; echo "live: the agent does not capture" >&2; exit 1; }

kilobytes() { awk '$1 == "VmRSS:" { print $2 }' "/proc/$1/status"; }
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }
say "the agent at $cost_rate packets a second for $cost_seconds s ..."
(send $cost_rate $((cost_seconds + 6)) >"$work/cost-sent") & cost_sender=$!
sleep 4
before=$(ticks $watching) before_plain=$(ticks $plain)
for _ in $(seq $cost_seconds); do sleep 1; echo "$(kilobytes $watching) $(kilobytes $plain)"; done >"$work/memory"
share() { awk "BEGIN { printf \"%.3f\", 100 * ($(ticks "$1") - $2) / $(getconf CLK_TCK) / $cost_seconds }"; }
shares="[$(share $watching "$before"),$(share $plain "$before_plain")]"
wait $cost_sender
after=$(later)
peaks=$(awk '{ if ($1 > a) a = $1; if ($2 > b) b = $2 } END { printf "[%d,%d]", a, b }' "$work/memory")
# What the agent's own counters grew by between two of its statuses.
grown='def counters: .passive | { received: .framesReceived, dropped: (.framesDropped + .observationsDropped), sampledOut: .sampledOut };
  def grown($a; $b): ($a | counters) as $a | $b | counters | with_entries(.value -= $a[.key]);'
cost=$(jq -nc --argjson shares "$shares" --argjson sent "$(cat "$work/cost-sent")" --argjson a "$first" --argjson b "$after" \
  --argjson peaks "$peaks" "$grown"'
  { rate: $sent.rate, cpuPercent: $shares[0], cpuPercentWithout: $shares[1],
    rssMib: ($peaks[0] / 1024), rssMibWithout: ($peaks[1] / 1024), sent: $sent.sent } + grown($a; $b)')
kill $plain; wait $plain || true

say "the agent at rising rates ..."
for rate in "${rates[@]}"; do
  start_status=$(later)
  sent=$(send "$rate" $rate_seconds)
  sleep 1
  jq -nc --argjson sent "$sent" --argjson a "$start_status" --argjson b "$(later)" --argjson rate "$rate" "$grown"'
    { tool: "agent", rate: $rate, sent: $sent.sent, seconds: $sent.seconds }
    + (grown($a; $b) | { captured: .received, dropped, sampledOut })' >>"$work/rows"
done
kill -0 $watching 2>/dev/null || { tail -5 "$work/watching.log" >&2; echo "live: the agent ended" >&2; exit 1; }

result=$(jq --slurp --argjson cost "$cost" --argjson budget "$(cat "$here/../budgets.json")" --from-file "$here/live.jq" "$work/rows")
if $json; then
  echo "$result"
else
  jq -r '.rows[] | [.tool, .rate, (.sent / .seconds | round), .captured, .dropped, (.sampledOut // "-")] | @tsv' <<<"$result" \
    | awk -F'\t' 'BEGIN { printf "%-24s %8s %9s %10s %9s %9s\n", "tool", "asked/s", "sent/s", "captured", "dropped", "left out" }
      { printf "%-24s %8d %9d %10d %9d %9s\n", $1, $2, $3, $4, $5, $6 }'
  jq -r '(.figures | to_entries[] | "\(.key) \(.value)"),
    (.cost | "at \(.rate) packets a second: \(.received) received, \(.dropped) dropped",
      "  CPU \(.cpuPercent) % of a core, without capture \(.cpuPercentWithout)",
      "  peak RSS \(.rssMib * 100 | round / 100) MiB, without capture \(.rssMibWithout * 100 | round / 100)")' <<<"$result"
fi
jq -r '.breaches[] | "capture: " + .' <<<"$result" >&2
jq -e '.breaches == []' <<<"$result" >/dev/null
