"""The locks hold what pyproject.toml asks for, each with its hashes, and no registry's address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCKS = ["uv", "run", "test", "next"]
PIN = re.compile(r"^(?P<name>[\w.-]+)(\[[\w,-]+\])?==(?P<version>[^ ;]+)(?P<marker> ;[^\\]*)? \\$")


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, Version]:
    found = (PIN.match(line) for line in lock(name).splitlines())
    return {canonicalize_name(pin["name"]): Version(pin["version"]) for pin in found if pin}


def asked(*, test: bool) -> list[Requirement]:
    """What pyproject.toml names: for running, with PostgreSQL; for the tests too if `test`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["postgres"]
    return [Requirement(each) for each in wanted + (project["dependency-groups"]["test"] if test else [])]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_no_web_address(name):
    assert re.findall(r"\S*(?:://|--index|--find-links|@ )\S*", lock(name)) == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_nothing_without_a_hash(name):
    entries = re.split(r"\n(?=\S)", lock(name).strip())

    assert [entry for entry in entries if not PIN.match(entry.splitlines()[0]) or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("name", "test"), [("run", False), ("test", True), ("next", True)])
def test_lock_satisfies_what_the_project_asks_for(name, test):
    pinned = pins(name)
    unmet = [
        str(each)
        for each in asked(test=test)
        if (version := pinned.get(canonicalize_name(each.name))) is None or version not in each.specifier
    ]

    assert unmet == []


def test_suite_runs_on_the_versions_that_are_shipped():
    shipped, tested = pins("run"), pins("test")

    assert {name: tested.get(name) for name in shipped} == shipped


def test_django_is_the_long_term_release_and_the_one_after_it():
    assert (pins("run")["django"].release[:2], pins("next")["django"].release[:2]) == ((5, 2), (6, 1))
