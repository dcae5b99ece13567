#!/usr/bin/env python3
"""bench/capture/synflood.py OUT [SYNS]: a flood of SYNs (1,000,000) from random sources with one real connection, the victim, inside (pcap).

The flood knocks at a server in the home, 192.168.1.2 port 80, 100,000 times a second. After a tenth of it a device, 192.168.1.10 port 50000,
opens a connection to 203.0.113.20 port 443 and sends one segment each 4 ms until a second before the end. Truth: WAN round trip 30 ms,
LAN round trip 2 ms, for every sample. Checksums are right. The same bytes each time.
"""
import random
import struct
import sys

START_NS = 1_700_000_000 * 10**9
SYN_NS = 10_000  # 100,000 a second
SEGMENT_NS = 4_000_000
WAN_NS, LAN_NS = 30_000_000, 2_000_000
SERVER = 0xC0A80102
DEVICE, DEVICE_PORT = 0xC0A8010A, 50000
PEER, PEER_PORT = 0xCB007114, 443
SYN, ACK, PSH = 2, 16, 8
ETHERNET = bytes.fromhex("020000000001020000000002") + b"\x08\x00"


def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF


def frame(source, source_port, target, target_port, sequence, acknowledgment, flags, payload=b""):
    """One TCP segment over IPv4 and Ethernet. Its payload is of even length."""
    length = 20 + len(payload)
    addresses = struct.pack(">II", source, target)
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + length, sequence & 0xFFFF, 0x4000, 64, 6, 0)
    tcp = struct.pack(">HHIIBBHHH", source_port, target_port, sequence, acknowledgment, 0x50, flags, 64240, 0, 0)
    ip = head[:10] + struct.pack(">H", checksum(head + addresses)) + addresses
    tcp = tcp[:16] + struct.pack(">H", checksum(addresses + struct.pack(">HH", 6, length) + tcp + payload)) + tcp[18:]
    return ETHERNET + ip + tcp + payload


def flood(count):
    random_ = random.Random(1)
    for number in range(count):
        bits = random_.getrandbits(80)
        source = 0x0B000000 + (bits & 0xFFFFFFFF) % 0x74000000  # 11.0.0.0 to 126.255.255.255: no private range
        yield number * SYN_NS, frame(source, 1024 + (bits >> 32 & 0xFFFF) % 64512, SERVER, 80, bits >> 48, 0, SYN)


def victim(start, end):
    """Handshake, then a segment of 100 bytes from the device, its acknowledgment and an answer of 100 bytes 30 ms later, acknowledged in 2 ms."""
    up = lambda sequence, acknowledgment, flags, data=b"": frame(DEVICE, DEVICE_PORT, PEER, PEER_PORT, sequence, acknowledgment, flags, data)
    down = lambda sequence, acknowledgment, flags, data=b"": frame(PEER, PEER_PORT, DEVICE, DEVICE_PORT, sequence, acknowledgment, flags, data)
    yield start, up(999, 0, SYN)
    yield start + WAN_NS, down(4999, 1000, SYN | ACK)
    yield start + WAN_NS + LAN_NS, up(1000, 5000, ACK)
    first = start + 2 * WAN_NS
    pending = []
    segments = (end - first) // SEGMENT_NS
    for number in range(segments):
        at, sent, heard = first + number * SEGMENT_NS, 1000 + 100 * number, 5000 + 100 * number
        answered = 5000 + 100 * max(0, number - WAN_NS // SEGMENT_NS)
        pending.append((at, up(sent, answered, ACK | PSH, b"up" * 50)))
        pending.append((at + WAN_NS, down(heard, sent + 100, ACK | PSH, b"dn" * 50)))
        by_then = min(segments, number + (WAN_NS + LAN_NS) // SEGMENT_NS)
        pending.append((at + WAN_NS + LAN_NS, up(1000 + 100 * by_then, heard + 100, ACK)))
    yield from sorted(pending, key=lambda item: item[0])


def merged(a, b):
    end = (1 << 62, b"")
    left, right = next(a, end), next(b, end)
    while left is not end or right is not end:
        if left[0] <= right[0]:
            yield left
            left = next(a, end)
        else:
            yield right
            right = next(b, end)


def main(path, count):
    span = count * SYN_NS
    with open(path, "wb", buffering=1 << 20) as out:
        out.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262144, 1))  # nanoseconds, Ethernet
        for at, data in merged(flood(count), victim(span // 10, span - 10**9)):
            seconds, nanoseconds = divmod(START_NS + at, 10**9)
            out.write(struct.pack("<IIII", seconds, nanoseconds, len(data), len(data)) + data)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: bench/capture/synflood.py OUT [SYNS]")
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 1_000_000)
