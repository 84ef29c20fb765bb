"""What stands in for the writing page: it holds no person, and its worker keeps every file that it needs."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.urls import reverse


def kept(worker):
    return re.findall(r'^ *"(/static/[^"]+)",$', worker.content.decode(), re.MULTILINE)


def test_the_shell_is_the_same_for_everybody_and_asks_no_database(client, signed_in, cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        alone = client.get(reverse("submissions:offline"))

    assert signed_in(cast.student).get(reverse("submissions:offline")).content == alone.content
    assert "csrfmiddlewaretoken" not in alone.content.decode()


def test_the_worker_keeps_every_file_of_the_shell_and_of_its_scripts(client):
    shell = client.get(reverse("submissions:offline")).content.decode()
    worker = client.get(reverse("submissions:worker"))

    linked = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', shell))
    files = {name: finders.find(name.removeprefix("/static/")) for name in kept(worker)}
    assert None not in files.values()
    scripts = "".join(Path(path).read_text() for name, path in files.items() if name.endswith(".js"))
    imported = {f"/static/js/{name}" for name in re.findall(r'from "\./([\w-]+\.js)"', scripts)}
    assert set(kept(worker)) == linked | imported | {"/static/icons.svg"}


def test_the_worker_is_asked_for_anew_each_time_and_watches_the_whole_site(client):
    worker = client.get(reverse("submissions:worker"))

    assert (worker["Content-Type"], worker["Cache-Control"]) == ("text/javascript", "no-cache")
    assert reverse("submissions:worker").count("/") == 1
