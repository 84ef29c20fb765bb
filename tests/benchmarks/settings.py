"""Local settings, with the two bare views of `bare.py` beside Margin's own addresses on the same server."""

from classroom.settings.dev import *  # noqa: F403  only the addresses differ

ROOT_URLCONF = "tests.benchmarks.bare"
