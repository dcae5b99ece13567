#!/usr/bin/env python3
"""Writes random conformance cases for every function of score-profile/1, answered by its executable form.

random_vectors.py SPECIFICATION.py CASES_A_FUNCTION SEED > vectors.json; edgeprobe-collector conformance vectors.json
"""
import importlib.util
import json
import math
import random
import sys

path, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
spec = importlib.util.spec_from_file_location("specification", path)
ref = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ref)
rnd = random.Random(seed)
u = rnd.uniform


def maybe(value, share=0.2):
    return None if rnd.random() < share else value


def delays(most=400):
    base, spread = rnd.choice([800, 9_000, 60_000, 250_000]), u(1.05, 6)
    return [max(0, int(base * spread ** rnd.random())) for _ in range(rnd.randint(1, most))]


def sketch(values):
    made = ref.Sketch()
    for value in values:
        made.add(value)
    return made


def line():
    qmin = u(0, 120)
    q50 = qmin + u(0, 90)
    q95 = q50 + u(0, 160)
    return dict(qmin=qmin, q50=q50, q95=q95, q99=q95 + u(0, 160), loss=rnd.choice([0, u(0, 0.02), u(0, 0.6), 1]), late=rnd.choice([0, u(0, 0.2)]))


def mos():
    r = u(-20, 120)
    gob, pow_ = ref.gob_pow(min(100, max(0, r)))
    return {"r": r}, {"mos": ref.mos(r), "gob": gob, "pow": pow_}


def emodel():
    i = dict(codec=rnd.choice(list(ref.CODEC)), ta_ms=u(0, 700), ppl_pct=rnd.choice([0, u(0, 40)]), burst_ratio=u(1, 4))
    r = ref.r_simple(i["codec"], i["ta_ms"], i["ppl_pct"], i["burst_ratio"])
    return i, {"idd": ref.idd(i["ta_ms"]), "r": r, "mos": ref.mos(r)}


def burst_ratio():
    n = rnd.randint(0, 2000)
    lost = rnd.randint(0, n)
    i = dict(n=n, lost=lost, episodes=rnd.randint(0, lost))
    return i, {"burst_ratio": ref.burst_ratio(n, lost, i["episodes"])}


def sketch_index():
    us = rnd.choice([rnd.randint(1, 100), rnd.randint(1, 10**7), 1 << rnd.randint(0, 40)])
    return {"us": us}, {"index": ref.bidx(us), "estimate_us": ref.bval(ref.bidx(us))}


def sketch_quantiles():
    values = delays()
    s = sketch(values)
    return {"rtts_us": values}, {"count": s.n, "min": s.mn, "max": s.mx, "sum": s.sum, "quantiles": {p: s.q(float(p)) for p in ("0", "0.5", "0.75", "0.9", "0.95", "0.99", "1")}}


def wilson():
    n = rnd.randint(0, 3000)
    lost = rnd.randint(0, n)
    lo, hi = ref.wilson(lost, n)
    return {"lost": lost, "n": n}, {"lo": lo, "hi": hi}


def quality_state():
    i = dict(n=rnd.choice([0, rnd.randint(0, 400)]), percentile=rnd.choice([0.5, 0.75, 0.95, 0.99, 0.999]), coverage=u(0, 1), width=u(0, 40), age_s=u(0, 300), period_s=60)
    return i, {"state": ref.quality_state(i["n"], i["percentile"], i["coverage"], i["width"], i["age_s"], i["period_s"])}


def qoo():
    points = rnd.sample([0, 10, 25, 50, 75, 90, 95, 99, 99.9, 100], rnd.randint(1, 4))
    lat, rop = {f"{p:g}": u(0, 700) for p in points}, {f"{p:g}": u(10, 200) for p in points}
    cpup = {p: v + u(1, 500) for p, v in rop.items()}
    loss, best, worst, tput, need = u(0, 0.12), u(0, 0.02), u(0.03, 0.2), maybe(u(0, 30)), maybe(u(1, 10))
    answer = ref.qoo(lat, loss, dict(lat=rop, loss=best), dict(lat=cpup, loss=worst), tput, need)
    i = dict(latency_ms=lat, loss=loss, rop=dict(latency_ms=rop, loss=best), cpup=dict(latency_ms=cpup, loss=worst))
    if tput is not None:
        i["throughput_mbps"] = tput
    if need is not None:
        i["cpup"]["required_mbps"] = need
    return i, {"qoo": answer}


def slots():
    return "".join(rnd.choice(rnd.choice(["G", "GB", "B", "GU", "U", "GBU"])) * rnd.choice([1, 2, 5, 6, 7, 20, 59, 60, 61]) for _ in range(rnd.randint(1, 20)))


def availability():
    s = slots()
    answer = ref.availability(s)
    answer["outages"] = [list(o) for o in answer["outages"]]
    return {"slots": s}, answer


def availability_score():
    unavailable = maybe(rnd.choice([0, 0.0005, u(0, 0.001), u(0, 0.08)]), 0.1)
    return {"unavailability": unavailable}, {"score": ref.avail_score(unavailable)}


def burn_alert():
    burn = {w: maybe(u(0, 25)) for w in ("5m", "30m", "1h", "6h", "3d")}
    return {"burn": burn}, {"alert": ref.alert(burn)}


