"""How pages of a class begin and end: through the one door into the class's time, out as a form or a question."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from classroom.access import fetch
from classroom.accounts.models import User
from classroom.classes import rules
from classroom.classes.models import SchoolClass

PAGE = 50


def enter(user: User, class_id: str, may: Callable[[User, SchoolClass], bool] = rules.teaches) -> SchoolClass:
    """The class, for whoever may; from here on times are read and written in its zone."""
    school_class = fetch(user, may, SchoolClass.objects, public_id=class_id)
    timezone.activate(school_class.zone)
    return school_class


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of a long list that the address asks for; any nonsense is the first or the last."""
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def form_page(request: HttpRequest, form: forms.BaseForm, **words: Any) -> HttpResponse:
    """A page with one form. `words`: title, verb, back; if wanted intro, school_class. 400 when something is wrong."""
    return render(request, "classes/form.html", {"form": form, **words}, status=400 if form.is_bound else 200)


def ask(request: HttpRequest, **words: Any) -> HttpResponse:
    """A page that asks before others are affected. `words`: question, consequence, verb, back; danger if it is one."""
    return render(request, "classes/ask.html", words)
