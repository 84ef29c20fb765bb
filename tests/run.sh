#!/bin/sh
# All that `make test` promises: checks, every test on SQLite and in a browser, then without browser (but for one journey) on PostgreSQL, and every
# address on the next Django. Every stage runs; the last line says how each went, and what was not run. With --all, what is repeated is repeated in full.
# usage: tests/run.sh [--all]
set -u
all=${1:-}
cd "$(dirname "$0")/.."

work=$(mktemp -d)
chmod 711 "$work" # PostgreSQL's own user passes through
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
export TMPDIR="$work" DATA_DIR="$work/data" DATABASE_URL=sqlite://:memory: DJANGO_SETTINGS_MODULE=classroom.settings.test
summary= failed=0

# Compiled once for all stages, their workers and the commands they start; nothing of it stays.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$work/compiled"

suite="-m pytest -p no:cacheprovider -q --maxschedchunk 3"

say() {
    summary="$summary · $1"
}

stage() {
    name=$1 began=$(date +%s)
    shift
    echo "== $name"
    if "$@"; then verdict=passed; else verdict=FAILED failed=1; fi
    say "$name $verdict in $(($(date +%s) - began)) s"
}

# Migrated once: each worker on SQLite begins with a copy. What the next Django adds, its workers migrate.
prepare() {
    DATABASE_URL="sqlite:///$MIGRATED" .venv/bin/python manage.py migrate --verbosity 0
}

stage System tests/system.sh
export MIGRATED="$work/migrated.sqlite3"
stage Migrations prepare
if tests/postgres.sh --found >/dev/null 2>&1; then postgres=yes kept="not nonsense"; else postgres='' kept=''; fi
stage Checks tests/check.sh
# A third worker works while others wait for the browser, or for a server to break.
# shellcheck disable=SC2086  # words on purpose
stage SQLite env PYTHONWARNINGS="ignore:Unable to activate pytest branch coverage" \
    .venv/bin/python -m slipcover --json --out "$work/coverage.json" $suite -n 3 -m "$kept"
stage Coverage .venv/bin/python -m slipcover --fail-under 95 --merge "$work/coverage.json" --out "$work/coverage.json"
command -v strace >/dev/null || say "Syncs per save NOT COUNTED: strace is not here"
[ "$(id -u)" = 0 ] || say "Full disk NOT TRIED: only root can make a small file system"
if [ "$postgres" ]; then
    if [ "$all" ]; then first=''; else first=" and (sweep or not further)"; fi
    # The cluster goes at the end, its databases with it: dropping them first would trip over a connection still closing.
    # shellcheck disable=SC2086  # words on purpose
    stage PostgreSQL tests/postgres.sh .venv/bin/python $suite -n 2 --reuse-db -m "not browser and not once and not faults$first or postgres_journey"
else
    say "PostgreSQL NOT RUN: its server programs are not here"
fi
if tests/next.sh --found >/dev/null 2>&1; then
    # shellcheck disable=SC2086  # words on purpose
    stage "Next Django" tests/next.sh $all
else
    say "Next Django NOT RUN: no Python 3.12 or newer is here"
fi

[ "$all" ] || say "Left to make test-all: further cases on PostgreSQL, and all but the addresses on the next Django"
echo "== ${summary#" · "}"
exit $failed
