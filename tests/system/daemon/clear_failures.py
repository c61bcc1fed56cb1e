# SPDX-License-Identifier: Apache-2.0
"""Bad configuration, bad order, port in use, no database, unwritable journal, journal held by another: one clear line
each, exit 2 or 1, and nothing half done.      usage: clear_failures.py BINARY"""
import os, pathlib, socket, subprocess, sys
from harness import Cluster, Daemon, check, running, scratch

ORDER = """{"devices":[{"id":"356307042441013","protocol":"teltonika"}],"orders":[{"id":"ORD-1","type":"licence","time_zone":"Europe/London",
"starts":"2026-01-05T10:00:00Z","ends":null,"wearer":{"id":"W-1"},"activations":[{"device":"356307042441013","kind":"tag","from":"2026-01-05T10:00:00Z"}],
"conditions":[{"id":"Z1","type":"exclusion_zone","geometry":{"type":"Point","coordinates":[-0.1,%s]},"radius_m":%s}]}]}"""


def ends(binary, args, code, *words, environment=None):
    done = subprocess.run([binary, *map(str, args)], capture_output=True, text=True, timeout=60, env=environment or os.environ)
    lines = done.stderr.strip().splitlines()
    said = done.stderr
    check(done.returncode == code, f"{args}: exit {done.returncode}, want {code}; said: {said}")
    for word in words:
        check(word in said, f"{args}: {word!r} is not in what it said: {said}")
    check("terminate called" not in said and "Assertion" not in said, f"{args}: a crash, not a sentence: {said}")
    print(f"ok: {' '.join(map(str, args))[:60]} … → {code}: {lines[-1][:150] if lines else ''}")
    return lines


def main():
    binary = sys.argv[1]
    no_database = {k: v for k, v in os.environ.items() if k != "CORDON_DATABASE_URL"}
    with Cluster() as cluster, scratch() as folder:
        bad = folder / "bad.toml"
        bad.write_text('log_level = "loud"\nstat = "x"\n[ingest]\nidle_s = 5\n[api]\nport = 99999\n')
        for command in (["check-config", bad], ["serve", "--config", bad]):
            lines = ends(binary, command, 2, "line 1: log_level", "line 2: stat", "line 4: ingest.idle_s is 5", "line 6: api.port")
            check(len(lines) == 4, f"every fault at once, a line each: {lines}")
        ends(binary, ["check-config", folder / "none.toml"], 2, "none.toml")
        ends(binary, ["serve", "--config", bad, "--unknown"], 2, "--unknown")

        daemon = Daemon(binary, folder, cluster.url)
        ends(binary, ["check-config", daemon.config], 0)
        lines = ends(binary, ["serve", "--config", daemon.config], 2, "no database is named", "CORDON_DATABASE_URL", environment=no_database)
        check(len(lines) == 1, f"one line: {lines}")
        check(not daemon.state.exists(), "nothing half done: the state folder was made before the database was known to be missing")
        ends(binary, ["migrate"], 2, "CORDON_DATABASE_URL", environment=no_database)
        ends(binary, ["migrate"], 1, environment={**os.environ, "CORDON_DATABASE_URL": "host=/nowhere dbname=none"})

        for port, name in ((daemon.tag_port, "tcp"), (daemon.api_port, str(daemon.api_port)), (daemon.metrics_port, str(daemon.metrics_port))):
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", port))
                taken.listen()
                ends(binary, ["serve", "--config", daemon.config], 1, str(port), "in use", environment=daemon.environment())
        file_in_the_way = folder / "file"
        file_in_the_way.write_text("")
        daemon.config.write_text(daemon.config.read_text().replace(str(daemon.state), str(file_in_the_way / "state")))
        ends(binary, ["serve", "--config", daemon.config], 1, "state folder", environment=daemon.environment())
        for protected in ("/proc/cordon",):   # root may write everywhere else
            daemon.config.write_text(daemon.config.read_text().replace(str(file_in_the_way / "state"), protected))
            ends(binary, ["serve", "--config", daemon.config], 1, "state folder", environment=daemon.environment())

    with Cluster() as cluster, running(binary, cluster) as daemon:
        order = daemon.folder / "order.json"
        order.write_text(ORDER % ("95", "-5"))
        before = daemon.metric("journal_end_offset")
        ends(binary, ["import", order, "--state", daemon.state], 2, "/orders/0/conditions/0", "Z1")
        order.write_text("{nonsense")
        ends(binary, ["import", order, "--state", daemon.state], 2, "order.json")
        order.write_text(ORDER.replace('"conditions":[', '"conditions":[{"id":"C1","type":"polygraph","geometry":{"type":"Point","coordinates":[0,51]},"radius_m":5},') % ("51.5", "50"))
        ends(binary, ["import", order, "--state", daemon.state], 2, "/orders/0/conditions/0")
        check("[]" in daemon.get("/v1/orders", headers={"Authorization": "Bearer " + daemon.token("admin")})[1].replace(" ", ""), "nothing of a refused document is taken")
        order.write_text(ORDER % ("51.5", "50"))
        ends(binary, ["import", order, "--state", daemon.state], 0)
        check(daemon.metric("journal_end_offset") > before, "the good document is in the journal")
        second = daemon.folder / "second.toml"
        text = daemon.config.read_text()
        for port in (daemon.tag_port, daemon.api_port, daemon.metrics_port):
            text = text.replace(str(port), "0")
        second.write_text(text)
        ends(binary, ["serve", "--config", second], 1, "held by another", environment=daemon.environment())
        check(daemon.ready(), "the daemon is unharmed")
        check(daemon.stop() == 0, "SIGTERM ends it with 0")
    print("1 passed, 0 failed")


main()
