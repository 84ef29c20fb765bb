"""How pages of a class end: as a form, a question, or one page of a long list."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PAGE = 50


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of a long list that the address asks for; any nonsense is the first or the last."""
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def form_page(request: HttpRequest, form: forms.BaseForm, **words: Any) -> HttpResponse:
    """A page with one form. `words`: title, verb, back; if wanted intro, school_class. 400 when something is wrong."""
    return render(request, "classes/form.html", {"form": form, **words}, status=400 if form.is_bound else 200)


def ask(request: HttpRequest, **words: Any) -> HttpResponse:
    """A page that asks before others are affected.

    `words`: question, consequence, verb, back; danger if it is one, `sent` for what the answer holds.
    """
    return render(request, "classes/ask.html", words)
