#!/usr/bin/env python3
"""Times the executable specification on the cases of bench/run.sh score: score_peer.py SPECIFICATION.py CASES.json

Prints {"cases", "blame_seconds", "minute_seconds", "scores", "lows"}: the best of three rounds over all cases, and its answers, which the
benchmark compares with its own. A minute is what scoring makes of it: three envelopes, the composite and the blame.
"""
import importlib.util
import json
import sys
import time

path, cases = sys.argv[1:3]
spec = importlib.util.spec_from_file_location("specification", path)
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)

with open(cases, encoding="utf-8") as file:
    cases = json.load(file)


def best(run):
    times, answers = [], []
    for _ in range(3):
        start = time.perf_counter()
        answers = [run(case) for case in cases]
        times.append(time.perf_counter() - start)
    return min(times), answers


def sketch(delays):
    made = reference.Sketch()
    for delay in delays:
        made.add(delay)
    return made


sketches = {id(case): sketch(case["delays"]) for case in cases}


def minute(case):
    delays = sketches[id(case)]
    lows = [reference.interval(app, delays, case["sent"], case["lost"])[1] for app in ("video_call", "gaming")]
    report = reference.blame(case["blame"])
    reference.composite(report["apps"], case["blame"]["persona"], 0)
    return lows


blame_seconds, reports = best(lambda case: reference.blame(case["blame"]))
minute_seconds, lows = best(minute)
json.dump(
    {
        "cases": len(cases),
        "blame_seconds": blame_seconds,
        "minute_seconds": minute_seconds,
        "scores": [report["score"] for report in reports],
        "lan": [report["segment_points"]["lan"] for report in reports],
        "lows": lows,
    },
    sys.stdout,
)
