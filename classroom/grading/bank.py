"""What a grader has said before, to say it again: on this question first of all, or found among all of it."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from classroom.accounts.models import User
from classroom.submissions.models import Answer

from .bench import CriterionToMark
from .models import Comment

LETTERS = "asdfghjkl"  # under the fingers; as many suggestions as there are letters
MOST = 200  # different comments that are ranked
LONGEST_SEARCH = 80
NAME = re.compile(r"[0-9a-f]{32}")  # an MD5, as both databases write it
Levels = dict[str, int]


@dataclass(frozen=True)
class Suggestion:
    """Words said before, how often, and the letter that chooses them. `entry` names the words in an address."""

    letter: str
    entry: str
    body: str
    uses: int


class SearchForm(forms.Form):
    """Words to find in comments; what can't be read finds nothing in particular."""

    q = forms.CharField(label=_("Find in all your comments"), required=False, max_length=LONGEST_SEARCH)

    @property
    def words(self) -> list[str]:
        """Each of which a comment must hold."""
        return str(self.cleaned_data.get("q", "")).split() if self.is_valid() else []


class LevelsForm(forms.Form):
    """The levels chosen on the page so far; what can't be read counts as not chosen."""

    def __init__(self, *args: Any, criteria: list[CriterionToMark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[criterion.field] = forms.IntegerField(
                min_value=1, max_value=len(criterion.levels), required=False
            )

    @property
    def levels(self) -> Levels:
        """The position of the level of each criterion that has one, by the criterion's key."""
        self.full_clean()
        chosen = [(criterion.key, self.cleaned_data.get(criterion.field)) for criterion in self.criteria]
        return {key: position for key, position in chosen if position}


def own(by: User, words: list[str] | None = None) -> QuerySet[Comment]:
    """The person's own standing comments in every class where they grade now, those that hold all of the words."""
    holding = Q()
    for word in words or []:
        holding &= Q(body__icontains=word)
    return Comment.objects.visible_to(by).filter(holding, author=by)


def entries(comments: QuerySet[Comment]) -> QuerySet[Any]:
    """Rows of `body`, what names it (`entry`), its `uses` and when it was said first of late: those used most first."""
    used = comments.order_by().values("body", entry=MD5("body"))
    return used.annotate(uses=Count("pk"), latest=Max("created_at")).order_by("-uses", "-latest", "body")


def body_of(by: User, entry: str) -> str | None:
    """The person's own words of that name; None when there are none. One query, none for what is no name."""
    if not NAME.fullmatch(entry):
        return None
    return own(by).annotate(entry=MD5("body")).filter(entry=entry).values_list("body", flat=True).first()


def suggestions(
    answer: Answer, *, by: User, lesson: int, levels: Levels, words: list[str] | None = None
) -> list[Suggestion]:
    """Their own words on this question of the lesson, or those that hold the words searched for, on any question.

    Those that went most often with these levels come first, then those used most. What stands on this answer is left
    out. One query, or two when there are levels.
    """
    here = {"answer__question_key": answer.question_key, "answer__question__version__lesson": lesson}
    said = own(by, words).filter(**({} if words else here)).exclude(answer=answer)
    fitting = _fitting(said, levels)
    ranked = sorted(entries(said)[:MOST], key=lambda row: -fitting.get(row["body"], 0))
    rows = zip(LETTERS, ranked, strict=False)
    return [Suggestion(letter, row["entry"], row["body"], row["uses"]) for letter, row in rows]


def _fitting(said: QuerySet[Comment], levels: Levels) -> dict[str, int]:
    """How many of those levels each of the comments went with, counted over all its uses."""
    marks = "answer__grades__marks__"
    chosen = [Q(**{f"{marks}criterion__key": key, f"{marks}level__position": at}) for key, at in levels.items()]
    if not chosen:
        return {}
    went_with = said.filter(Q(answer__grades__counts=True) & reduce(or_, chosen))
    return dict(went_with.order_by().values_list("body").annotate(times=Count("pk")))
