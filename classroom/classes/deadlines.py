"""When one student may write for one assignment (decision 17). Moments are inclusive: at the due time is on time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from classroom.accounts.models import User

from .models import Assignment, Extension

Verdict = Literal["early", "on_time", "late", "closed"]


@dataclass(frozen=True)
class Deadlines:
    """One student's own opening, due and closing times, with what the assignment says about late work."""

    opens: datetime
    due: datetime
    closes: datetime
    late_policy: str
    extended: bool = False

    def verdict(self, at: datetime) -> Verdict:
        """What work that arrives at that moment is; "early" and "closed" are refused."""
        if at < self.opens:
            return "early"
        if at <= self.due:
            return "on_time"
        if self.late_policy == Assignment.LatePolicy.ACCEPT and at <= self.closes:
            return "late"
        return "closed"

    def accepts_work(self, at: datetime) -> bool:
        """Whether the student may write and turn in at that moment."""
        return self.verdict(at) in {"on_time", "late"}


def deadlines_for(assignment: Assignment, student: User) -> Deadlines:
    """The student's own times; one query. An extension moves due and, where it is later, closing."""
    extended_to = (
        Extension.objects.filter(assignment=assignment, student=student).values_list("due_at", flat=True).first()
    )
    due = extended_to or assignment.due_at
    return Deadlines(
        opens=assignment.opens_at,
        due=due,
        closes=max(due, assignment.closes_at),
        late_policy=assignment.late_policy,
        extended=extended_to is not None,
    )
