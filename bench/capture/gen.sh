#!/usr/bin/env bash
# bench/capture/gen.sh OUT: short connections and two long flows, captured on the home side of a router (pcap, about 400,000 packets).
# Three network namespaces, client - router - server: nginx over HTTP and TLS asked by ab with a connection for each request, beside
# iperf3 at 40 Mbit/s up and down, all offloads off. The long flows have a small MSS, so that a frame is on average about as long as one of
# the mix: to be compared is the work a packet makes, not how much of it is copied. Needs root. Counts are fixed, times are the machine's.
# Prints one line.
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: bench/capture/gen.sh OUT" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "gen: network namespaces need root" >&2; exit 2; }
out=$1
export PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d -p "$(dirname "$out")")
chmod 755 "$work"
client=gen-$$-c router=gen-$$-r server=gen-$$-s
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  for ns in $client $router $server; do ip netns del $ns 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
in_() { local ns=$1; shift; ip netns exec "$ns" "$@"; }
# In the background it must take the shell's place, or its pid would be the shell's.
start() { local ns=$1 log=$2; shift 2; exec ip netns exec "$ns" "$@" >"$work/$log" 2>&1; }

for ns in $client $router $server; do ip netns add $ns; in_ $ns ip link set lo up; done
ip link add home netns $client type veth peer name lan netns $router
ip link add host netns $server type veth peer name wan netns $router
leg() {
  in_ "$1" ip addr add "$3" dev "$2"
  in_ "$1" ip link set "$2" up
  for feature in tx rx tso gso gro; do in_ "$1" ethtool -K "$2" $feature off >/dev/null 2>&1 || true; done
}
leg $client home 192.168.77.2/24
leg $router lan 192.168.77.1/24
leg $router wan 203.0.113.1/24
leg $server host 203.0.113.2/24
in_ $client ip route add default via 192.168.77.1
in_ $server ip route add default via 203.0.113.1
in_ $router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=gen -keyout "$work/key" -out "$work/pem" 2>/dev/null
for size in 1 4; do head -c ${size}k /dev/zero >"$work/$size"; done
cat >"$work/nginx.conf" <<N
user root; daemon off; worker_processes 1; pid $work/pid; error_log $work/log;
events { worker_connections 256; }
http { access_log off; root $work;
  server { listen 203.0.113.2:80; } server { listen 203.0.113.2:443 ssl; ssl_certificate $work/pem; ssl_certificate_key $work/key; } }
N
start $server nginx.out nginx -c "$work/nginx.conf" & pids+=($!)
for port in 5201 5202; do start $server "iperf3.$port" iperf3 -s -p $port & pids+=($!); done
listening() { [ "$(in_ $server ss -Hltn 'sport >= :5201 and sport <= :5202' | wc -l)" -ge 2 ]; }
until in_ $client curl -sf -o /dev/null http://203.0.113.2/1 && listening; do sleep 0.1; done

: >"$work/tcpdump"
start $router tcpdump tcpdump -i lan -n -B 65536 -w "$work/out.pcap" ip & dump=$!; pids+=($dump)
until grep -q listening "$work/tcpdump"; do sleep 0.1; done
work_pids=()
run() { start $client "run.$#" "$@" & work_pids+=($!); }
run iperf3 -c 203.0.113.2 -p 5201 -M 400 -b 40M -n 24M
run iperf3 -c 203.0.113.2 -p 5202 -M 400 -b 40M -n 24M -R
run ab -q -c 4 -n 12500 http://203.0.113.2/1
run ab -q -c 4 -n 6500 https://203.0.113.2/4
for pid in "${work_pids[@]}"; do wait "$pid" || { cat "$work"/run.* >&2; echo "gen: the traffic failed" >&2; exit 1; }; done
sleep 1
kill $dump; wait $dump || true
grep -q '^0 packets dropped by kernel' "$work/tcpdump" || { cat "$work/tcpdump" >&2; echo "gen: tcpdump dropped packets" >&2; exit 1; }
reordercap "$work/out.pcap" "$work/ordered.pcap" >"$work/log"
mv "$work/ordered.pcap" "$out"

packets=$(capinfos -TrcM "$out" | cut -f2)
echo "gen: 19,000 short connections and two flows of 24 MB: $packets packets, $(($(stat -c %s "$out") / packets)) bytes a packet"
