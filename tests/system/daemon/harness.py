# SPDX-License-Identifier: Apache-2.0
"""What the tests that run the built daemon from outside share: a private PostGIS cluster, a daemon on free ports with a
state folder of its own, and its command line. Everything is ended and removed by the `with` that made it."""
import contextlib, http.client, os, pathlib, pwd, secrets, shutil, signal, socket, subprocess, sys, tempfile, time

SOURCE = pathlib.Path(__file__).resolve().parents[3]
PG_BIN = pathlib.Path(os.environ.get("CORDON_PG_BIN", "/usr/lib/postgresql/15/bin"))


def fail(what):
    print(f"FAILED: {what}", flush=True)
    sys.exit(1)


def check(holds, what):
    if not holds:
        fail(what)


def wait_until(holds, seconds, what):
    """Asks until it holds; a bound, not a sleep: fails with what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.02)
    fail(f"waited {seconds} s for {what}")


def free_port():
    """A port free for both TCP and UDP."""
    for _ in range(100):
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            try:
                udp.bind(("127.0.0.1", tcp.getsockname()[1]))
            except OSError:
                continue
            return tcp.getsockname()[1]
    fail("no free port")


class Cluster:
    """A PostgreSQL cluster of the test's own, over a unix socket, that can be stopped and started."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cordon-pg-"))
        self.as_user = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_user = ["runuser", "-u", "postgres", "--"]
        self._run("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        self.database = "cordon_" + secrets.token_hex(4)
        self.psql("create database " + self.database, database="postgres")
        return self

    def __exit__(self, *_):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *args):
        subprocess.run([*self.as_user, PG_BIN / program, *map(str, args)], check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        # fsync stays on: what the tests count must survive the way it would outside.
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", f"-k {self.folder} -h ''", "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", mode, "stop")

    @property
    def url(self):
        return f"host={self.folder} user=postgres dbname={self.database}"

    def psql(self, sql, database=None):
        """The rows of a query as lists of texts."""
        out = subprocess.run([PG_BIN / "psql", "-h", self.folder, "-U", "postgres", "-d", database or self.database, "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql],
                             check=True, capture_output=True, text=True).stdout
        return [line.split("\t") for line in out.splitlines()]


class Daemon:
    """`cordon serve` with a state folder and ports of its own."""

    def __init__(self, binary, folder, url, listener_extra="", extra=""):
        self.binary, self.folder, self.url, self.process = str(binary), pathlib.Path(folder), url, None
        self.tag_port, self.api_port, self.metrics_port = free_port(), free_port(), free_port()
        self.state = self.folder / "state"
        self.config = self.folder / "cordon.toml"
        self.config.write_text(f"""state = "{self.state}"
[ingest]
max_connections_per_address = 0
[[ingest.listener]]
protocol = "teltonika"
tcp_port = {self.tag_port}
udp_port = {self.tag_port}
{listener_extra}
[api]
port = {self.api_port}
console = "{SOURCE / 'console/dist'}"
[metrics]
port = {self.metrics_port}
[database]
sql = "{SOURCE / 'sql'}"
{extra}
""")
        self.log = open(self.folder / "daemon.log", "ab")

    def environment(self):
        return {**os.environ, "CORDON_DATABASE_URL": self.url}

    def start(self, seconds=60):
        self.process = subprocess.Popen([self.binary, "serve", "--config", str(self.config)], env=self.environment(), stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        wait_until(self.ready, seconds, f"/readyz of the daemon; its log: {self.folder / 'daemon.log'}")

    def ready(self):
        if self.process.poll() is not None:
            fail(f"the daemon ended with {self.process.returncode}: {(self.folder / 'daemon.log').read_text()[-2000:]}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.get("/readyz")[0] == 200
        return False

    def get(self, path, port=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.api_port, timeout=10)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def metric(self, name):
        """The sum of a metric over its labels."""
        text, total = self.get("/metrics", self.metrics_port)[1], 0.0
        for line in text.splitlines():
            if line.startswith((f"cordon_{name} ", f"cordon_{name}{{")):
                total += float(line.rsplit(" ", 1)[1])
        return total

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds=30):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(seconds)
        return self.process.returncode if self.process else None

    def cordon(self, *args, good=(0,)):
        """Runs a command of the program beside the daemon."""
        done = subprocess.run([self.binary, *map(str, args)], env=self.environment(), capture_output=True, text=True, timeout=300)
        if done.returncode not in good:
            fail(f"cordon {' '.join(map(str, args))} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done

    def token(self, role="operator"):
        return self.cordon("token", "create", "--name", f"test-{role}", "--role", role, "--state", self.state).stdout.strip()

    def pass_time(self):
        """Returns two ticks of the journal's clock later."""
        end = self.metric("journal_end_offset")
        wait_until(lambda: self.metric("journal_end_offset") >= end + 3, 30, "the journal's clock to tick")

    def stored_all(self):
        """Whether PostGIS holds everything that the journal held when this was asked."""
        end = self.metric("journal_end_offset")
        wait_until(lambda: self.metric("store_cursor_offset") >= end, 120, f"the store to reach offset {end:.0f}")


@contextlib.contextmanager
def scratch():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cordon-test-"))
    try:
        yield folder
    except BaseException:
        print(f"kept for a look: {folder}", flush=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(binary, cluster, **options):
    with scratch() as folder:
        daemon = Daemon(binary, folder, cluster.url, **options)
        try:
            daemon.start()
            yield daemon
        finally:
            if daemon.process and daemon.process.poll() is None:
                daemon.process.kill()
                daemon.process.wait()
            daemon.log.close()
