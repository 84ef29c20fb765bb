"""The pages around a version in the authors' tool: its preview and its file."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from lessons.checks import problems
from lessons.document import document_of
from lessons.export import to_text
from lessons.models import LessonVersion
from lessons.rules import writes_lessons
from lessons.typesetting import typeset


def fetch(tool: ModelAdmin[LessonVersion], request: HttpRequest, pk: int) -> LessonVersion:
    """The version with all its parts, if this person writes lessons and may see it (else 404)."""
    version: LessonVersion | None = tool.get_queryset(request).whole().filter(pk=pk).first()  # type: ignore[attr-defined]
    if version is None or not writes_lessons(request.user):
        raise Http404
    return version


def only_post(request: HttpRequest) -> HttpResponse | None:
    """A refusal for every other method, nothing for a POST."""
    return None if request.method == "POST" else HttpResponseNotAllowed(["POST"])


def preview(request: HttpRequest, version: LessonVersion) -> HttpResponse:
    """Renders a draft on the way, without saving anything; publishing settles what its paragraphs are called."""
    if version.is_draft:
        typeset(version, {})
    context = {"version": version, "problems": problems(document_of(version)) if version.is_draft else []}
    return render(request, "lessons/admin/preview.html", context)


def file(request: HttpRequest, version: LessonVersion) -> HttpResponse:
    """The lesson file as a download, or 409 with what is wrong while it would not read back as it is."""
    document = document_of(version)
    if version.is_draft and (found := problems(document)):
        reason = " ".join([_("This draft can't be written to a file yet."), *(str(problem) for problem in found)])
        return render(request, "409.html", {"reason": reason, "kept": "", "back": request.path}, status=409)
    response = HttpResponse(to_text(document), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{document.slug}.md"'
    return response
