#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: layers.py CHECKOUT
Every file of include/cordon and src looks down, never sideways, never up; third-party headers stay at home; levels 0 to 4
open no file, socket, database, environment or clock; only ports are virtual. Prints each fault as file:line and what would
be right; exit 1 when there is one."""
import dataclasses
import pathlib
import re
import sys

LEVELS = {
    "core": 0,
    "model": 1,
    "wire": 2, "geo": 2, "queue": 2, "port": 2,
    "engine": 3, "evidence": 3,
    "pipeline": 4,
    "journal": 5, "ingest": 5, "store": 5, "notify": 5, "api": 5, "sim": 5,
    "app": 6,
}  # fmt: skip
OUTSIDE = 5  # from this level on, files, sockets, the environment and clocks may be used

# Third-party headers, the folders they are at home in, and where a header of ours may include them. The first that
# matches holds. fmt stands in for the <format> that libstdc++ 12 lacks, so it is at home everywhere, as are the parts of
# Boost that are mere containers and algorithms.
EVERYWHERE = set(LEVELS)
ANY_FILE, PRIVATE_HEADERS, SOURCES_ONLY = "any file", "private headers and sources", "sources only"
HOMES = [
    (r"boost/asio\b", {"ingest", "notify", "api", "sim", "app"}, ANY_FILE),
    (r"boost/beast\b", {"api"}, SOURCES_ONLY),
    (r"boost/geometry\b", {"geo"}, SOURCES_ONLY),
    (r"boost/lockfree\b", {"queue"}, ANY_FILE),
    (r"boost/outcome\b", {"core"}, ANY_FILE),
    (r"boost/(crc|container|iterator|unordered|uuid|url|endian|intrusive|circular_buffer|scope_exit)\b", EVERYWHERE, ANY_FILE),
    (r"boost/pfr\b|cereal/", {"engine"}, PRIVATE_HEADERS),
    (r"fmt/", EVERYWHERE, ANY_FILE),
    (r"spdlog/", {"core"}, SOURCES_ONLY),
    (r"date/", {"model"}, SOURCES_ONLY),
    (r"nlohmann/", {"model", "notify", "api", "evidence", "sim", "app"}, SOURCES_ONLY),
    (r"pqxx/|pqxx$|libpq-fe\.h$", {"store"}, SOURCES_ONLY),
    (r"curl/", {"notify"}, PRIVATE_HEADERS),
    (r"openssl/", {"journal", "ingest", "notify", "api", "evidence"}, PRIVATE_HEADERS),
    (r"prometheus/", {"api"}, PRIVATE_HEADERS),
    (r"zstd\.h$", {"journal"}, PRIVATE_HEADERS),
    (r"cairo|pango|proj\.h$|zip\.h$", {"evidence"}, PRIVATE_HEADERS),
    (r"(CLI|toml\+\+|systemd)/", {"app"}, PRIVATE_HEADERS),
]  # fmt: skip

# What would open the outside below level 5: headers, and words in the code.
OUTSIDE_HEADERS = r"(fstream|filesystem|iostream|boost/(filesystem|process|interprocess)/.*|(sys|netinet|arpa|net|linux)/.*|[a-z_]+\.h)$"
OUTSIDE_WORDS = [
    (r"\b(system|steady|high_resolution|utc|file)_clock::now\b", "the machine's clock"),
    (r"\b(clock_gettime|gettimeofday|timespec_get|localtime(_r)?|gmtime(_r)?|mktime)\s*\(", "the machine's clock"),
    (r"(?<![\w.>])(std::)?time\s*\(\s*(nullptr|NULL|0|&)", "the machine's clock"),
    (r"\b(secure_)?getenv\b|\benviron\b", "the environment"),
    (r"\bf(re)?open\s*\(|\bstd::(basic_)?[io]?fstream\b|\bstd::filesystem\b|(?<![\w:.>])::open\s*\(", "a file"),
    (r"(?<![\w:.>])::(socket|connect|bind|listen|accept|send|recv)\s*\(", "a socket"),
    (r"\b(get_tzdb(_list)?|reload_tzdb|current_zone|locate_zone)\b", "tzdata"),
    (r"\brandom_device\b", "the machine's randomness"),
]

# (file, what it uses): why it may.
ALLOWED = {
    ("src/model/*", "tzdata"): "civil time is model's alone; date-tz reads the machine's tzdata when an order is read",
}


@dataclasses.dataclass(frozen=True)
class File:
    path: str  # from the top of the checkout, with slashes
    text: str

    @property
    def is_public(self):
        return self.path.startswith("include/cordon/")

    @property
    def is_header(self):
        return self.path.endswith(".hpp")

    @property
    def folder(self):
        parts = self.path.split("/")
        place = parts[2:] if self.is_public else parts[1:]
        return place[0] if len(place) > 1 else "app"  # src/main.cpp

    def numbered_code(self):
        """Lines with their numbers, comments and the insides of literals taken out, include lines kept."""
        kept = re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), self.text, flags=re.S)
        for number, line in enumerate(kept.split("\n"), 1):
            yield number, line if line.lstrip().startswith("#") else re.sub(r'"(\\.|[^"\\])*"', '""', line)


def read_files(top):
    top = pathlib.Path(top)
    for part in ("include/cordon", "src"):
        for path in sorted((top / part).rglob("*")):
            if path.suffix in (".hpp", ".cpp"):
                yield File(path.relative_to(top).as_posix(), path.read_text())


def is_allowed(file, what):
    return any(pathlib.PurePath(file.path).match(pattern) and what == thing for pattern, thing in ALLOWED)


def own_include(file, target):
    """What is wrong with including <cordon/...>, or None."""
    folder = target.split("/")[1]
    if folder not in LEVELS:
        return f"there is no folder {folder}; its level would be said in tests/lint/layers.py"
    here, there = LEVELS[file.folder], LEVELS[folder]
    if target == "cordon/port/clock.hpp" and file.folder not in ("port", "pipeline", "app"):
        return "the clock is the pipeline's alone: take the time as an argument"
    if folder == file.folder or there < here:
        return None
    return f"{file.folder} (level {here}) looks {'sideways' if there == here else 'up'} to {folder} (level {there})"


def quoted_include(file, target):
    if file.is_public:
        return f'"{target}" is a private header in a public one: others cannot include it'
    return f'"{target}" leaves the folder: a private header stays beside its source' if target.startswith("../") else None


def foreign_include(file, target):
    level = LEVELS[file.folder]
    if level < OUTSIDE and re.match(OUTSIDE_HEADERS, target) and not re.match(r"(zstd|libpq-fe|proj|zip)\.h$", target):
        return None if is_allowed(file, target) else f"<{target}> opens the outside; levels 0 to 4 are handed what they need"
    if re.match(r"[a-z_]+$", target) and target != "pqxx" or level >= OUTSIDE and re.match(OUTSIDE_HEADERS, target):
        if not any(re.match(pattern, target) for pattern, _, _ in HOMES):
            return None  # the standard library and the system's
    for pattern, homes, where in HOMES:
        if re.match(pattern, target):
            if file.folder not in homes:
                return f"<{target}> is at home in {', '.join(sorted(homes))}"
            if where == SOURCES_ONLY and file.is_header or where == PRIVATE_HEADERS and file.is_public:
                return f"<{target}> belongs in {where}"
            return None
    return f"<{target}> has no home: name its folder in tests/lint/layers.py and docker/packages"


def faults_of(file):
    if file.folder not in LEVELS:
        yield 1, f"there is no folder {file.folder}; its level would be said in tests/lint/layers.py"
        return
    for number, line in file.numbered_code():
        include = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if include:
            quoted, target = include[1] == '"', include[2]
            check = quoted_include if quoted else own_include if target.startswith("cordon/") else foreign_include
            fault = check(file, target)
            if fault:
                yield number, fault
        elif LEVELS[file.folder] < OUTSIDE:
            for pattern, what in OUTSIDE_WORDS:
                if re.search(pattern, line) and not is_allowed(file, what):
                    yield number, f"opens {what}; levels 0 to 4 are handed what they need"
        if re.search(r"\bvirtual\b", line) and file.folder != "port":
            yield number, "only ports are virtual: an interface to the outside is a file in include/cordon/port"


def check(files):
    """Every fault as a line of text, and how many files were looked at."""
    faults, count = [], 0
    for file in files:
        count += 1
        faults += [f"{file.path}:{number}: {what}" for number, what in faults_of(file)]
    return faults, count


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    faults, count = check(read_files(sys.argv[1]))
    print("\n".join(faults) if faults else f"{count} files look down only")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
