#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How often the rules are right: Cordon and the naive rule on the same observations, against what really happened.

    bench/evaluation.py build/release/cordon [--wearers N] [--seed S]… [--check] [SCENARIO…]

Each scenario of bench/scenarios is written out by `cordon simulate` without sockets, decided by `cordon replay` and by
the naive rule below, and both are measured by `cordon evaluate`. Prints the table of bench/README.md; with --check it
ends with 1 where a bar is missed, and says which.

The naive rule: a fix with its centre in the polygon (a curfew: out of the place; a protected person: nearer than the
distance) is an incident, until the first fix that is not. It is given more than common trackers have: fixes in the
order of their times whenever they came, each once; windows in civil time; the device's wearer at the time of the fix;
no cell positions.
"""
import argparse
import bisect
import dataclasses
import datetime
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import zoneinfo

SCENARIOS = pathlib.Path(__file__).resolve().parent / "scenarios"
ORDER = ["entries", "drive_through", "tunnel", "newest_first", "tag_swap", "home_beside_zone", "indoor_scatter",
         "urban_canyon", "edge_walk", "clock_change_spring", "clock_change_autumn", "shared_bus"]
METRES_PER_HDOP = 7.5  # rules.md §2
FRESH_S = 180  # rules.md §7
LONGEST_CROSSING_GAP_S = 300  # rules.md §3
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def metres(a, b):
    """Between two [longitude, latitude], good to a thousandth over a few kilometres."""
    north = (b[1] - a[1]) * 111_250
    east = (b[0] - a[0]) * 111_320 * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(north, east)


def in_ring(ring, point):
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > point[1]) != (by > point[1]) and point[0] < (bx - ax) * (point[1] - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def covers(zone, point):
    geometry = zone["geometry"]
    if geometry["type"] == "Point":
        return metres(geometry["coordinates"], point) <= zone["radius_m"]
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return any(in_ring(rings[0], point) and not any(in_ring(hole, point) for hole in rings[1:]) for rings in parts)


def civil(day, wall, zone, fold):
    """The instant of a wall clock's time; in the hour that is missing: the first after it (rules.md §5)."""
    hour, minute = map(int, wall.split(":"))
    local = datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    utc = local.astimezone(datetime.timezone.utc)
    if utc.astimezone(zone).replace(tzinfo=None, fold=0) != local.replace(tzinfo=None):
        return utc.replace(minute=0)
    return local.replace(fold=fold).astimezone(datetime.timezone.utc)


def windows_of(curfew, zone, first, last):
    found = []
    for window in curfew["windows"]:
        day = first.date() - datetime.timedelta(days=2)
        while day <= last.date():
            if DAYS[day.weekday()] in window["days"]:
                end_day = day if window["end"] > window["start"] else day + datetime.timedelta(days=1)
                found.append((civil(day, window["start"], zone, 0), civil(end_day, window["end"], zone, 1)))
            day += datetime.timedelta(days=1)
    return found


@dataclasses.dataclass(frozen=True, order=True)
class Fix:
    at: datetime.datetime
    point: tuple
    received: datetime.datetime = dataclasses.field(compare=False)
    circle_m: float = dataclasses.field(compare=False)


def fixes_of(lines):
    """By device: satellite fixes in the order of their times, each once, as first received."""
    by_device = {}
    for line in lines:
        said = json.loads(line)
        if not said.get("valid", "lat" in said) or "lat" not in said or said.get("mechanism", "gnss") != "gnss":
            continue
        fix = Fix(instant(said["fix_time"]), (said["lon"], said["lat"]), instant(said["received"]),
                  said.get("accuracy_m", said.get("hdop", 2) * METRES_PER_HDOP))
        by_device.setdefault(said["device"], {}).setdefault((fix.at, fix.point), fix)
    return {device: sorted(fixes.values()) for device, fixes in by_device.items()}


def bound(order, kind, fixes):
    """The order's fixes of devices of that kind, while they are bound to it."""
    for activation in order["activations"]:
        if activation["kind"] == kind:
            begins, ends = instant(activation["from"]), activation["to"] and instant(activation["to"])
            for fix in fixes.get(activation["device"], []):
                if begins <= fix.at and (ends is None or fix.at < ends):
                    yield fix


