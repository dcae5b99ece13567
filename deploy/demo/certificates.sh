#!/usr/bin/env bash
# A throw-away CA and what it signs, valid for a month: certificates.sh DIR PROBE...
# DIR/ca.pem, DIR/server.pem|key (localhost and every address in $EXTRA_ADDRESSES), DIR/collector.pem|key, DIR/<probe with '/' as '_'>.pem|key
set -euo pipefail
dir=$1
shift
umask 077
mkdir -p "$dir"
cd "$dir"

quietly() { openssl "$@" 2>/dev/null || { openssl "$@"; exit 1; }; }

key() { quietly ecparam -name prime256v1 -genkey -noout -out "$1"; }

sign() { # name, common name, extension lines
    key "$1.key"
    quietly req -new -key "$1.key" -subj "/CN=${2//\//\\/}" -out "$1.csr"
    printf '%s\n' "basicConstraints=CA:FALSE" "$3" >"$1.ext"
    quietly x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile "$1.ext" -out "$1.pem"
    rm -f "$1.csr" "$1.ext"
}

key ca.key
quietly req -x509 -new -key ca.key -subj "/CN=EdgeProbe demo CA" -days 30 -addext "keyUsage=critical,keyCertSign,cRLSign" -out ca.pem

names="DNS:localhost,IP:127.0.0.1,IP:::1"
for address in ${EXTRA_ADDRESSES:-}; do names+=",IP:$address"; done
for name in ${EXTRA_NAMES:-}; do names+=",DNS:$name"; done
sign server localhost "subjectAltName=$names"
sign collector collector "extendedKeyUsage=clientAuth"
for probe in "$@"; do sign "${probe//\//_}" "$probe" "extendedKeyUsage=clientAuth"; done
# mosquitto started as root gives up root before it reads these; they are worth a month of a demo.
chmod 644 ./*.key ./*.pem
chmod 755 .
