"""All that a grader has said, each comment once: where it was said, and what changing its words would change."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet

from classroom.accounts.models import User

from . import bank
from .models import Comment, ReleaseItem

ROWS = 20  # on one page


@dataclass(frozen=True)
class Said:
    """One comment, how often it was said, and about which questions."""

    entry: str
    body: str
    uses: int
    places: list[str]


@dataclass(frozen=True)
class Uses:
    """Where the same words stand now: what can be changed together, and how many were released and stay."""

    open: list[Comment]
    released: int

    @property
    def seen(self) -> str:
        """What names exactly these uses as they are now, and tells nothing about them."""
        told = ",".join(f"{comment.pk}.{comment.revision}" for comment in self.open)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def page_of(by: User, words: list[str], number: int | None) -> Page[Any]:
    """That page of their comments, the most used first; three queries."""
    page = Paginator(bank.entries(bank.own(by, words)), ROWS).get_page(number or 1)
    rows = list(page.object_list)
    places = _places(bank.own(by).filter(body__in=[row["body"] for row in rows]))
    page.object_list = [Said(row["entry"], row["body"], row["uses"], places[row["body"]]) for row in rows]
    return page


def uses_of(by: User, body: str) -> Uses:
    """The uses of these words by this person; one query."""
    released = ReleaseItem.objects.standing().filter(submission=OuterRef("answer__submission"))
    same = bank.own(by).filter(body=body).annotate(released=Exists(released))
    every: list[Any] = list(same.select_related("answer").defer("answer__text").order_by("pk"))
    return Uses([each for each in every if not each.released], sum(each.released for each in every))


def _places(comments: QuerySet[Comment]) -> dict[str, list[str]]:
    """By the words: the questions they were said about, most often first."""
    asked = "answer__question__short_title"
    rows = comments.order_by().values_list("body", asked).annotate(times=Count("pk")).order_by("-times", asked)
    found: dict[str, list[str]] = defaultdict(list)
    for body, title, _times in rows:
        found[body].append(title)
    return found
