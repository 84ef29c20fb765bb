#!/bin/sh
# Brings what the suite needs beside Python: a browser (or it fails), and PostgreSQL's server programs (where root can install them).
set -eu

packages() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    echo "Installing $*" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -q -y --no-install-recommends "$@"; } </dev/null >/tmp/margin-apt.log 2>&1 ||
        { tail -n 3 /tmp/margin-apt.log >&2; return 1; }
}

browser() {
    .venv/bin/python -m tests.browser >/dev/null
}

browser || packages chromium fonts-liberation && browser ||
    .venv/bin/playwright install ${WITH_DEPS:+--with-deps} chromium && browser ||
    { echo "Margin: no browser: install Chromium, or name one in CHROMIUM." >&2; exit 1; }

if ! tests/postgres.sh --found >/dev/null 2>&1; then
    mkdir -p /etc/postgresql-common/createcluster.d 2>/dev/null &&
        echo "create_main_cluster = false" 2>/dev/null >/etc/postgresql-common/createcluster.d/margin.conf || true
    packages postgresql || true # the end of the run says what was not run
fi
