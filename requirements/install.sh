#!/bin/sh
# Makes the virtual environment FOLDER from PYTHON and installs the hashed lock NAME into it; quick when that is done already.
# usage: requirements/install.sh FOLDER NAME [PYTHON]
set -eu
cd "$(dirname "$0")/.."
folder=$1 lock=requirements/$2.txt stamp=$1/installed-$2 python=${3:-python3}

stop() {
    echo "Margin: $1" >&2
    exit 1
}

wanted=$(cksum "$lock" requirements/uv.txt)
if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && "$folder/bin/python" -c '' 2>/dev/null; then
    exit 0
fi

command -v "$python" >/dev/null || stop "$python is missing: install Python 3.11 or newer."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "$python is $("$python" -V 2>&1); Margin needs Python 3.11 or newer."
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    stop "$python has no venv module: install it (on Debian and Ubuntu: apt-get install python3-venv)."
"$python" -c 'import sqlite3' 2>/dev/null || stop "$python has no sqlite3 module: use a Python built with SQLite."

echo "Installing $lock into $folder" >&2
"$folder/bin/python" -c 'import pip' 2>/dev/null || "$python" -m venv --clear "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
UV_LINK_MODE=${UV_LINK_MODE:-copy} "$folder/bin/uv" pip install --quiet --python "$folder/bin/python" --require-hashes -r "$lock"
printf '%s\n' "$wanted" >"$stamp"
