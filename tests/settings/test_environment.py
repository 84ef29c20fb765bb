"""A value that is wrong, half or missing stops the start with one sentence that names its variable."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from classroom.settings import environment

Read = Callable[..., object]
PLANNED = {"server_side_binding": True, "prepare_threshold": 3}


def refusal_of(read: Read, *values: object) -> str:
    """The sentence with which a setting is refused."""
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(*values)
    return str(refusal.value)


@pytest.mark.parametrize("value", ["", "foo", "mysql://a@b/c", "postgres://", "postgres://u:p@host:port/name"])
def test_a_database_that_is_none_is_refused(monkeypatch, tmp_path, value):
    monkeypatch.setenv("DATABASE_URL", value)

    assert refusal_of(environment.database, tmp_path) == environment.DATABASES_KNOWN


def test_a_postgresql_is_taken_by_its_address(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@host:5433/name")

    found = environment.database(tmp_path)

    assert (found["ENGINE"], found["NAME"], found["PORT"]) == ("django.db.backends.postgresql", "name", 5433)
    assert found["OPTIONS"] == PLANNED | {"options": "-c lock_timeout=10s"}


def test_a_postgresql_address_may_ask_for_more(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@host/name?sslmode=require&options=-c%20jit%3Doff")

    found = environment.database(tmp_path)["OPTIONS"]

    assert found == PLANNED | {"sslmode": "require", "options": "-c jit=off"}


@pytest.mark.parametrize("folder", ["/proc/nowhere", "/sys", __file__])
def test_a_data_folder_that_cannot_be_written_to_is_refused(monkeypatch, folder):
    monkeypatch.setenv("DATA_DIR", folder)

    with pytest.raises(ImproperlyConfigured, match=f"^DATA_DIR: {folder} can't be used"):
        environment.data_dir()


@pytest.mark.parametrize("word, on", [("on", True), ("True", True), ("1", True), ("off", False), ("no", False)])
def test_a_switch_is_on_or_off(monkeypatch, word, on):
    monkeypatch.setenv("SECURE_SSL_REDIRECT", word)

    assert environment.switch("SECURE_SSL_REDIRECT", default=not on) is on


@pytest.mark.parametrize("word", ["", "ture", "maybe"])
def test_a_switch_that_is_neither_turns_nothing_off(monkeypatch, word):
    monkeypatch.setenv("SECURE_SSL_REDIRECT", word)

    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.switch("SECURE_SSL_REDIRECT", default=True)

    assert str(refusal.value) == "SECURE_SSL_REDIRECT: expected on or off."


def test_a_cache_that_nothing_here_can_speak_to_is_refused(monkeypatch):
    monkeypatch.setenv("CACHE_URL", "redis://127.0.0.1:6379/0")
    monkeypatch.setattr(environment, "find_spec", lambda name: None)

    with pytest.raises(ImproperlyConfigured, match=r"^CACHE_URL: redis:// needs the Python package redis"):
        environment.cache()


@pytest.mark.parametrize("value", ["foo", "locmemcache://", "dummycache://", "filecache:///x", "dbcache://"])
def test_a_cache_that_processes_do_not_share_is_refused(monkeypatch, value):
    monkeypatch.setenv("CACHE_URL", value)

    assert refusal_of(environment.cache) == environment.CACHES_KNOWN


@pytest.mark.parametrize("value", ["foo", "smtp://", "smtp+tls://:587", "dummymail://", "memorymail://"])
def test_mail_that_would_go_nowhere_is_refused(monkeypatch, tmp_path, value):
    monkeypatch.setenv("EMAIL_URL", value)

    assert refusal_of(environment.email, tmp_path) == environment.MAIL_KNOWN


def test_mail_leaves_by_the_server_that_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://u:p@mail.school.example:587")

    found = environment.email(tmp_path)

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.school.example", 587, True)


@pytest.mark.parametrize("value", ["foo", "school.example", "https://", "https://[", "https://school.example,foo"])
def test_an_origin_without_scheme_or_host_is_refused(monkeypatch, value):
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", value)

    said = "CSRF_TRUSTED_ORIGINS: expected https://HOST, several separated by commas."
    assert refusal_of(environment.trusted_origins) == said


def test_origins_are_taken_as_they_stand(monkeypatch):
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", "https://a.example,http://127.0.0.1:8000")

    assert environment.trusted_origins() == ["https://a.example", "http://127.0.0.1:8000"]
