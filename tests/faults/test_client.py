"""The load client waits as the browser's saver does: else the experiments would show another client's patience."""

import re
from pathlib import Path

import pytest

from tests.faults import client

pytestmark = pytest.mark.faults
SAVER = (Path(__file__).resolve().parents[2] / "static/js/saver.js").read_text()


def test_the_client_waits_and_stops_as_the_browser_does():
    told = dict(re.findall(r"^const (\w+) = ([^;]+);", SAVER, re.MULTILINE))

    assert told["WAITS"] == str(client.WAITS)
    assert told["TIMEOUT"] == f"{client.TIMEOUT * 1000:_.0f}"
    assert told["LONGEST"] == f"{client.LONGEST:.0f}"
    assert told["STOPS"] == str(sorted(client.STOPS))
