#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants what layers.py must find, and what it must let pass."""
import sys

import layers

# path, a line of it, and a part of what must be said; None: nothing may be said.
CASES = [
    ("src/engine/a.cpp", "#include <cordon/engine/b.hpp>", None),
    ("src/engine/a.cpp", "#include <cordon/model/fix.hpp>", None),
    ("src/engine/a.cpp", "#include <cordon/evidence/pack.hpp>", "sideways"),
    ("include/cordon/geo/a.hpp", "#include <cordon/wire/b.hpp>", "sideways"),
    ("src/model/a.cpp", "#include <cordon/engine/b.hpp>", "up"),
    ("include/cordon/core/a.hpp", "#  include <cordon/model/b.hpp>", "up"),
    ("src/engine/a.cpp", "#include <cordon/helper/b.hpp>", "no folder helper"),
    ("src/helper/a.cpp", "int x;", "no folder helper"),
    ("src/main.cpp", "#include <cordon/api/server.hpp>", None),
    ("src/engine/a.cpp", '#include "watch.hpp"', None),
    ("src/engine/a.cpp", '#include "../geo/prepared.hpp"', "leaves the folder"),
    ("include/cordon/engine/a.hpp", '#include "watch.hpp"', "private header in a public one"),
    ("src/engine/a.cpp", "#include <cordon/port/clock.hpp>", "take the time as an argument"),
    ("src/journal/a.cpp", "#include <cordon/port/clock.hpp>", "take the time as an argument"),
    ("src/pipeline/a.cpp", "#include <cordon/port/clock.hpp>", None),
    ("src/geo/a.cpp", "#include <boost/geometry/index/rtree.hpp>", None),
    ("src/engine/a.cpp", "#include <boost/geometry/index/rtree.hpp>", "at home in geo"),
    ("include/cordon/geo/a.hpp", "#include <boost/geometry.hpp>", "sources only"),
    ("include/cordon/api/a.hpp", "#include <nlohmann/json_fwd.hpp>", "sources only"),
    ("src/store/a.cpp", "#include <nlohmann/json.hpp>", "at home in"),
    ("src/store/a.hpp", "#include <pqxx/pqxx>", "sources only"),
    ("src/store/a.cpp", "#include <pqxx/pqxx>", None),
    ("src/store/a.cpp", "#include <libpq-fe.h>", None),
    ("src/ingest/a.cpp", "#include <boost/beast/http.hpp>", "at home in api"),
    ("src/queue/a.cpp", "#include <boost/asio/io_context.hpp>", "at home in"),
    ("include/cordon/journal/a.hpp", "#include <openssl/evp.h>", "private headers"),
    ("src/journal/a.cpp", "#include <openssl/evp.h>", None),
    ("src/model/a.cpp", "#include <date/tz.h>", None),
    ("src/app/a.cpp", "#include <date/tz.h>", "at home in model"),
    ("src/api/a.cpp", "#include <rapidjson/document.h>", "no home"),
    ("src/engine/a.cpp", "#include <fmt/format.h>", None),
    ("src/engine/a.cpp", "#include <vector>", None),
    ("src/engine/a.cpp", "#include <fstream>", "opens the outside"),
    ("src/geo/a.cpp", "#include <filesystem>", "opens the outside"),
    ("src/wire/a.cpp", "#include <sys/socket.h>", "opens the outside"),
    ("src/pipeline/a.cpp", "#include <unistd.h>", "opens the outside"),
    ("src/journal/a.cpp", "#include <unistd.h>", None),
    ("src/journal/a.cpp", "#include <filesystem>", None),
    ("src/engine/a.cpp", "const auto t = std::chrono::system_clock::now();", "the machine's clock"),
    ("src/pipeline/a.cpp", "auto t = steady_clock::now();", "the machine's clock"),
    ("src/engine/a.cpp", "const auto t = time(nullptr);", "the machine's clock"),
    ("src/engine/a.cpp", 'const char* home = std::getenv("HOME");', "the environment"),
    ("src/model/a.cpp", 'std::FILE* f = std::fopen("x", "r");', "a file"),
    ("src/model/a.cpp", "std::ifstream in{path};", "a file"),
    ("src/wire/a.cpp", "int s = ::socket(1, 2, 3);", "a socket"),
    ("src/engine/a.cpp", "auto* zone = date::locate_zone(name);", "tzdata"),
    ("src/model/a.cpp", "auto* zone = date::locate_zone(name);", None),
    ("src/engine/a.cpp", "// never system_clock::now(), nor getenv", None),
    ("src/engine/a.cpp", 'refuse("no getenv, no system_clock::now here");', None),
    ("src/engine/a.cpp", "/* std::ifstream\n std::getenv */ int x;", None),
    ("src/app/a.cpp", "const auto t = std::chrono::system_clock::now();", None),
    ("include/cordon/port/a.hpp", "virtual ~Journal() = default;", None),
    ("include/cordon/engine/a.hpp", "virtual void step() = 0;", "only ports are virtual"),
]


def main():
    wrong = 0
    for path, line, want in CASES:
        faults, _ = layers.check([layers.File(path, f"// SPDX\n{line}\n")])
        right = not faults if want is None else any(want in fault for fault in faults)
        if not right:
            wrong += 1
            print(f"{path}: {line}: wanted {want!r}, was told {faults}")
    print(f"{len(CASES) - wrong} of {len(CASES)} planted lines were judged right")
    return wrong > 0


sys.exit(main())
