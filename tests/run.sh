#!/bin/sh
# All that `make test` promises: checks, the suite on SQLite and in a browser, then without browser (but for one journey) on PostgreSQL, and on the next
# Django. Every stage runs; the last line says how each went, and what could not be run here.
set -u
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

suite="-m pytest -p no:cacheprovider -q --dist worksteal"

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
if tests/postgres.sh --found >/dev/null 2>&1; then postgres=yes kept=" and not nonsense"; else postgres='' kept=''; fi
stage Checks tests/check.sh
# shellcheck disable=SC2086  # words on purpose
stage SQLite .venv/bin/python $suite -n 2 -m "not further and not browser and not sweep and not faults" --cov --cov-report=term --cov-fail-under=95
# Without coverage: Playwright's greenlets and coverage's tracer together can hang a worker for good on Python 3.11, and
# sweeps and further cases would take half as much time again. A third worker works while others wait for the browser, or
# for a server to break.
# shellcheck disable=SC2086  # words on purpose
stage "Further cases, browser, sweeps and faults" .venv/bin/python $suite -n 3 -m "further and not sweep or browser or (sweep$kept) or faults"
command -v strace >/dev/null || say "Syncs per save NOT COUNTED: strace is not here"
[ "$(id -u)" = 0 ] || say "Full disk NOT TRIED: only root can make a small file system"
if [ "$postgres" ]; then
    # The cluster goes at the end, its databases with it: dropping them first would trip over a connection still closing.
    # shellcheck disable=SC2086  # words on purpose
    stage PostgreSQL tests/postgres.sh .venv/bin/python $suite -n 2 --reuse-db -m "not browser and not once and not faults or postgres_journey"
else
    say "PostgreSQL NOT RUN: its server programs are not here"
fi
if tests/next.sh --found >/dev/null 2>&1; then
    stage "Next Django" tests/next.sh
else
    say "Next Django NOT RUN: no Python 3.12 or newer is here"
fi

echo "== ${summary#" · "}"
exit $failed
