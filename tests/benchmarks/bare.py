"""What Margin's pages and saves are measured against: the least a signed-in Django view can do.

Each reads session and user. `bare_page` then renders 20 KB from a template; `bare_insert` does one durable insert;
`bare_save` does one conditional update and one insert in one transaction. They pass through the same middleware, server
and database as everything else.
"""

import json

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Template
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from classroom.submissions.actions import pace

pace.SAVES = 1_000_000  # of one answer in ten seconds: a benchmark types faster than anybody

ROW = "A line of a page that a student reads, about as long as lines are, "
PAGE = Template(
    "<!doctype html><title>{{ user.get_full_name }}</title><main>"
    "{% for line in lines %}<p id='line-{{ forloop.counter }}'>{{ line.number }}. {{ line.text }}</p>\n{% endfor %}"
    "</main>"
)
LINES = [{"number": number, "text": ROW * 2} for number in range(1, 129)]  # with the title 20 KB


class BareRow(models.Model):
    """One row, kept in a table of the benchmark's own."""

    text = models.TextField()

    class Meta:
        app_label = "accounts"
        db_table = "benchmark_row"
        managed = False

    def __str__(self) -> str:
        return self.text


class BareText(models.Model):
    """One person's text, which each save of `bare_save` changes."""

    person = models.OneToOneField("accounts.User", models.PROTECT, primary_key=True)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "accounts"
        db_table = "benchmark_text"
        managed = False

    def __str__(self) -> str:
        return self.text


TABLES = [BareRow, BareText]


def bare_page(request: HttpRequest) -> HttpResponse:
    """Session, user, 20 KB from a template."""
    return HttpResponse(PAGE.render(Context({"user": request.user, "lines": LINES})))


@csrf_exempt  # the least a view can do; Margin's own save is measured with its token checked
def bare_insert(request: HttpRequest) -> HttpResponse:
    """Session, user, one durable insert of the posted body."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed_out"}, status=401)
    row = BareRow.objects.create(text=request.body.decode())
    return JsonResponse({"id": row.pk})


@csrf_exempt  # as above
def bare_save(request: HttpRequest) -> HttpResponse:
    """Session, user, one conditional update and one insert of the posted text in one transaction."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed_out"}, status=401)
    body = json.loads(request.body)
    text, base = body["text"], body["base"]
    with transaction.atomic():
        own = BareText.objects.filter(person=request.user, revision=base)
        if not own.update(text=text, revision=base + 1):
            return JsonResponse({"reason": "conflict"}, status=409)
        BareRow.objects.create(text=text)
    return JsonResponse({"revision": base + 1})


urlpatterns = [
    path("bare/page/", bare_page),
    path("bare/insert/", bare_insert),
    path("bare/save/", bare_save),
    path("", include("classroom.urls")),
]
handler500 = "classroom.http.server_error"
