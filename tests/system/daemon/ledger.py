# SPDX-License-Identifier: Apache-2.0
"""Compares what tags were told is safe with what the journal holds, what PostGIS holds, and what the rules conclude of
it when the journal is replayed by itself."""
import collections, json, pathlib, threading, http.client
from harness import check

EPISODE = ("order", "condition", "kind", "state", "severity", "started")
ARRIVAL = ("no_contact", "no_fix", "not_monitored", "association", "clock_fault")   # by the journal's clock, not the fixes'


def key(o):
    """What makes two reports of one tag the same observation."""
    return o["device"], o.get("fix_time"), o.get("lat"), o.get("lon"), o.get("event")


def journalled(daemon):
    """Every observation of every frame, in the journal's order; and the orders."""
    observations, orders = [], {}
    for line in daemon.cordon("journal", "dump", "--state", daemon.state, "--json").stdout.splitlines():
        record = json.loads(line)
        observations += [(record, o) for o in record.get("observations", [])]
        if record.get("kind") == "order":
            orders[record["order"]["id"]] = {k: v for k, v in record["order"].items() if k != "utc_offsets"}     # the record's own
    return observations, list(orders.values())


def acknowledged(ledger):
    return [json.loads(line) for line in pathlib.Path(ledger).read_text().splitlines() if line.endswith("}")]


def check_nothing_lost(daemon, cluster, ledger):
    told = acknowledged(ledger)
    check(len(told) > 100, f"only {len(told)} observations were acknowledged: the run shows nothing")
    observations, orders = journalled(daemon)
    held = {key(o) for _, o in observations}
    lost = [t for t in told if key(t) not in held]
    check(not lost, f"{len(lost)} of {len(told)} acknowledged observations are not in the journal, the first: {lost[:1]}")
    daemon.stored_all()
    rows = collections.Counter()
    sql = """select device, to_char(fix_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), round(st_y(position)::numeric, 7), round(st_x(position)::numeric, 7), event from cordon.observation"""
    for device, at, lat, lon, event in cluster.psql(sql):
        rows[device, at.replace(".000Z", "Z"), float(lat) if lat else None, float(lon) if lon else None, event or None] += 1
    missing = [t for t in told if rows[key(t)] != 1]
    check(not missing, f"{len(missing)} of {len(told)} acknowledged observations are not in PostGIS exactly once, the first: {missing[:1]} ({rows[key(missing[0])] if missing else ''} times)")
    check(sum(rows.values()) == len(held), f"PostGIS holds {sum(rows.values())} observations, the journal {len(held)} different ones")
    check(cluster.psql("select count(*) from cordon.refused_row") == [["0"]], "PostGIS refused rows")
    print(f"ledger: {len(told)} acknowledged, {len(observations)} in the journal ({len(held)} different), {sum(rows.values())} rows; lost 0, doubled 0", flush=True)
    return observations, orders


def check_episodes(daemon, cluster, observations, orders):
    """PostGIS' episodes against `cordon replay` of the journal's observations, which knows no restart and no database."""
    check(orders, "the journal holds orders")
    folder = daemon.folder
    (folder / "orders.json").write_text(json.dumps({"orders": orders}))
    (folder / "observations.jsonl").write_text("".join(json.dumps(o) + "\n" for _, o in observations))
    replayed = [json.loads(line) for line in daemon.cordon("replay", "--orders", folder / "orders.json", "--observations", folder / "observations.jsonl", "--final").stdout.splitlines()]
    replayed = [e for e in replayed if e["kind"] not in ARRIVAL]
    check(replayed, "no episode came of it: the run shows nothing")
    want = collections.Counter(tuple(e[k] for k in EPISODE) for e in replayed)
    sql = """select order_id, condition_id, kind, state, severity, to_char(started at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from cordon.episode where change <> 'withdrawn'"""
    got = collections.Counter((o or None, c or None, k, s, v, at.replace(".000Z", "Z")) for o, c, k, s, v, at in cluster.psql(sql) if k not in ARRIVAL)
    if want != got:
        history = cluster.psql("select journal_offset, change_index, episode from cordon.episode_change order by 1, 2")
        (folder / "episode_changes.txt").write_text("".join("\t".join(row) + "\n" for row in history))
    check(want == got, f"episodes differ from a replay: only replayed {list((want - got).items())[:3]}, only in PostGIS {list((got - want).items())[:3]}")
    check(all(n == 1 for n in got.values()), "an episode stands twice")
    open_twice = cluster.psql("select order_id, condition_id, kind, count(*) from cordon.episode where ended is null and change <> 'withdrawn' group by order_id, condition_id, kind, device having count(*) > 1")
    check(not open_twice, f"two open episodes for one condition: {open_twice[:3]}")
    check(cluster.psql("select count(*) from cordon.incident") == cluster.psql("select count(*) from cordon.episode"), "an incident for each episode")
    print(f"episodes: {len(replayed)} by replay, the same in PostGIS; doubled 0, lost 0", flush=True)


class StreamReader(threading.Thread):
    """Reads the incident stream like an operator's console: reconnects and resumes with Last-Event-ID."""

    def __init__(self, daemon, token):
        super().__init__(daemon=True)
        self.server, self.token, self.last, self.events, self.resets, self.stopping = daemon, token, None, [], 0, False
        self.after = "0.0"

    def run(self):
        while not self.stopping:
            try:
                self.read()
            except (OSError, http.client.HTTPException, ValueError):
                self.server.process.poll()  # away: ask again until it is back

    def read(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.api_port, timeout=3)
        headers = {"Authorization": "Bearer " + self.token, **({"Last-Event-ID": self.last} if self.last else {})}
        connection.request("GET", "/v1/incidents/stream" + ("" if self.last else "?after=" + self.after), headers=headers)
        answer, event = connection.getresponse(), {}
        if answer.status != 200:
            raise ValueError(answer.status)
        while not self.stopping:
            line = answer.readline().decode()
            if not line:
                return
            name, _, value = line.rstrip("\r\n").partition(": ")
            if name:
                event[name] = value
            elif event:
                self.take(event)
                event = {}

    def take(self, event):
        if event.get("event") == "reset":
            self.resets += 1
        elif event.get("event") == "incident":
            self.last = event["id"]
            self.events.append((event["id"], json.loads(event["data"])))


def check_stream(reader, cluster):
    """Every change that PostGIS holds was streamed, once each, in order."""
    ids = [i for i, _ in reader.events]
    place = [tuple(map(int, i.split("."))) for i in ids]
    check(place == sorted(set(place)), "stream ids rise and none comes twice")
    check(reader.resets == 0, f"{reader.resets} resets: the reader lost its place")
    want = [tuple(map(int, row)) for row in cluster.psql("select journal_offset, change_index from cordon.episode_change order by 1, 2")]
    streamed = set(place)
    lost = [w for w in want if w not in streamed]
    check(not lost, f"{len(lost)} of {len(want)} changes were never streamed, the first: {lost[:1]}")
    print(f"stream: {len(ids)} changes read, {len(want)} in PostGIS; lost 0, doubled 0", flush=True)
