"""A school's server does not start half-set, and says in one sentence what is wrong (M2)."""

import os
import subprocess
import sys

import pytest

GOOD = {"SECRET_KEY": "a-long-key-for-this-test-alone-" * 2, "ALLOWED_HOSTS": "margin.school.example"}
DEBUG = "DEBUG: must be off in production."
KEY = "SECRET_KEY: set a random value of at least 50 characters."
HOSTS = "ALLOWED_HOSTS: name the hosts, separated by commas, without wildcards."
CASES = [
    ({"DEBUG": "true"}, DEBUG),
    ({"SECRET_KEY": ""}, KEY),
    ({"SECRET_KEY": "short"}, KEY),
    ({"SECRET_KEY": "ab" * 40}, KEY),
    ({"SECRET_KEY": "django-insecure-" + GOOD["SECRET_KEY"]}, KEY),
    ({"ALLOWED_HOSTS": ""}, HOSTS),
    ({"ALLOWED_HOSTS": "*"}, HOSTS),
    ({"ALLOWED_HOSTS": "a.example,.school.example"}, HOSTS),
    ({}, ""),
]


@pytest.mark.parametrize("wrong, said", CASES)
def test_a_half_set_server_is_refused(tmp_path, wrong, said):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **GOOD, **wrong}

    start = [sys.executable, "-c", "import classroom.settings.prod"]
    done = subprocess.run(start, env=environment, capture_output=True, text=True, check=False)

    last = done.stderr.strip().splitlines()[-1] if done.stderr else ""
    assert last == (f"django.core.exceptions.ImproperlyConfigured: {said}" if said else "")
