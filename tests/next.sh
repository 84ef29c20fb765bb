#!/bin/sh
# Every address on the Django after the long-term release, with the first Python of 3.12 or newer that is found.
# usage: tests/next.sh [--all]     tests/next.sh --found (prints that Python, or fails)
set -eu
cd "$(dirname "$0")/.."

for python in python3 python3.14 python3.13 python3.12 "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
    if "$python" -c 'import ensurepip, sqlite3, sys, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
        found=$python
        break
    fi
done
[ -n "${found:-}" ] || { echo "No Python 3.12 or newer was found." >&2; exit 1; }
[ "${1:-}" != --found ] || { echo "$found"; exit 0; }

requirements/install.sh .venv-next next "$found"
if [ "${1:-}" = --all ]; then
    # One case of each test leads through all code; which values are right, the release that ships has proved.
    # What sweeps ask is answered by the product's own forms and rules, which the other stages prove on both databases.
    set -- -m "not further and not browser and not once and not sweep and not faults"
else
    set -- tests/test_access_matrix.py tests/admin/test_admin_access.py -k get_answers
fi
# What that Django announces to remove has no successor yet on the release that ships.
.venv-next/bin/python -m pytest -p no:cacheprovider -q -n 2 --dist worksteal "$@" -W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning
