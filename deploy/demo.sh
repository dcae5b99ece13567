#!/usr/bin/env bash
# The whole path on this machine: broker, collector with the embedded store, reflector, servers to measure, and a real agent.
# deploy/demo.sh [--for SECONDS] [--lab]
#   --for N   stop after N seconds and print one JSON summary on standard output; exit 0 only if a score exists
#   --lab     put the agent behind the miniature ISP of tests/lab and inject faults (needs root)
# Everything else is said on standard error. Nothing leaves this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=0
lab=false
usage() { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
while [[ $# -gt 0 ]]; do
    case $1 in
        --for) seconds=${2:-}; [[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "demo: --for takes a number of seconds, not '${seconds}'" >&2; usage; }; shift 2 ;;
        --lab) lab=true; shift ;;
        *) echo "demo: $1 is not an option" >&2; usage ;;
    esac
done

say() { echo "demo: $*" >&2; }
fail() { say "$*"; exit 1; }
[[ $lab == false || $(id -u) -eq 0 ]] || { say "--lab makes network namespaces, which needs root: sudo deploy/demo.sh --lab"; exit 2; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/edgeprobe-demo.XXXXXX")
declare -A pids=()
order=()

# The last one started stops first, so that the agent can still hand over what it has.
cleanup() {
    local name
    trap - EXIT INT TERM
    for ((i = ${#order[@]} - 1; i >= 0; i--)); do stop "${order[i]}"; done
    rm -rf "$dir"
}

stop() {
    local pid=${pids[$1]:-}
    [[ -n $pid ]] || return 0
    unset "pids[$1]"
    kill -TERM "$pid" 2>/dev/null || return 0
    for _ in {1..100}; do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

start() { # name, command...
    local name=$1; shift
    "$@" >"$dir/$name.log" 2>&1 &
    pids[$name]=$!
    order+=("$name")
}

# Waits until a check succeeds; fails with the end of the log when the program ended or 60 s went by.
wait_for() { # name, what, check...
    local name=$1 what=$2; shift 2
    for _ in {1..300}; do
        "$@" >/dev/null 2>&1 && return 0
        kill -0 "${pids[$name]}" 2>/dev/null || { tail -n 20 "$dir/$name.log" >&2; fail "$name ended before $what; its last lines are above"; }
        sleep 0.2
    done
    tail -n 20 "$dir/$name.log" >&2
    fail "$name is up but not $what after a minute; its last lines are above"
}

check_all_run() {
    local name
    for name in "${!pids[@]}"; do
        kill -0 "${pids[$name]}" 2>/dev/null || { tail -n 20 "$dir/$name.log" >&2; fail "$name has ended; its last lines are above"; }
    done
}

# What the agent last wrote of itself; it says on its error output when it no longer runs.
agent_status() { "out/$rid/edgeprobe" status --config "$dir/agent.json" --json 2>/dev/null || true; }

free_port() { # tcp|udp
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        ss -Hln"${1:0:1}" "sport = :$port" | grep -q . || { echo "$port"; return; }
    done
}

# Tools of Debian that live outside an ordinary user's path.
export PATH=$PATH:/usr/sbin:/sbin

case $(uname -m) in
    x86_64) rid=linux-x64 ;;
    aarch64) rid=linux-arm64 ;;
    *) fail "$(uname -m) is neither x86_64 nor aarch64" ;;
esac

build() {
    deploy/setup.sh demo
    local log=$dir/build.log
    collector/dashboard/build.sh >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "the dashboard does not build; see above"; }
    dotnet publish collector/EdgeProbe.Collector -c Release -o out/collector >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "the collector does not build; see above"; }
    deploy/publish.sh "$rid" >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "the agent does not build; see above"; }
    [[ $lab == false ]] || dotnet publish tests/lab/EdgeProbe.Lab -c Release -o out/lab >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "the lab does not build; see above"; }
}

fill() { # template -> file
    sed -e "s,@DIR@,$dir,g" -e "s,@CA@,$dir/ca,g" -e "s,@BROKER@,$broker,g" -e "s,@DASHBOARD@,$dashboard,g" -e "s,@REFLECTOR@,$reflector,g" \
        -e "s,@SHOP@,$shop,g" -e "s,@DNS@,$dns,g" -e "s,@PORT@,${3:-0},g" -e "s,@BIND@,127.0.0.1,g" -e "s,@USER@,$(id -un),g" "$1" >"$2"
}

trap cleanup EXIT
trap 'exit 130' INT TERM

say "building (the first time takes a few minutes)"
build

broker=$(free_port tcp) shop=$(free_port tcp) reflector=$(free_port udp) dns=$(free_port udp)
dashboard=8080
[[ -z $(ss -Hlnt "sport = :$dashboard") ]] || dashboard=$(free_port tcp)