def app_score():
    app = rnd.choice(["voice", "video_call", "gaming", "web", "streaming"])
    metrics = {
        "web": lambda: dict(t75=maybe(u(0.05, 14)), fail=maybe(rnd.choice([u(0, 0.15), 1]))),
        "streaming": lambda: dict(startup=maybe(u(0.2, 14)), stall=maybe(u(0, 0.07)), rate=maybe(u(0.3, 9))),
    }.get(app, lambda: dict(line(), burst=u(1, 3)))()
    if app == "video_call":
        metrics.update(down=maybe(u(0.5, 9)), up=maybe(u(0.5, 9)))
    metrics = {k: v for k, v in metrics.items() if v is not None}
    if app == "voice":
        answer = ref.voice(metrics)
        return dict(app=app, metrics=metrics), dict(score=answer["score"], r=answer["R"], mos=answer["MOS"])
    answer = ref.app(app, metrics)
    return dict(app=app, metrics=metrics), answer and dict(score=answer["score"], binding=answer["binding"])


def envelope():
    values, app = delays(), rnd.choice(["video_call", "gaming"])
    lost = rnd.choice([0, rnd.randint(0, len(values))])
    score, low, high = ref.interval(app, sketch(values), len(values) + lost, lost)
    return dict(app=app, sent=len(values) + lost, lost=lost, rtts_us=values), dict(score=score, lo=low, hi=high)


def composite():
    i = dict(scores={a: maybe(u(0, 100)) for a in ref.APPS}, persona=rnd.choice(list(ref.PERSONA)), outage_share=rnd.choice([0, u(0, 1)]))
    return i, ref.composite(i["scores"], i["persona"], i["outage_share"])


def day():
    windows = [[maybe(u(0, 100), 0.3), rnd.choice([0, 0.5, 1, 2, u(0, 3)])] for _ in range(rnd.randint(1, 60))]
    return {"windows": windows}, ref.day([tuple(w) for w in windows])


def blame():
    cum, delay, spread, delivered = [], 0.0, 0.0, 1.0
    for _ in range(4):
        delay, spread, delivered = delay + u(0, 60), spread + u(0, 90), delivered * (1 - rnd.choice([0, u(0, 0.05), u(0, 0.3)]))
        noise = u(0.5, 1.6)
        cum.append(dict(qmin=delay * noise, q50=(delay + spread / 4) * noise, q95=(delay + spread) * noise, q99=(delay + 2 * spread) * noise, loss=1 - delivered, late=rnd.choice([0, u(0, 0.05)])))
    i = dict(
        cum=cum, floors=[u(0.2, 20) for _ in range(4)], burst=u(1, 3), observed=3600, persona=rnd.choice(list(ref.PERSONA)),
        web=dict(t75=u(0.1, 9), k_rtt=6, think=u(0, 2), think_floor=u(0, 0.3), res_floor=u(0, 0.4), fail=rnd.choice([0, u(0, 0.12)])),
        stream=dict(startup=u(0.3, 9), stall=rnd.choice([0, u(0, 0.06)]), rate=u(0.8, 20), bottleneck=rnd.choice(ref.SEG)),
        outage=[rnd.choice([0, 0, rnd.randint(1, 200)]) for _ in range(4)])
    return i, ref.blame(i)


def fault_segment():
    loss = [rnd.choice([None, 0, 1, u(0, 1)]) for _ in range(4)]
    return {"loss": loss}, {"segment": ref.fault_segment(loss)}


def expectation():
    adequate = u(20, 70)
    i = dict(perceived=maybe(u(0, 100), 0.1), adequate=adequate, desired=adequate + u(1, 30))
    e = maybe(u(20, 95), 0.5)
    if e is not None:
        i["expected"] = e
    return i, ref.expectation(i["perceived"], i["adequate"], i["desired"], e)


def calibrate():
    i = dict(perceived=maybe(u(0, 100), 0.1), residuals=[u(-60, 60) for _ in range(rnd.randint(0, 20))])
    return i, {"calibrated": ref.calibrated(i["perceived"], i["residuals"])}


def expectation_level():
    i = dict(promise=maybe(u(0, 100), 0.4), own=maybe(u(0, 100), 0.4), peers=maybe(u(0, 100), 0.4))
    return i, {"level": ref.expect_level(i["promise"], i["own"], i["peers"])}


def parity():
    strata = {}
    for name in rnd.sample(["fibre", "dsl", "fwa", "cable"], rnd.randint(1, 4)):
        middle, shift = u(40, 90), rnd.choice([0, u(-15, 15)])
        strata[name] = {side: [round(min(100, max(0, rnd.gauss(middle + by, 8))), rnd.choice([0, 2])) for _ in range(rnd.randint(2, 25))] for side, by in (("a", 0), ("b", shift))}
    return {"strata": strata}, ref.parity({k: (s["a"], s["b"]) for k, s in strata.items()})


functions = [mos, emodel, burst_ratio, sketch_index, sketch_quantiles, wilson, quality_state, qoo, availability, availability_score, burn_alert, app_score,
             envelope, composite, day, blame, fault_segment, expectation, calibrate, expectation_level, parity]
cases = []
for function in functions:
    for number in range(count):
        given, expected = function()
        cases.append({"id": f"{function.__name__}-{number + 1}", "function": function.__name__, "input": given, "expected": expected})
assert all(math.isfinite(case["input"].get("r", 0)) for case in cases)
json.dump({"cases": cases}, sys.stdout)
