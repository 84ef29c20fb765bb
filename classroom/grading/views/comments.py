"""Comments on words of an answer: add, say otherwise, take away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from classroom.access import signed_in
from classroom.grading import anchors, bench, reading
from classroom.grading.actions import comments as actions
from classroom.grading.desk_forms import BaseForm, CommentEditForm, CommentForm
from classroom.grading.models import Comment
from classroom.http import BadValue, Refused, SignedInRequest

from . import sheet
from .place import DeskPlace, at_desk

EDIT = "grading/comment_edit.html"
CLIPPED = _("The comment stands on the words of one paragraph; the rest of the selection was left out.")


@signed_in
@require_POST
@at_desk
def add(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """Comment on words; back to the sheet with the new comment in focus, or with the form kept."""
    text: str = place.answer.judged_text or ""  # type: ignore[attr-defined]  # annotated
    form = CommentForm(request.POST, paragraphs=len(anchors.paragraphs(text)))
    return _add(request, place, form) if form.is_valid() else _kept(request, place, form)


def _add(request: SignedInRequest, place: DeskPlace, form: CommentForm) -> HttpResponse:
    said = {name: form.cleaned_data[name] for name in ("kind", "body", "read")}
    try:
        comment, clipped = actions.add_comment(
            place.answer, place=form.place, by=request.user, at=request.arrived, **said
        )
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return _kept(request, place, form)
    except Refused as refusal:
        if place.answer.is_empty:
            raise
        form.must_read(place.answer.judged_revision, reason=refusal.reason)  # type: ignore[attr-defined]  # annotated
        return _kept(request, place, form, status=409)
    number = _number(place, comment)
    if request.headers.get("HX-Request") == "true":
        return sheet.fragment(request, place, new=number, clipped=clipped)
    if clipped:
        messages.info(request, CLIPPED)
    return redirect(f"{place.desk_url('desk')}#c{number}")


def _kept(request: SignedInRequest, place: DeskPlace, form: CommentForm, *, status: int = 400) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return sheet.fragment(request, place, status=status, adding=form)
    return sheet.page(request, place, status=status, adding=form)


def _number(place: DeskPlace, comment: Comment) -> int:
    """The number a comment has in reading order."""
    _whole, anchored = bench.comments_on(place.answer)
    rows = reading.annotated_paragraphs(place.answer.judged_text, anchored)  # type: ignore[attr-defined]  # annotated
    return next(note.number for row in rows for note in row.comments if note.source.pk == comment.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def edit(request: SignedInRequest, place: DeskPlace, *, comment: int) -> HttpResponse:
    """Say a comment otherwise; a page of its own that works without script."""
    found = _find(place, comment, deleted=request.method == "POST")
    initial = {"base": found.revision, "kind": found.kind, "body": found.body}
    form = CommentEditForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.edit_comment(found, by=request.user, **form.cleaned_data)
        except BadValue as problem:
            sheet.put_problem(form, problem)
        except Refused as refusal:
            return _changed(request, place, form, refusal)
        else:
            return redirect(f"{place.desk_url('desk')}#c{_number(place, found)}")
    place.log_look(request)
    context = {"place": place, "comment": found, "form": form}
    return render(request, EDIT, context, status=400 if form.errors else 200)


def _changed(request: SignedInRequest, place: DeskPlace, form: CommentEditForm, refusal: Refused) -> HttpResponse:
    """409: somebody else's words beside one's own, to choose from; of a deleted comment one's own words alone."""
    if not refusal.state:
        raise refusal
    form.start_over_from(refusal.state)
    return render(request, EDIT, {"place": place, "form": form, "theirs": refusal.state}, status=409)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def delete(request: SignedInRequest, place: DeskPlace, *, comment: int) -> HttpResponse:
    """Ask first, then take the comment away; one that says something else by now is asked about again."""
    found = _find(place, comment)
    form = BaseForm(request.POST if request.method == "POST" else None, initial={"base": found.revision})
    if not form.is_valid():
        return _ask(request, place, found, form, status=400 if form.errors else 200)
    try:
        actions.delete_comment(found, base=form.cleaned_data["base"], at=request.arrived)
    except Refused as refusal:
        if not refusal.state:
            raise
        found.refresh_from_db()
        again = BaseForm(initial={"base": found.revision})
        return _ask(request, place, found, again, status=409, changed=refusal.reason)
    return redirect(place.desk_url("desk"))


def _ask(
    request: SignedInRequest, place: DeskPlace, comment: Comment, form: BaseForm, *, status: int, changed: str = ""
) -> HttpResponse:
    place.log_look(request)
    context = {"place": place, "comment": comment, "form": form, "back": place.desk_url("desk"), "danger": True}
    return render(request, "grading/comment_delete.html", context | {"changed": changed}, status=status)


def _find(place: DeskPlace, ordinal: int, *, deleted: bool = False) -> Comment:
    """The comment on words that is the n-th ever made on the answer (else 404), if wanted one that was deleted too."""
    found = bench.comment_on(place.answer, ordinal, deleted=deleted)
    if found is None:
        raise Http404
    return found