deploy/demo/certificates.sh "$dir/ca" demo/home-1
mkdir -p "$dir/broker" "$dir/www" "$dir/spool"
cp "$dir"/ca/{ca.pem,server.pem,server.key} deploy/broker/acl "$dir/broker/"
sed -e "s,@PORT@,$broker," -e "s,@BIND@,127.0.0.1," -e "s,@DIR@,$dir/broker," -e "s,@USER@,$(id -un)," deploy/broker/mosquitto.conf >"$dir/broker/mosquitto.conf"
# A hundred kilobytes, which is what the score's web transaction fetches.
head -c 76800 /dev/urandom | base64 -w 0 >"$dir/www/index.html"
fill deploy/demo/nginx.conf "$dir/nginx.conf" "$shop"
fill deploy/demo/unbound.conf "$dir/unbound.conf" "$dns"
fill deploy/demo/collector.json "$dir/collector.json"
fill deploy/demo/agent.json "$dir/agent.json"

# The lab has the servers; the agent lives in its home and finds gateway and first hop by itself.
start_lab() {
    start lab out/lab/edgeprobe-lab up --state "$dir/lab" --profile calm --relay "$broker"
    wait_for lab ready test -s "$dir/lab/lab.json"
    sed '/^ *\/\//d' "$dir/agent.json" | jq --slurpfile lab "$dir/lab/lab.json" \
        'del(.limits) | .site = "the lab" | .gateway = "auto" | . + ($lab[0].agent | {reflector, services, resolvers, dnsQuestion, httpCa})
         | .services |= map(with_entries(select(.value != null)))' >"$dir/agent-lab.json"
    mv "$dir/agent-lab.json" "$dir/agent.json"
    in_home=(tests/lab/lab-agent.sh "$dir/lab")
}

api=http://127.0.0.1:$dashboard/api/v1/probes/demo/home-1
in_home=()
start broker mosquitto -c "$dir/broker/mosquitto.conf"
wait_for broker "taking connections" grep -q " running" "$dir/broker.log"
if [[ $lab == true ]]; then
    start_lab
else
    start shop nginx -p "$dir" -c "$dir/nginx.conf"
    start resolver unbound -d -p -c "$dir/unbound.conf"
fi
start collector out/collector/edgeprobe-collector serve --config "$dir/collector.json"
wait_for collector ready curl -fsS "http://127.0.0.1:$dashboard/health/ready"
# Whose probe it is and what they were promised, brought in as an operator would.
for what in plans customers; do
    answer=$(curl -sS --fail-with-body -H 'Content-Type: text/csv' --data-binary "@deploy/demo/$what.csv" "http://127.0.0.1:$dashboard/api/v1/$what/import") \
        || fail "the collector does not take deploy/demo/$what.csv: $answer"
done

started=$(date +%s%N)
start agent "${in_home[@]}" "out/$rid/edgeprobe" run --config "$dir/agent.json"
stored() { curl -fsS "$api" | jq -e '.newestData != null'; }
wait_for agent "storing its first sample" stored
first=$(awk -v a="$started" -v b="$(date +%s%N)" 'BEGIN { printf "%.1f", (b - a) / 1e9 }')
say "first sample stored ${first} s after the agent's start"
say "dashboard: http://127.0.0.1:$dashboard/   (this probe: http://127.0.0.1:$dashboard/probes/demo/home-1)"
say "its customer, what they expect and the sentence for care: http://127.0.0.1:$dashboard/customers/demo/customer-1"

if [[ $lab == true ]]; then
    out/lab/edgeprobe-lab script --state "$dir/lab" demo >&2 &
    pids[script]=$!
    order+=(script)
    : >"$dir/script.log"
fi

if [[ $seconds -eq 0 ]]; then
    say "Ctrl-C ends it; logs are in $dir until then"
    while :; do check_all_run; sleep 1; done
fi

end=$(($(date +%s) + seconds))
while [[ $(date +%s) -lt $end ]]; do check_all_run; sleep 0.5; done

# What the page shows now, and then, when the agent has handed over and stopped, what became of every sample: what it still had to keep
# lies in its spool for its next start, and is not lost.
now=$(curl -fsS "$api")
status=$(agent_status)
stop agent
sleep 1
after=$(curl -fsS "$api")
jq -n -c --argjson now "$now" --argjson after "$after" --argjson before "$status" --argjson last "$(agent_status)" --argjson first "$first" '
    ($after.counters.received - $after.counters.duplicates) as $stored
    | $last.samples.measured as $published
    # A sample may be stored although the word of it had not come back when the agent stopped.
    | ([$published - $stored, 0] | max) as $absent
    | ([$absent, $last.spool.depth] | min) as $waiting
    | { probe: "\($now.tenant)/\($now.probe)",
        samplesPublished: $published, samplesStored: $stored, samplesWaiting: $waiting, samplesLost: ($absent - $waiting),
        score: $now.score.value, low: $now.score.low, high: $now.score.high, state: $now.score.state,
        sampleAgeSeconds: $now.gapSeconds, firstSampleStoredSeconds: $first,
        agentResidentBytes: $before.residentBytes, agentAnonymousBytes: $before.anonymousBytes }'
[[ $(jq -r '.score.state' <<<"$now") != noData ]] || fail "no score came about in $seconds s: run it longer"
