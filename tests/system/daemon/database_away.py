# SPDX-License-Identifier: Apache-2.0
"""PostGIS stopped in full flow: tags are still acknowledged, incidents still streamed, and all rows are there after it
returns.      usage: database_away.py BINARY [--away 60] [--rate 400] [--wearers 120]"""
import argparse, subprocess, time
from harness import SOURCE, Cluster, check, running, wait_until
from ledger import StreamReader, acknowledged, check_episodes, check_nothing_lost, check_stream


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--away", type=float, default=60)
    parser.add_argument("--rate", type=int, default=400)
    parser.add_argument("--wearers", type=int, default=120)
    options = parser.parse_args()
    with Cluster() as cluster, running(options.binary, cluster) as daemon:
        orders, ledger = daemon.folder / "people.json", daemon.folder / "ledger.jsonl"
        people = ["--scenario", str(SOURCE / "config/london.json"), "--wearers", str(options.wearers), "--seed", "7"]
        daemon.cordon("simulate", *people, "--orders-out", orders)
        daemon.cordon("import", orders, "--state", daemon.state)
        daemon.pass_time()      # an order holds from its record on: the first fixes are to be younger, as they are in a replay
        reader = StreamReader(daemon, daemon.token())
        reader.start()
        tags = subprocess.Popen([options.binary, "simulate", *people, "--rate", str(options.rate), "--port", str(daemon.tag_port), "--udp-port", str(daemon.tag_port),
                                 "--duration", str(options.away + 30), "--ledger", str(ledger), "--quiet"])
        wait_until(lambda: daemon.metric("store_rows_total") > 500, 60, "rows to flow")
        cluster.stop("immediate")
        wait_until(lambda: daemon.metric("store_connected") == 0, 30, "the daemon to notice")
        told, streamed = len(acknowledged(ledger)), len(reader.events)
        end = time.monotonic() + options.away
        while time.monotonic() < end:
            check(daemon.get("/readyz")[0] == 200, "ready while the database is away: it takes in and decides")
            time.sleep(1)
        while_away = len(acknowledged(ledger)) - told
        changes_away = len(reader.events) - streamed
        check(while_away > options.rate * options.away / 2, f"only {while_away} observations were acknowledged while the database was away")
        check(changes_away > 0, "no incident was streamed while the database was away")
        print(f"away for {options.away:.0f} s: {while_away} observations acknowledged, {changes_away} changes of incidents streamed", flush=True)
        cluster.start()
        check(tags.wait(300) == 0, "the simulator ended with every packet acknowledged")
        observations, orders = check_nothing_lost(daemon, cluster, ledger)
        check_episodes(daemon, cluster, observations, orders)
        wait_until(lambda: len(reader.events) >= int(cluster.psql("select count(*) from cordon.episode_change")[0][0]), 30, "the reader to have all changes")
        reader.stopping = True
        check_stream(reader, cluster)
        check(daemon.stop() == 0, "SIGTERM ends it with 0")
    print("1 passed, 0 failed")


main()
