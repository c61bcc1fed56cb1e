# SPDX-License-Identifier: Apache-2.0
"""kill -9 of the daemon in full flow, again and again, against the simulator's ledger of what was acknowledged.
usage: kill_loop.py BINARY [--kills 20] [--rate 400] [--wearers 120] [--seed N]"""
import argparse, random, subprocess, time
from harness import SOURCE, Cluster, check, running, wait_until
from ledger import StreamReader, check_episodes, check_nothing_lost, check_stream


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rate", type=int, default=400)
    parser.add_argument("--wearers", type=int, default=120)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    chance = random.Random(options.seed)
    with Cluster() as cluster, running(options.binary, cluster) as daemon:
        orders, ledger = daemon.folder / "people.json", daemon.folder / "ledger.jsonl"
        people = ["--scenario", SOURCE / "config/london.json", "--wearers", options.wearers, "--seed", options.seed]
        daemon.cordon("simulate", *people, "--orders-out", orders)
        daemon.cordon("import", orders, "--state", daemon.state)
        daemon.pass_time()      # an order holds from its record on: the first fixes are to be younger, as they are in a replay
        reader = StreamReader(daemon, daemon.token())
        reader.start()
        between = [chance.uniform(0.2, 2.5) for _ in range(options.kills)]
        tags = subprocess.Popen([options.binary, "simulate", *map(str, people), "--rate", str(options.rate), "--port", str(daemon.tag_port), "--udp-port", str(daemon.tag_port),
                                 "--duration", str(sum(between) + options.kills * 0.5 + 10), "--ledger", str(ledger), "--quiet"])
        recovered = []
        for number, pause in enumerate(between, 1):
            taken = daemon.metric("observations_received_total")
            wait_until(lambda: daemon.metric("observations_received_total") > taken, 30, "tags to report again")
            time.sleep(pause)      # where in the flow the kill falls is the point: any place will do
            daemon.kill()
            start = time.monotonic()
            daemon.start()
            recovered.append(time.monotonic() - start)
        check(tags.wait(300) == 0, "the simulator ended with every packet acknowledged")
        observations, orders = check_nothing_lost(daemon, cluster, ledger)
        check_episodes(daemon, cluster, observations, orders)
        wait_until(lambda: len(reader.events) >= int(cluster.psql("select count(*) from cordon.episode_change")[0][0]), 30, "the reader to have all changes")
        reader.stopping = True
        check_stream(reader, cluster)
        print(f"{options.kills} kills; time to monitoring again: median {sorted(recovered)[len(recovered) // 2]:.2f} s, longest {max(recovered):.2f} s")
        check(daemon.stop() == 0, "SIGTERM ends it with 0")
    print("1 passed, 0 failed")


main()
