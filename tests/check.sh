#!/bin/sh
# Every check that runs no test. All of them run, and the failed ones are named at the end.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin failed= work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() {
    name=$1
    shift
    if "$@" >"$work/output" 2>&1; then echo "ok    $name"; else
        echo "FAIL  $name"
        sed 's/^/      /' "$work/output"
        failed="$failed $name"
    fi
}

production() {
    env SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')" ALLOWED_HOSTS=margin.example \
        DATA_DIR="$work/data" DATABASE_URL="sqlite:///$work/margin.sqlite3" DJANGO_SETTINGS_MODULE=classroom.settings.prod \
        $bin/python -W error manage.py check --deploy --fail-level WARNING
}

migrations() {
    env DATA_DIR="$work/data" DJANGO_SETTINGS_MODULE=classroom.settings.test $bin/python manage.py makemigrations --check --dry-run
}

templates() {
    git ls-files -z -co --exclude-standard '*.html' | xargs -0 $bin/djade --check --target-version 5.2
}

locks() {
    env DATA_DIR="$work/data" $bin/python -m pytest -p no:cacheprovider -q tests/test_requirements.py
}

types() {
    env DATA_DIR="$work/data" $bin/mypy
}

types >"$work/types" 2>&1 &
typing=$!
check lint $bin/ruff check --quiet --output-format concise .
check format $bin/ruff format --quiet --check .
check contracts $bin/lint-imports --no-logo
check dependencies $bin/deptry --no-ansi .
check templates templates
check locks locks
check migrations migrations
check production production
if wait $typing; then echo "ok    types"; else
    echo "FAIL  types"
    sed 's/^/      /' "$work/types"
    failed="$failed types"
fi
[ -z "$failed" ] || { echo "Checks failed:$failed"; exit 1; }
