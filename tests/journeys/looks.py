"""Every page that a person can open, and who looks at it; the names are those of the addresses."""

from typing import NamedTuple


class Look(NamedTuple):
    """One page and the status it answers with; `parts` of its address differ from the world's."""

    name: str
    parts: dict[str, object] = {}
    status: int = 200
    sent: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.parts or ''}{' sent' if self.sent else ''}"


def pages(*names: str) -> list[Look]:
    return [Look(name) for name in names]


def sent(*names: str) -> list[Look]:
    """Pages whose form is sent with nothing filled in, to see what is wrong with it."""
    return [Look(name, status=400, sent=True) for name in names]


OTHER_CLASS = {"class_id": "$other_class_id", "slug": "rivers"}

LOOKS = {
    "anonymous": [
        *pages("account_login", "account_inactive", "account_email_verification_sent"),
        *pages("account_reset_password", "account_reset_password_done"),
        *pages("account_reset_password_from_key", "account_reset_password_from_key_done"),
        Look("account_confirm_email", {"key": "$confirmation"}),
        *pages("accounts:slip", "classes:join", "classes:join-code", "classes:invitation", "submissions:offline"),
        Look("account_reset_password_from_key", {"key": "worn-out"}),
        Look("account_confirm_email", {"key": "worn-out"}),
        Look("classes:join-code", {"code": "AAA222"}, 404),  # no class has it
        *sent("account_login", "accounts:slip", "classes:join", "classes:join-code"),
    ],
    "student": [  # the work has come back
        *pages("home:home", "home:lessons", "home:feedback", "classes:list", "classes:join-code"),
        *pages("submissions:lesson", "submissions:print", "submissions:answer", "submissions:receipt"),
        *pages("submissions:history", "submissions:revision"),
        *pages("grading:feedback", "grading:feedback-print", "grading:second-look-ask", "grading:grade-history"),
        Look("grading:feedback", {"n": 2}),  # has asked for a second look
        *sent("grading:second-look-ask"),
        *pages("accounts:profile", "account_email", "account_change_password", "account_reauthenticate"),
        Look("account_logout"),
        Look("submissions:take-back", status=409),  # it has been graded
        Look("grading:release", status=403),
        *sent("account_change_password"),
    ],
    "classmate": [  # in the middle of writing
        *pages("home:home", "home:lessons", "home:feedback", "submissions:lesson", "submissions:answer"),
        *pages("submissions:turn-in", "submissions:history", "submissions:notes"),
        Look("submissions:more-time"),  # has asked
        Look("submissions:answer", {"n": 3}),
        Look("submissions:revision", {"revision": "$draft_revision"}),
        *sent("submissions:turn-in"),
    ],
    "other_student": [  # turned in, and nobody has begun reading
        Look("home:home"),
        Look("submissions:lesson", OTHER_CLASS),
        Look("submissions:receipt", OTHER_CLASS),
        Look("submissions:take-back", OTHER_CLASS),
        Look("submissions:more-time", OTHER_CLASS),  # never asked
        Look("submissions:more-time", OTHER_CLASS, 400, sent=True),
    ],
    "content_admin": pages("home:home", "home:lessons", "home:feedback", "classes:list"),  # in no class
    "teacher": [
        *pages("home:home", "home:lessons", "submissions:lesson"),
        *pages("classes:list", "classes:new", "classes:detail", "classes:change", "classes:code-renew"),
        *pages("classes:code-expiry", "classes:joined-today-remove", "classes:roster", "classes:invite"),
        *pages("classes:add-pupil", "classes:place-change", "classes:slip", "classes:end"),
        *pages("classes:assign", "classes:assignment", "classes:adopt"),
        *pages("classes:groups", "classes:group", "classes:group-rename", "classes:group-remove"),
        *pages("classes:extensions", "classes:extension", "classes:extension-remove"),
        *pages("classes:standing", "classes:standing-end", "classes:extension-request"),
        *sent("classes:new", "classes:invite", "classes:extension-request"),
        Look("classes:detail", {"class_id": "nowhere234"}, 404),
    ],
    "assistant": [
        *pages("home:home", "classes:detail", "grading:overview", "grading:desk", "grading:wrap-up"),
        Look("grading:gradebook"),  # without the lessons whose names are hidden
        Look("grading:second-mark", {"n": 3, "desk": "$third_desk"}),  # to be entered
        *pages("grading:second-marks"),
    ],
    "grader": [  # the teacher again, at the desk, names hidden
        *pages("grading:overview", "grading:desk", "grading:history", "grading:comment-edit", "grading:comment-delete"),
        *pages("grading:reveal", "grading:wrap-up", "grading:release", "grading:release-choose"),
        Look("grading:release-undo"),
        *pages("grading:keys", "grading:answers", "grading:bank", "grading:own-comments", "grading:own-comment"),
        *pages("grading:rubric", "grading:allocation", "grading:choose"),
        *sent("grading:rubric"),
        *pages("grading:points", "grading:gradebook-points", "grading:file"),
        Look("grading:file", status=400, sent=True),
        *pages("grading:second-looks", "grading:staff-note-delete"),
        Look("grading:second-look", {"n": 2, "desk": "$second_desk"}),
        *pages("grading:fair", "grading:again", "grading:second-marks", "grading:second-mark"),
        Look("grading:gradebook"),
        Look("grading:queue"),  # goes on to the answer that waits
        Look("grading:letter", status=409),  # it has a name on it
        Look("grading:desk-revision"),
        Look("grading:desk-revision-withdraw", status=409),  # nothing is asked
    ],
    "revealer": [  # the teacher with names shown
        *pages("grading:overview", "grading:desk", "grading:wrap-up", "grading:letter", "grading:release"),
        *pages("grading:student", "grading:paper", "grading:excuse", "grading:gradebook", "grading:points"),
        *pages("grading:gradebook-points"),
        Look("grading:revision", {"enrollment": "$graded_enrollment"}),
        Look("grading:revision", {"enrollment": "$graded_enrollment"}, 400, sent=True),
        Look("grading:collect", status=409),  # there is time left
        Look("grading:turning-in-undo", status=409),
        Look("grading:revision-withdraw", status=409),
        Look("grading:excuse-end", status=409),
        *sent("grading:paper", "grading:excuse"),
    ],
    "other_teacher": [Look("home:home"), Look("grading:overview", OTHER_CLASS), Look("grading:release", OTHER_CLASS)],
}

