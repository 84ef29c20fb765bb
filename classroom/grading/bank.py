"""What a grader has said before about answers to this question, in any class, to say it again."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Count, Max, Q, QuerySet

from classroom.accounts.models import User
from classroom.submissions.models import Answer

from .bench import CriterionToMark
from .models import Comment

LETTERS = "asdfghjkl"  # under the fingers; as many suggestions as there are letters
MOST = 200  # different comments that are ranked
Levels = dict[str, int]


@dataclass(frozen=True)
class Suggestion:
    """Words said before, how often, and the letter that chooses them."""

    letter: str
    body: str
    uses: int


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


def suggestions(answer: Answer, *, by: User, lesson: int, levels: Levels) -> list[Suggestion]:
    """Their own words on this question of the lesson: those that went most often with these levels first, then those
    used most. What stands on this answer is left out. One query, or two when there are levels.
    """
    here = {"answer__question_key": answer.question_key, "answer__question__version__lesson": lesson}
    own = Comment.objects.visible_to(by).filter(author=by, **here).exclude(answer=answer)
    used = own.order_by().values("body").annotate(uses=Count("pk"), latest=Max("created_at"))
    fitting = _fitting(own, levels)
    ranked = sorted(used.order_by("-uses", "-latest", "body")[:MOST], key=lambda row: -fitting.get(row["body"], 0))
    return [Suggestion(letter, row["body"], row["uses"]) for letter, row in zip(LETTERS, ranked, strict=False)]


def _fitting(own: QuerySet[Comment], levels: Levels) -> dict[str, int]:
    """How many of those levels each of the comments went with, counted over all its uses."""
    marks = "answer__grades__marks__"
    chosen = [Q(**{f"{marks}criterion__key": key, f"{marks}level__position": at}) for key, at in levels.items()]
    if not chosen:
        return {}
    went_with = own.filter(Q(answer__grades__counts=True) & reduce(or_, chosen))
    return dict(went_with.order_by().values_list("body").annotate(times=Count("pk")))
