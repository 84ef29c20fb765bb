"""What the page that saves was opened on: decides whether its text belongs where it would be stored."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from classroom.http import Refused

from .models import Submission


@dataclass(frozen=True)
class Opened:
    """The lesson version and the attempt that a page shows; None where a page does not say, as older ones don't."""

    version: int | None = None
    attempt: int | None = None

    def refuse_other(self, submission: Submission) -> None:
        """Raises Refused when the attempt is not the one that the page shows, or asks in another wording. No query."""
        if self.version in (None, submission.lesson_version_id) and self.attempt in (None, submission.attempt):
            return
        raise Refused(
            _(
                "The questions or your attempt have changed since you opened this page. "
                "Copy your text, then reload the page."
            )
        )
