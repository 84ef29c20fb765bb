"""All of one's own comments: to find one, and to say it otherwise wherever it has not been released."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from classroom.access import signed_in
from classroom.grading import bank, own_comments
from classroom.grading.actions.rewording import reword
from classroom.grading.desk_forms import PageForm, RewordForm
from classroom.http import BadValue, Refused, SignedInRequest, conflict

from .sheet import put_problem


@signed_in
@require_safe
def listed(request: SignedInRequest) -> HttpResponse:
    """Each comment once, the most used first, from every question and class where one grades now."""
    wanted, search = PageForm(request.GET), bank.SearchForm(request.GET)
    number = wanted.cleaned_data["page"] if wanted.is_valid() else None
    page = own_comments.page_of(request.user, search.words, number)
    q = " ".join(search.words)
    query = f"{urlencode({'q': q})}&" if q else ""
    return render(request, "grading/own_comments.html", {"page_obj": page, "form": search, "q": q, "query": query})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, entry: str) -> HttpResponse:
    """Say it otherwise; the page says how many uses that changes, and how many were released and stay."""
    body = bank.body_of(request.user, entry)
    if body is None:
        return _gone(request)
    if request.method != "POST":
        uses = own_comments.uses_of(request.user, body)
        return _page(request, body, RewordForm(initial={"body": body, "seen": uses.seen}), uses=uses)
    form = RewordForm(request.POST)
    if not form.is_valid():
        return _page(request, body, form, status=400)
    try:
        number = reword(body, by=request.user, at=request.arrived, **form.words())
    except BadValue as problem:
        put_problem(form, problem)
        return _page(request, body, form, status=400)
    except Refused as refusal:
        uses = own_comments.uses_of(request.user, body)
        form.look_again(uses.seen, reason=refusal.reason)
        return _page(request, body, form, status=409, uses=uses)
    changed = ngettext("Changed in %s place.", "Changed in %s places.", number) % number
    messages.success(request, changed if number else _("These are the same words. Nothing was changed."))
    return redirect("grading:own-comments")


def _page(
    request: SignedInRequest,
    body: str,
    form: RewordForm,
    *,
    status: int = 200,
    uses: own_comments.Uses | None = None,
) -> HttpResponse:
    uses = uses or own_comments.uses_of(request.user, body)
    context = {"body": body, "form": form, "changes": len(uses.open), "released": uses.released}
    return render(request, "grading/own_comment.html", context, status=status)


def _gone(request: SignedInRequest) -> HttpResponse:
    """Nowhere any more: 404, or 409 with what was typed meanwhile."""
    if not request.POST.get("body"):
        raise Http404
    reason = _("These words stand nowhere any more. They were said otherwise or taken away.")
    return conflict(request, Refused(reason), back=reverse("grading:own-comments"))
