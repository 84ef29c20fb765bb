#!/bin/sh
# Writes the hashed locks from pyproject.toml, for every system and without any registry's address. `--upgrade` takes newer releases.
# usage: requirements/lock.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet "$@"
}

echo uv | compile --python-version 3.11 "$@" - -o requirements/uv.txt
compile --python-version 3.11 "$@" --extra postgres -c requirements/lts.in pyproject.toml -o requirements/run.txt
compile --python-version 3.11 "$@" --extra postgres --group test -c requirements/run.txt pyproject.toml -o requirements/test.txt
compile --python-version 3.12 "$@" --extra postgres --group test -c requirements/next.in pyproject.toml -o requirements/next.txt
