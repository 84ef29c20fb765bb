"""`make bench`: Margin's lesson page and save beside bare ones, in one run; then queries and time of every page.

Each pair is measured in turns, so that whatever else the machine does falls on both; the ratio is of the medians.
Exits with 1 when a promised ratio is missed.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
TURNS = int(os.environ.get("BENCH_TURNS", "5"))
TEXT = "The two sides wanted things in a different order, and neither trusted the other to go first. " * 13


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    """The production server with its usual workers, until it answers."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:classroom.server", "-b", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "--log-level", "warning", "classroom.wsgi"])
    for _try in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    raise SystemExit("The server did not come up.")


def load(port: int, method: str, paths: list[dict[str, Any]]) -> dict[str, Any]:
    """One turn of the load client in a process of its own."""
    plan = {"port": port, "method": method, "seconds": SECONDS, "text": TEXT, "clients": paths}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(plan).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return dict(json.loads(done.stdout))


def compare(
    port: int, name: str, method: str, ours: list[dict[str, Any]], bare: list[dict[str, Any]], floor: float
) -> bool:
    """Measure both in turns, print the figures, and say whether the promised ratio was reached."""
    results: dict[str, list[dict[str, Any]]] = {"margin": [], "bare": []}
    for _turn in range(TURNS):
        for kind, paths in [("bare", bare), ("margin", ours)]:
            result = load(port, method, paths)
            results[kind].append(result)
            paths[:] = result.pop("clients")
    median = {
        kind: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for kind, runs in results.items()
    }
    ratio = median["margin"]["per_second"] / median["bare"]["per_second"]
    for kind, figures in median.items():
        print(
            f"  {name}, {kind}: {figures['per_second']:.0f}/s, p50 {figures['p50']:.1f} ms, p95 {figures['p95']:.1f} ms"
        )
    print(f"  {name}: ratio {ratio:.2f} (promised: {floor} or more)\n")
    return ratio >= floor


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="margin-bench-") as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
        import django  # noqa: PLC0415  settings come first

        django.setup()
        from django.db import connection  # noqa: PLC0415  as above

        from tests.benchmarks import light, pages, prepare  # noqa: PLC0415  as above

        prepare.database()
        clients = prepare.clients()
        port = free_port()
        print(f"\n{connection.vendor}, {len(clients)} clients, {TURNS} turns of {SECONDS:.0f} s each\n")
        server = serve(port)
        try:
            ours = {key: [{"headers": c["headers"], "path": c[key]} for c in clients] for key in ("lesson", "save")}
            bare = {
                key: [{"headers": c["headers"], "path": f"/bare/{key}/"} for c in clients]
                for key in ("page", "insert", "save")
            }
            kept = [
                compare(port, "lesson page beside a page", "GET", ours["lesson"], bare["page"], 0.7),
                compare(port, "save beside one insert", "POST", ours["save"], bare["insert"], 0.6),
                compare(port, "save beside update and insert", "POST", ours["save"], bare["save"], 0.7),
                light.visits(port, clients[0]),
            ]
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
        pages.table()
        connection.close()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