# Addresses that show no page of their own: they only take a POST, hand on, or answer a script.
NO_PAGES = {
    "accounts:admin-sign-in",
    "accounts:csrf",
    "accounts:text",
    "accounts:theme",
    "account_set_password",
    "account_signup",
    "classes:code-pause",
    "classes:extension-request-give",
    "classes:extension-request-decline",
    "classes:code-resume",
    "classes:group-new",
    "classes:invitation-accept",
    "classes:invitation-account",
    "classes:invitation-withdraw",
    "classes:join-account",
    "classes:publish-lesson",
    "classes:restore",
    "grading:changes",  # looked at in test_revising, with a second attempt behind it
    "grading:comment",
    "grading:comment-answered",
    "grading:again-count",
    "grading:file-apply",
    "grading:file-csv",
    "grading:file-xlsx",
    "grading:gradebook-csv",
    "grading:gradebook-xlsx",
    "grading:hide",
    "grading:lease",
    "grading:lease-end",
    "grading:order",
    "grading:second-look-decide",
    "grading:second-mark-settle",
    "grading:second-look-withdraw",
    "grading:staff-note",
    "submissions:autosave",
    "submissions:notes-autosave",
    "submissions:restore",
    "submissions:more-time-withdraw",
    "submissions:new-attempt",
    "submissions:worker",
}
