# SPDX-License-Identifier: Apache-2.0
"""The path end to end on one machine: simulated tags over real sockets → journal (durable) → rules → stream, and
PostGIS behind. Prints a table of what it measured; the simulator's own cost is told apart.

usage: end_to_end.py BINARY [--rates 833,8330,16700] [--seconds 30] [--wearers 300] [--records 1]"""
import argparse, os, pathlib, platform, re, subprocess, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests/system/daemon"))
from harness import SOURCE, Cluster, check, running, wait_until  # noqa: E402


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def histogram(daemon, name):
    """Upper edges in seconds and how many were at or below each."""
    out = []
    for line in daemon.get("/metrics", daemon.metrics_port)[1].splitlines():
        found = re.match(rf'cordon_{name}_bucket{{.*le="([^"]+)"}} (\S+)', line)
        if found:
            out.append((float(found[1]), float(found[2])))
    return out


def quantile(before, after, q):
    """The upper edge of the bucket that holds the quantile of what came between; buckets double, so it is within 2×."""
    old = dict(before)
    grown = [(edge, n - old.get(edge, 0)) for edge, n in after]
    total = grown[-1][1] if grown else 0
    if total == 0:
        return None
    return next(edge for edge, n in grown if n >= q * total)


def shown(seconds):
    return "–" if seconds is None else f"≤ {seconds * 1000:.3g}"


def measure(daemon, rate, options):
    names = ("receive_to_durable_seconds", "receive_to_alert_seconds", "journal_sync_seconds")
    counted = ("observations_received_total", "store_rows_total", "journal_batches_total")
    before = {n: histogram(daemon, n) for n in names} | {n: daemon.metric(n) for n in counted}
    cpu, start = cpu_seconds(daemon.process.pid), time.monotonic()
    sim = subprocess.Popen([daemon.binary, "simulate", "--scenario", str(SOURCE / "config/london.json"), "--wearers", str(options.wearers), "--rate", str(rate),
                            "--duration", str(options.seconds), "--port", str(daemon.tag_port), "--udp-port", str(daemon.tag_port), "--records-per-packet", str(options.records), "--quiet"])
    sim_cpu = 0.0
    while sim.poll() is None:
        try:
            sim_cpu = cpu_seconds(sim.pid)
        except (FileNotFoundError, IndexError):
            pass
        time.sleep(0.05)
    seconds = time.monotonic() - start
    check(sim.returncode == 0, f"the simulator ended with {sim.returncode}")
    taken = daemon.metric("observations_received_total") - before["observations_received_total"]
    daemon_cpu, caught = cpu_seconds(daemon.process.pid) - cpu, time.monotonic()
    daemon.stored_all()
    caught = time.monotonic() - caught
    after = {n: histogram(daemon, n) for n in names}
    batches = daemon.metric("journal_batches_total") - before["journal_batches_total"]
    q = lambda name, p: shown(quantile(before[name], after[name], p))
    print(f"| {rate} | {taken / seconds:,.0f} | {q(names[0], .5)} / {q(names[0], .99)} | {q(names[1], .5)} / {q(names[1], .99)} | {q(names[2], .5)} | {taken / max(batches, 1):.1f} "
          f"| {daemon_cpu / taken * 1e6:.1f} | {sim_cpu / taken * 1e6:.1f} | {caught:.1f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--rates", default="833,8330,16700")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--wearers", type=int, default=300)
    parser.add_argument("--records", type=int, default=1)
    options = parser.parse_args()
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    print(f"{model}, {os.cpu_count()} cores, Linux {platform.release()}; {options.wearers} wearers, {options.records} record(s) a packet, {options.seconds} s a row; all on one machine\n")
    print("| asked fixes/s | taken in, durable /s | receive → durable p50 / p99, ms | receive → alert p50 / p99, ms | sync p50, ms | fixes a group commit | daemon CPU, µs a fix | simulator CPU, µs a fix | PostGIS caught up after, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    with Cluster() as cluster, running(options.binary, cluster) as daemon:
        orders = daemon.folder / "orders.json"
        daemon.cordon("simulate", "--scenario", SOURCE / "config/london.json", "--wearers", options.wearers, "--orders-out", orders)
        daemon.cordon("import", orders, "--state", daemon.state)
        for rate in map(int, options.rates.split(",")):
            measure(daemon, rate, options)


main()
