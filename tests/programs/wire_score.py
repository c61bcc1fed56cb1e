#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: wire_score.py SHARED CORDON PROTOCOL...
Runs the shared reference's scorer on the vectors of the protocols that this program speaks. 77: no reference there."""
import json
import pathlib
import subprocess
import sys
import tempfile


def main():
    shared, cordon, protocols = pathlib.Path(sys.argv[1]), sys.argv[2], set(sys.argv[3:])
    vectors, scorer = shared / "protocols/visible.jsonl", shared / "protocols/score.py"
    if not vectors.exists() or not scorer.exists():
        print(f"skipped: no {vectors} beside the checkout")
        return 77
    spoken = [line for line in vectors.read_text().splitlines() if json.loads(line)["protocol"] in protocols]
    if not spoken:
        print(f"{vectors} holds no vector of {', '.join(sorted(protocols))}")
        return 1
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write("\n".join(spoken) + "\n")
        file.flush()
        return subprocess.run([sys.executable, scorer, cordon, file.name, "-v"]).returncode


sys.exit(main())
