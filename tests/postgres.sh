#!/bin/sh
# Runs a command with DATABASE_URL naming a throw-away PostgreSQL: a socket in a folder of its own, stopped at the end whatever happens.
# usage: tests/postgres.sh COMMAND…     tests/postgres.sh --found (prints the folder of the server's programs, or fails)
set -eu

programs=${POSTGRES_BIN:-}
if [ -z "$programs" ]; then
    for folder in $(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V); do
        [ -x "$folder/initdb" ] && programs=$folder
    done
    [ -n "$programs" ] || programs=$(dirname "$(command -v initdb || true)" 2>/dev/null)
fi
[ -x "$programs/initdb" ] || { echo "PostgreSQL's server programs were not found." >&2; exit 3; }
[ "$1" != --found ] || { echo "$programs"; exit 0; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/margin-pg.XXXXXX")
owner=
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    owner=nobody
    chown "$owner" "$folder"
fi

as_owner() {
    if [ -n "$owner" ]; then setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups "$@"; else "$@"; fi
}

# shellcheck disable=SC2317  # called by the trap
stop() {
    as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

cd "$folder"
as_owner "$programs/initdb" -D data -U margin --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1 ||
    { cat initdb.log >&2; exit 1; }
settings="-c listen_addresses='' -c unix_socket_directories='$folder'"
# Durable, as a school's would be, for what is measured; for what is only tested nothing has to outlive the machine.
[ "${POSTGRES_DURABLE:-}" ] || settings="$settings -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0"
as_owner "$programs/pg_ctl" -D data -w -o "$settings" -l "$folder/data/server.log" start >/dev/null ||
    { cat data/server.log >&2; exit 1; }
as_owner "$programs/createdb" -h "$folder" -U margin margin
cd "$OLDPWD"

DATABASE_URL="postgres://margin@/$folder/margin" "$@"
