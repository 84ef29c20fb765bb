#!/bin/sh
# All that `make bench` promises: Margin beside bare views on SQLite, then on PostgreSQL with its syncs, where its programs are,
# and there the pages of whoever grades while the school grows to 50,000 submissions. On both, thirty answers graded by hand
# in a real browser.
set -u
cd "$(dirname "$0")/.."

failed=0
.venv/bin/python -m tests.benchmarks || failed=1
.venv/bin/python -m tests.benchmarks.hands || failed=1
if tests/postgres.sh --found >/dev/null 2>&1; then
    POSTGRES_DURABLE=yes tests/postgres.sh .venv/bin/python -m tests.benchmarks || failed=1
    POSTGRES_DURABLE=yes tests/postgres.sh .venv/bin/python -m tests.benchmarks.hands || failed=1
    POSTGRES_DURABLE=yes tests/postgres.sh .venv/bin/python -m tests.benchmarks.growth || failed=1
else
    echo "PostgreSQL NOT MEASURED: its server programs are not here"
fi
exit $failed
