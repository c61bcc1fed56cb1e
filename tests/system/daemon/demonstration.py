# SPDX-License-Identifier: Apache-2.0
"""The London demonstration as a newcomer sees it: tags report, an exclusion-zone incident opens with its reason on the
stream, in PostGIS and in the console, within two minutes.
usage: demonstration.py BINARY [--screenshot FILE] [--look-after S]"""
import argparse, pathlib, shutil, subprocess, time
from harness import SOURCE, Cluster, check, running, wait_until
from ledger import StreamReader


def show_console(daemon, screenshot):
    if not (SOURCE / "console/dist/index.html").exists() or not (SOURCE / "console/node_modules").exists() or not shutil.which("chromium"):
        print("console: left out, since there is no chromium or console/dist is not built (./test does both)")
        return
    command = ["node", "tests/browser.mjs", f"http://127.0.0.1:{daemon.api_port}", daemon.token()]
    done = subprocess.run(command + (["--screenshot", str(pathlib.Path(screenshot).absolute())] if screenshot else []), cwd=SOURCE / "console", capture_output=True, text=True, timeout=150)
    check(done.returncode == 0, f"the console does not show it: {done.stdout[-1500:]} {done.stderr[-1500:]}")
    print("console:", done.stdout.strip().splitlines()[-1] if done.stdout.strip() else "shows it")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--screenshot")
    parser.add_argument("--look-after", type=float, default=0)
    options = parser.parse_args()
    with Cluster() as cluster, running(options.binary, cluster) as daemon:
        start = time.monotonic()
        orders, scenario = daemon.folder / "orders.json", str(SOURCE / "config/london.json")
        daemon.cordon("simulate", "--scenario", scenario, "--orders-out", orders)
        daemon.cordon("import", orders, "--state", daemon.state)
        reader = StreamReader(daemon, daemon.token())
        reader.start()
        tags = subprocess.Popen([options.binary, "simulate", "--scenario", scenario, "--port", str(daemon.tag_port), "--udp-port", str(daemon.tag_port), "--quiet"], stdout=subprocess.DEVNULL)
        try:
            entry = lambda: next((i for _, i in list(reader.events) if i["episode"]["kind"] == "exclusion_zone" and i["episode"]["state"] == "confirmed"), None)
            wait_until(entry, 120, "a confirmed entry on the stream")
            incident = entry()
            print(f"stream, after {time.monotonic() - start:.0f} s: {incident['episode']['severity']} {incident['episode']['kind']} {incident['episode']['state']}: {incident['episode']['reason']}")
            check(len(incident["episode"]["evidence"]) >= 2, "a confirmed entry names the fixes it rests on")
            row = f"select severity, kind, episode_state, reason from cordon.incident_list where incident_id = '{incident['id']}' and episode_state = 'confirmed'"
            wait_until(lambda: cluster.psql(row), 30, "the incident in PostGIS")
            print("PostGIS:", *cluster.psql(row)[0], sep=" | ")
            check(int(cluster.psql("select count(distinct device) from cordon.fix")[0][0]) > 200, "tags report")
            time.sleep(options.look_after)
            show_console(daemon, options.screenshot)
            reader.stopping = True
        finally:
            tags.terminate()
            tags.wait(30)
        check(daemon.stop() == 0, "SIGTERM ends it with 0")
    print("1 passed, 0 failed")


main()
