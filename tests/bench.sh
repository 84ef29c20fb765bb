#!/bin/sh
# All that `make bench` promises: Margin beside bare views on SQLite, then on PostgreSQL with its syncs, where its programs are.
set -u
cd "$(dirname "$0")/.."

failed=0
.venv/bin/python -m tests.benchmarks || failed=1
if tests/postgres.sh --found >/dev/null 2>&1; then
    POSTGRES_DURABLE=yes tests/postgres.sh .venv/bin/python -m tests.benchmarks || failed=1
else
    echo "PostgreSQL NOT MEASURED: its server programs are not here"
fi
exit $failed