def zone_votes(order, zone, fixes):
    for fix in bound(order, "tag", fixes):
        yield fix, covers(zone, fix.point)


def curfew_votes(order, curfew, fixes):
    own = list(bound(order, "tag", fixes))
    if not own:
        return
    place = next(iter(curfew["places"].values()))
    windows = windows_of(curfew, zoneinfo.ZoneInfo(order["time_zone"]), own[0].at, own[-1].at)
    for fix in own:
        held = any(begins <= fix.at < ends for begins, ends in windows)
        yield fix, held and not covers(place, fix.point)


def proximity_votes(order, proximity, fixes):
    both = sorted([(fix, 0) for fix in bound(order, "tag", fixes)] +
                  [(fix, 1) for fix in bound(order, "protected", fixes)])
    last = [None, None]
    for fix, side in both:
        last[side] = fix
        other = last[1 - side]
        fresh = other is not None and (fix.at - other.at).total_seconds() <= FRESH_S
        yield fix, fresh and metres(fix.point, other.point) < proximity["distance_m"]


VOTES = {"exclusion_zone": zone_votes, "curfew": curfew_votes, "proximity": proximity_votes}


def naive(orders, fixes):
    """Episodes as `cordon replay --final` prints them."""
    for order in orders:
        for condition in order["conditions"]:
            open_since = None
            votes = VOTES[condition["type"]](order, condition, fixes) if condition["type"] in VOTES else ()
            made = []
            for fix, against in votes:
                if against and open_since is None:
                    open_since = fix
                    made.append({"order": order["id"], "condition": condition["id"], "kind": condition["type"],
                                 "id": f'{order["id"]}/{condition["id"]}/{len(made)}', "state": "confirmed",
                                 "started": stamp(fix.at), "ended": None, "detected": stamp(fix.received)})
                elif not against and open_since is not None:
                    made[-1]["ended"] = stamp(fix.at)
                    open_since = None
            yield from made


def stamp(at):
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_graze(episode, fixes):
    """Nowhere deeper than the smallest circle of the fixes in it and on either side of it: who walks so and who passes
    by cannot be told apart by them."""
    if "deepest_m" not in episode:
        return False
    own = fixes.get(episode["device"], [])
    first = bisect.bisect_left(own, instant(episode["started"]), key=lambda fix: fix.at)
    last = bisect.bisect_right(own, instant(episode["ended"]), key=lambda fix: fix.at)
    around = own[max(0, first - 1):last + 1]
    return bool(around) and -episode["deepest_m"] <= min(fix.circle_m for fix in around)


def class_of(episode):
    if episode["fixes"] >= 1:
        return "two" if episode["fixes"] >= 2 else "brief"
    return "gap" if episode.get("gap_s", 0) > LONGEST_CROSSING_GAP_S else "brief"


