#!/usr/bin/env bash
# Installs what EdgeProbe needs from Debian: `setup.sh demo` for the demo, `setup.sh` for the demo, the tests and the benchmarks.
# Says nothing when there is nothing to do. The .NET 10 SDK and Node.js 20 are yours to install; this script checks them first.
set -euo pipefail

# libpcap0.8 is for the agent's passive measurement, which is off unless the settings switch it on.
demo=(mosquitto libmosquitto1 libcurl4 libpcap0.8 clang libc6-dev zlib1g-dev openssl curl jq iproute2 nftables nginx-light unbound ca-certificates procps)
tests=(mosquitto-clients protobuf-compiler chromium fonts-dejavu-core tshark tcpdump fping iputils-ping irtt util-linux influxdb victoria-metrics
       prometheus-blackbox-exporter postgresql libcap2-bin bind9-dnsutils
       wireshark-common tcptrace tcpreplay libpcap-dev apache2-utils iperf3 ethtool python3)

fail() { echo "setup: $*" >&2; exit 2; }

check_sdk() {
    command -v dotnet >/dev/null || fail "the .NET SDK is not on the PATH; install version 10 from https://dot.net and run this again"
    local version; version=$(dotnet --version 2>/dev/null || true)
    [[ ${version%%.*} -ge 10 ]] 2>/dev/null || fail "the .NET SDK is ${version:-unknown}; EdgeProbe needs version 10 or later from https://dot.net"
}

check_node() {
    command -v node >/dev/null || fail "Node.js is not on the PATH; install version 20 or later from https://nodejs.org and run this again"
    local version; version=$(node --version)
    version=${version#v}
    [[ ${version%%.*} -ge 20 ]] || fail "Node.js is $version; EdgeProbe needs version 20 or later from https://nodejs.org"
}

missing_of() {
    local package
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed$' || echo "$package"
    done
}

# Servers are started by the demo and the tests themselves, on ports of their own: a package must not start its service as well.
without_services() {
    local policy=/usr/sbin/policy-rc.d
    if [[ -e $policy ]]; then "$@"; return; fi
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    local code=0
    "$@" || code=$?
    rm -f "$policy"
    return $code
}

install() {
    [[ $(id -u) -eq 0 ]] || fail "these packages are missing: $*; run this once as root (sudo deploy/setup.sh)"
    echo "setup: installing $*" >&2
    export DEBIAN_FRONTEND=noninteractive
    local log; log=$(mktemp)
    apt-get update -qq >"$log" 2>&1 || { tail -n 5 "$log" >&2; fail "apt-get update failed; check the network and /etc/apt"; }
    without_services apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1 \
        || { tail -n 20 "$log" >&2; fail "apt-get could not install the packages; its last lines are above"; }
    rm -f "$log"
}

check_sdk
check_node
wanted=("${demo[@]}")
[[ ${1:-all} == demo ]] || wanted+=("${tests[@]}")
mapfile -t missing < <(missing_of "${wanted[@]}")
[[ ${#missing[@]} -eq 0 ]] || install "${missing[@]}"
