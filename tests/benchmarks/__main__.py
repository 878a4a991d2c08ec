"""What it costs: a table, and build/bench.json.

    python -m tests.benchmarks                 all
    python -m tests.benchmarks in_kernel       one of them, by the name of its module

Nothing is asserted of a figure: it is for people, and for who compares two machines.
"""

import argparse
import json
import os
import sys

from tests.benchmarks import fresh_clone, in_class, in_kernel, stepping
from tests.benchmarks.figures import table
from tests.tree import ROOT

# Each module has measure(), which returns its figures. What compares two things measures both in
# one run, and gives the ratio.
MODULES = (in_kernel, stepping, fresh_clone, in_class)
MEASUREMENTS = {module.__name__.rpartition(".")[2]: module for module in MODULES}
RESULT = ROOT / "build" / "bench.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("only", nargs="*", help=", ".join(MEASUREMENTS))
    wanted = parser.parse_args().only or MEASUREMENTS
    before = os.getloadavg()[0]
    figures = [figure for name in wanted for figure in MEASUREMENTS[name].measure()]
    print(table(figures))
    print(f"{os.cpu_count()} cores; load {before:.1f} before, {os.getloadavg()[0]:.1f} after")
    RESULT.parent.mkdir(exist_ok=True)
    result = {figure.key: round(figure.value, 3) for figure in figures}
    RESULT.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