def run(*command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: ended with {done.returncode}")
    return done.stdout


class Measured:
    """What one side came to in one scenario, or in several."""

    def __init__(self):
        self.told = {}
        self.happened = {}
        self.false = self.false_possible = 0
        self.days = 0.0
        self.delays = []

    def count(self, name, told):
        self.happened[name] = self.happened.get(name, 0) + 1
        self.told[name] = self.told.get(name, 0) + told

    def add(self, other):
        for name, number in other.happened.items():
            self.happened[name] = self.happened.get(name, 0) + number
            self.told[name] = self.told.get(name, 0) + other.told[name]
        self.false += other.false
        self.false_possible += other.false_possible
        self.days += other.days

    def of(self, *names):
        return sum(self.told.get(name, 0) for name in names), sum(self.happened.get(name, 0) for name in names)


def measure(binary, truth, episodes, happened, grazes):
    said = json.loads(run(binary, "evaluate", "--json", "--truth", truth, "--episodes", episodes))
    missed = set(said["missed"])
    out = Measured()
    for number, (episode, graze) in enumerate(zip(happened, grazes)):
        out.count(class_of(episode) + ("-graze" if graze else ""), number not in missed)
    out.false, out.false_possible, out.days = said["false_confirmed"], said["false_possible"], said["wearer_days"]
    out.delays = [said["delay_median_s"], said["delay_p90_s"]]
    return out


def play(binary, name, seed, options, folder):
    file = {kind: folder / f"{name}.{kind}" for kind in ("orders", "observations", "truth", "cordon", "naive")}
    extra = [part for key, value in (("--wearers", options.wearers), ("--seed", seed)) if value is not None
             for part in (key, value)]
    run(binary, "simulate", "--scenario", SCENARIOS / f"{name}.json", "--orders-out", file["orders"], "--observations",
        file["observations"], "--truth", file["truth"], *extra)
    file["cordon"].write_text(
        run(binary, "replay", "--orders", file["orders"], "--observations", file["observations"], "--final"))
    fixes = fixes_of(file["observations"].read_text().splitlines())
    orders = json.loads(file["orders"].read_text())["orders"]
    file["naive"].write_text("".join(json.dumps(one) + "\n" for one in naive(orders, fixes)))
    happened = [one for one in map(json.loads, file["truth"].read_text().splitlines()) if "watched_from" not in one]
    grazes = [is_graze(episode, fixes) for episode in happened]
    return [measure(binary, file["truth"], file[side], happened, grazes) for side in ("cordon", "naive")]


def summed(parts):
    """Without delays: quantiles do not add up."""
    whole = Measured()
    for part in parts:
        whole.add(part)
    return whole


def share(pair):
    told, happened = pair
    return "–" if happened == 0 else f"{told / happened:.3f} ({told}/{happened})"


def span(seconds):
    return "–" if seconds is None else f"{seconds:,.0f}"


def row(name, measured):
    """Cordon / naive in each cell."""
    def both(tell):
        return " / ".join(tell(one) for one in measured)

    return (f"| {name} | {measured[0].days:.0f} | " +
            " | ".join(share(measured[0].of(*names)) + " / " + share(measured[1].of(*names))
                       for names in (("two", "two-graze"), ("brief",), ("brief-graze",), ("gap", "gap-graze"))) +
            f" | {both(lambda one: str(one.false))} | {both(lambda one: f'{one.false / one.days:.2f}')} | "
            f"{measured[0].false_possible} | " +
            both(lambda one: " ".join(map(span, one.delays)) if one.delays else "–") + " |")


def bars(cordon, plain):
    """Each bar, and whether it holds."""
    def at_least(names, least):
        told, happened = cordon.of(*names)
        return happened > 0 and told >= least * happened

    return [
        (f"entries of two fixes or more: {share(cordon.of('two'))}, bar 1.0; "
         f"grazes apart: {share(cordon.of('two-graze'))}", at_least(["two"], 1.0)),
        (f"single fix and between fixes: {share(cordon.of('brief'))}, bar 0.95; "
         f"with grazes {share(cordon.of('brief', 'brief-graze'))}", at_least(["brief"], 0.95)),
        (f"false confirmed incidents: {cordon.false}, the naive rule {plain.false}, bar ten times fewer",
         plain.false > 0 and cordon.false * 10 <= plain.false),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("scenarios", nargs="*", default=ORDER, metavar="SCENARIO")
    parser.add_argument("--wearers", type=int, help="people a scenario, in place of its own number")
    parser.add_argument("--seed", type=int, action="append", help="another world of each scenario; several are summed")
    parser.add_argument("--check", action="store_true", help="end with 1 where a bar is missed")
    options = parser.parse_args()

    print("| scenario | wearer-days | recall: two fixes or more | single fix, between fixes "
          "| grazes of one fix or none | in a gap over 5 min | false confirmed | a wearer-day | false possible "
          "| delay p50 p90, s |")
    print("|" + "---|" * 10)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.scenarios:
            worlds = [play(options.binary, name, seed, options, pathlib.Path(folder))
                      for seed in options.seed or [None]]
            sums = worlds[0] if len(worlds) == 1 else [summed(side) for side in zip(*worlds)]
            print(row(name.replace("_", " "), sums), flush=True)
            rows.append(sums)
    whole = [summed(side) for side in zip(*rows)]
    print(row("**all**", whole))
    print()
    missed = False
    for told, holds in bars(*whole):
        print(("holds:  " if holds else "MISSED: ") + told)
        missed = missed or not holds
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
