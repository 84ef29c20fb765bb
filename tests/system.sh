#!/bin/sh
# Brings what the suite needs beside Python: a browser, or it fails; and PostgreSQL's server programs and strace, where root can install them.
set -eu
cd "$(dirname "$0")/.."

debian_packages() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    echo "Installing $*" >&2
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update && apt-get install -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
        tail -n 3 "$log" >&2
        return 1
    fi
}

has_browser() {
    .venv/bin/python -m tests.browser >/dev/null 2>&1
}

bring_browser() {
    for package in chromium-headless-shell chromium; do # the shell draws the same pages with less work
        if debian_packages "$package" fonts-liberation && has_browser; then return; fi
    done
    .venv/bin/playwright install chromium </dev/null && has_browser
}

if ! has_browser && ! bring_browser; then
    echo "Margin: no browser. Install Chromium, or name one in CHROMIUM." >&2
    exit 1
fi

if ! tests/postgres.sh --found >/dev/null 2>&1; then
    settings=/etc/postgresql-common/createcluster.d # the programs are wanted, not a server that runs for good
    if mkdir -p $settings 2>/dev/null && [ -w $settings ]; then echo "create_main_cluster = false" >$settings/margin.conf; fi
    debian_packages postgresql || true # the end of the run says what was not run
fi
command -v strace >/dev/null || debian_packages strace || true # as above
