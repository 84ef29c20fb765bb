"""The written table: who gets what answer at which address.

Each row gives, for GET and for POST, one status for each persona in the order of PERSONAS. In the world behind it the
student's work is turned in, graded and released; the classmate has a draft; the removed student turned in and left.
Decision 4 orders the refusals: no tie to the class 404, the wrong role 403, the object 404, the wrong moment 409.
"""

from dataclasses import dataclass, field

PERSONAS = [
    "anonymous",
    "student",
    "classmate",
    "removed",
    "assistant",
    "teacher",
    "other_student",
    "other_teacher",
    "content_admin",
    "superuser",
]


def statuses(line: str) -> dict[str, int]:
    """One status a persona; a single one holds for all."""
    codes = [int(code) for code in line.split()]
    return dict(zip(PERSONAS, codes * len(PERSONAS) if len(codes) == 1 else codes, strict=len(codes) != 1))


@dataclass(frozen=True)
class Row:
    """One address: what names it, what is posted to it, and the answers."""

    name: str
    needs: str
    get: dict[str, int]
    post: dict[str, int]
    data: dict[str, object] = field(default_factory=dict)
    query: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def kwargs(self, world: dict[str, object]) -> dict[str, object]:
        pairs = [need.partition("=") for need in self.needs.split()]
        return {name: world[other or name] for name, _sign, other in pairs}

    def posted(self, world: dict[str, object]) -> dict[str, object]:
        """The fields to post; a value `$name` stands for what the world calls so."""
        return told(self.data, world)

    def asked(self, world: dict[str, object]) -> dict[str, object]:
        """What stands behind the address of a GET, in the same way."""
        return told(self.query, world)


def told(fields: dict[str, object], world: dict[str, object]) -> dict[str, object]:
    return {
        key: world[value[1:]] if isinstance(value, str) and value.startswith("$") else value
        for key, value in fields.items()
    }


#            anonymous student classmate removed assistant teacher other_student other_teacher content_admin superuser
ALL = "200"
NOT_ALLOWED = "302 405 405 405 405 405 405 405 405 405"
OWN = "302 200 200 200 200 200 200 200 200 200"
TEACHER = "302 403 403 403 403 200 404 404 404 404"
TEACHER_BAD = "302 403 403 403 403 400 404 404 404 404"
TEACHER_TOO_EARLY = "302 403 403 403 403 409 404 404 404 404"
TEACHER_DONE = "302 403 403 403 403 302 404 404 404 404"
TEACHERS_OWN = "302 403 403 403 404 200 404 404 404 404"  # the mark is the teacher's own
TEACHERS_OWN_BAD = "302 403 403 403 404 400 404 404 404 404"
TEACHERS_OWN_TOO_EARLY = "302 403 403 403 404 409 404 404 404 404"
TEACHER_NOT_THERE = "302 403 403 403 403 404 404 404 404 404"
STAFF = "302 403 403 403 200 200 404 404 404 404"
STAFF_BAD = "302 403 403 403 400 400 404 404 404 404"
MARKER_BAD = "302 403 403 403 400 409 404 404 404 404"  # the assistant marks a second time, and nobody else does
STAFF_TOLD = "302 403 403 403 200 200 404 404 404 404"
STAFF_DONE = "302 403 403 403 302 302 404 404 404 404"
NAMED = "302 403 403 403 409 200 404 404 404 404"  # the teacher chose to see names, the assistant may not
NAMED_DONE = "302 403 403 403 409 302 404 404 404 404"
NAMED_BAD = "302 403 403 403 409 400 404 404 404 404"
AUTHOR = "302 404 404 404 404 200 404 404 404 404"  # who said the words
AUTHOR_BAD = "302 404 404 404 404 400 404 404 404 404"
READER = "302 200 200 200 200 200 404 404 404 404"

ADMIN_DOOR = "302 403 403 403 403 302 403 302 302 302"

CLASS = "class_id"
SET = "class_id slug"
QUESTION = "class_id slug n"
DESK = "class_id slug n desk"
SECOND = "class_id slug n=second_n desk=second_desk"
STUDENT = "class_id slug enrollment"


def typed(line: str) -> str:
    """The same where something was written: who is not signed in gets a page with it, and is not led away."""
    return line.replace("302", "401", 1)


def row(name: str, needs: str, get: str, post: str, **more: dict[str, str]) -> Row:
    return Row(name, needs, statuses(get), statuses(post), **more)


ROWS = [
    # the desks
    row("home:home", "", OWN, NOT_ALLOWED),
    row("home:lessons", "", OWN, NOT_ALLOWED),
    row("home:feedback", "", OWN, NOT_ALLOWED),
    # accounts
    row("accounts:profile", "", OWN, "302 400 400 400 400 400 400 400 400 400"),
    row("accounts:slip", "", ALL, "400"),
    row("accounts:theme", "", "405", "302", data={"theme": "dark", "next": "/"}),
    row("accounts:text", "", "405", "302", data={"looks": ["sans", "tint"], "next": "/"}),
    row("accounts:csrf", "", ALL, "405"),
    row("accounts:admin-sign-in", "", ADMIN_DOOR, ADMIN_DOOR),
    row("account_login", "", "200 302 302 302 302 302 302 302 302 302", "400 302 302 302 302 302 302 302 302 302"),
    row("account_logout", "", "302 200 200 200 200 200 200 200 200 200", "302"),
    row("account_signup", "", "302", "302"),
    row("account_inactive", "", ALL, "405"),
    row("account_reauthenticate", "", OWN, "302 400 400 400 400 400 400 400 400 400"),
    row("account_email", "", OWN, "302"),
    row("account_email_verification_sent", "", ALL, "405"),
    row("account_confirm_email", "key", ALL, "404"),
    row("account_change_password", "", OWN, "302 400 400 400 400 400 400 400 400 400"),
    row("account_set_password", "", "302", "302"),
    row("account_reset_password", "", ALL, "400"),
    row("account_reset_password_done", "", ALL, "405"),
    row("account_reset_password_from_key", "uidb36 key", ALL, ALL),
    row("account_reset_password_from_key_done", "", ALL, "405"),
    # the way into a class
    row("classes:join", "", ALL, "400"),
    row("classes:join-code", "code", ALL, "200 302 302 409 302 302 302 302 302 302"),
    row("classes:join-account", "code", "405", "400"),
    row("classes:invitation", "token", ALL, "405"),
    row("classes:invitation-accept", "token", NOT_ALLOWED, "302 409 302 409 302 409 302 302 302 302"),
    row("classes:invitation-account", "token", "405", "400"),
    # classes
    row("classes:list", "", OWN, NOT_ALLOWED),
    row("classes:new", "", "302 403 403 403 403 200 403 200 403 403", "302 403 403 403 403 400 403 400 403 403"),
    row("classes:publish-lesson", "slug", NOT_ALLOWED, "302 404 404 404 404 404 404 404 404 404"),
    row("classes:detail", CLASS, STAFF, NOT_ALLOWED),
    row("classes:change", CLASS, TEACHER, TEACHER_BAD),
    row("classes:code-pause", CLASS, NOT_ALLOWED, TEACHER_DONE),
    row("classes:code-resume", CLASS, NOT_ALLOWED, TEACHER_DONE),
    row("classes:code-renew", CLASS, TEACHER, TEACHER_DONE),
    row("classes:code-expiry", CLASS, TEACHER, TEACHER_DONE),
    row("classes:joined-today-remove", CLASS, TEACHER, TEACHER_DONE),
    row("classes:groups", CLASS, TEACHER, NOT_ALLOWED),
    row("classes:group-new", CLASS, NOT_ALLOWED, TEACHER_BAD),
    row("classes:group", "class_id group", TEACHER, TEACHER_DONE, data={"inside": "0"}),
    row("classes:group-rename", "class_id group", TEACHER, TEACHER_BAD),
    row("classes:group-remove", "class_id group", TEACHER, TEACHER_DONE),
    row("classes:roster", CLASS, TEACHER, NOT_ALLOWED),
    row("classes:invite", CLASS, TEACHER, TEACHER_BAD),
    row("classes:add-pupil", CLASS, TEACHER, TEACHER_BAD),
    row("classes:invitation-withdraw", "class_id invitation", NOT_ALLOWED, TEACHER_DONE),
    row("classes:place-change", "class_id enrollment", TEACHER, TEACHER_BAD),
    row("classes:slip", "class_id enrollment", TEACHER, TEACHER),
    row("classes:end", "class_id enrollment", TEACHER, TEACHER_DONE),
    row("classes:standing", "class_id enrollment", TEACHER, TEACHER_BAD),
    row("classes:standing-end", "class_id enrollment", TEACHER, TEACHER_DONE),
    row("classes:restore", "class_id enrollment", NOT_ALLOWED, TEACHER_DONE),
    row("classes:assign", CLASS, TEACHER, TEACHER_BAD),
    row("classes:assignment", SET, TEACHER, TEACHER_BAD),
    row("classes:adopt", SET, TEACHER_NOT_THERE, "302 403 403 403 403 409 404 404 404 404"),
    row("classes:extensions", SET, TEACHER, NOT_ALLOWED),
    row("classes:extension", "class_id slug enrollment", TEACHER, TEACHER_BAD),
    row("classes:extension-remove", "class_id slug enrollment", TEACHER, TEACHER_DONE),
    row("classes:extension-request", "class_id slug asked", TEACHER, NOT_ALLOWED),
    row("classes:extension-request-give", "class_id slug asked", NOT_ALLOWED, TEACHER_BAD),
    row("classes:extension-request-decline", "class_id slug asked", NOT_ALLOWED, TEACHER_BAD),
    # the student's work: the student's is returned, the classmate's a draft, the removed student's turned in
    row("submissions:lesson", SET, READER, NOT_ALLOWED),
    row("submissions:print", SET, READER, NOT_ALLOWED),
    row(
        "submissions:answer",
        QUESTION,
        "302 200 200 200 403 403 404 404 404 404",
        "401 409 303 403 403 403 404 404 404 404",
        data={"text": "New words.", "base": "1", "go": "save"},
    ),
    row(
        "submissions:autosave",
        QUESTION,
        "405",
        "401 400 400 403 403 403 404 404 404 404",
        headers={"accept": "application/json"},
    ),
    row("submissions:history", QUESTION, "302 200 200 200 403 403 404 404 404 404", NOT_ALLOWED),
    row("submissions:revision", f"{QUESTION} revision", "302 200 404 404 403 403 404 404 404 404", NOT_ALLOWED),
    row(
        "submissions:restore",
        f"{QUESTION} revision=draft_revision",
        NOT_ALLOWED,
        "302 404 303 403 403 403 404 404 404 404",
        data={"base": "1"},
    ),
    row(
        "submissions:turn-in",
        SET,
        "302 303 200 403 403 403 404 404 404 404",
        "302 303 303 403 403 403 404 404 404 404",
        data={"token": "$uuid", "own_words": "on", "base-1": "1", "base-2": "1", "base-3": "1"},
    ),
    row(
        "submissions:take-back",
        SET,
        "302 409 409 403 403 403 404 404 404 404",
        "302 409 409 403 403 403 404 404 404 404",
    ),
    row(
        "submissions:notes",
        SET,
        "302 200 200 200 403 403 404 404 404 404",
        "401 303 303 403 403 403 404 404 404 404",
        data={"text": "Mine alone.", "base": "0"},
    ),
    row(
        "submissions:notes-autosave",
        SET,
        "405",
        "401 400 400 403 403 403 404 404 404 404",
        headers={"accept": "application/json"},
    ),
    row("submissions:offline", "", ALL, "405"),
    row("submissions:worker", "", ALL, "405"),
    row("submissions:receipt", SET, "302 200 404 200 403 403 404 404 404 404", NOT_ALLOWED),
    row(
        "submissions:more-time",
        SET,
        "302 200 200 403 403 403 404 404 404 404",
        "302 400 400 403 403 403 404 404 404 404",
    ),
    row("submissions:more-time-withdraw", SET, NOT_ALLOWED, "302 409 303 403 403 403 404 404 404 404"),
    row("submissions:new-attempt", SET, NOT_ALLOWED, "302 409 409 403 403 403 404 404 404 404"),
    # judgement
    row("grading:gradebook", CLASS, STAFF, NOT_ALLOWED),
    row("grading:gradebook-csv", CLASS, TEACHER, NOT_ALLOWED),
    row("grading:gradebook-xlsx", CLASS, TEACHER, NOT_ALLOWED),
    row("grading:gradebook-points", SET, STAFF, NAMED_DONE),
    row("grading:overview", SET, STAFF, NOT_ALLOWED),
    row("grading:keys", "", OWN, "302"),
    row("grading:own-comments", "", OWN, NOT_ALLOWED),
    row("grading:own-comment", "entry", AUTHOR, AUTHOR_BAD),
    row("grading:order", SET, NOT_ALLOWED, STAFF_DONE, data={"order": "classes"}),
    row("grading:queue", QUESTION, STAFF_DONE, NOT_ALLOWED),
    row("grading:answers", QUESTION, STAFF, NOT_ALLOWED),
    row("grading:rubric", QUESTION, TEACHER, TEACHER_BAD),
    row("grading:points", QUESTION, STAFF, STAFF_DONE),
    row("grading:file", SET, TEACHER, TEACHER_BAD),
    row("grading:file-apply", SET, NOT_ALLOWED, TEACHER_BAD),
    row("grading:file-csv", SET, TEACHER, NOT_ALLOWED),
    row("grading:file-xlsx", SET, TEACHER, NOT_ALLOWED),
    row("grading:desk", DESK, STAFF, STAFF_BAD),
    row("grading:bank", DESK, STAFF, NOT_ALLOWED),
    row("grading:history", DESK, STAFF, NOT_ALLOWED),
    row("grading:desk-revision", DESK, TEACHER, TEACHER_BAD),
    row("grading:desk-revision-withdraw", DESK, TEACHER_TOO_EARLY, TEACHER_TOO_EARLY),
    row("grading:comment", DESK, NOT_ALLOWED, STAFF_BAD),
    row("grading:comment-edit", f"{DESK} comment", STAFF, STAFF_BAD),
    row("grading:comment-delete", f"{DESK} comment", STAFF, STAFF_DONE, data={"base": "1"}),
    row("grading:lease", DESK, NOT_ALLOWED, STAFF_TOLD),
    row("grading:lease-end", DESK, NOT_ALLOWED, "302 403 403 403 204 204 404 404 404 404"),
    row("grading:allocation", SET, TEACHER, TEACHER_BAD),
    row("grading:choose", SET, STAFF, STAFF_BAD),
    row("grading:staff-note", DESK, NOT_ALLOWED, STAFF_BAD),
    row("grading:staff-note-delete", f"{DESK} note", STAFF, STAFF_DONE),
    row("grading:fair", QUESTION, STAFF, NOT_ALLOWED),
    row("grading:again", DESK, TEACHERS_OWN, TEACHERS_OWN_BAD),
    row("grading:again-count", DESK, NOT_ALLOWED, TEACHERS_OWN_TOO_EARLY),
    row("grading:second-marks", SET, STAFF, TEACHER_BAD),
    row("grading:second-mark", DESK, STAFF, MARKER_BAD),
    row("grading:second-mark-settle", DESK, NOT_ALLOWED, TEACHER_BAD),
    row("grading:second-looks", SET, STAFF, NOT_ALLOWED),
    row("grading:second-look", SECOND, STAFF, STAFF_BAD),
    row("grading:second-look-decide", SECOND, NOT_ALLOWED, TEACHER_TOO_EARLY),
    row(
        "grading:second-look-ask",
        QUESTION,
        "302 200 404 403 403 403 404 404 404 404",
        "401 302 404 403 403 403 404 404 404 404",
        data={"text": "Please look again."},
    ),
    row("grading:second-look-withdraw", f"{SET} n=second_n", NOT_ALLOWED, "302 302 404 403 403 403 404 404 404 404"),
    row("grading:grade-history", QUESTION, "302 200 404 404 403 403 404 404 404 404", NOT_ALLOWED),
    row("grading:reveal", SET, TEACHER, TEACHER_DONE),
    row("grading:hide", SET, NOT_ALLOWED, TEACHER_DONE),
    row("grading:wrap-up", SET, STAFF, NOT_ALLOWED),
    row("grading:letter", "class_id slug enrollment=graded_enrollment", NAMED, NAMED_BAD),
    row("grading:student", STUDENT, TEACHER, NOT_ALLOWED),
    row("grading:revision", "class_id slug enrollment=graded_enrollment", TEACHER, TEACHER_BAD),
    row("grading:revision-withdraw", STUDENT, TEACHER_TOO_EARLY, TEACHER_TOO_EARLY),
    row("grading:collect", STUDENT, TEACHER_TOO_EARLY, TEACHER_BAD),
    row("grading:paper", STUDENT, TEACHER, TEACHER_BAD),
    row("grading:turning-in-undo", STUDENT, TEACHER_TOO_EARLY, TEACHER_TOO_EARLY),
    row("grading:excuse", STUDENT, TEACHER, typed(TEACHER_DONE), data={"reason": "In hospital"}),
    row("grading:excuse-end", STUDENT, TEACHER_TOO_EARLY, typed(TEACHER_TOO_EARLY), data={"reason": "Back at school"}),
    row("grading:release", SET, TEACHER, TEACHER_DONE),
    row("grading:release-choose", SET, TEACHER, NOT_ALLOWED),
    row("grading:release-undo", "class_id slug release", TEACHER, TEACHER_DONE),
    row("grading:feedback", QUESTION, "302 200 404 404 403 403 404 404 404 404", NOT_ALLOWED),
    row("grading:feedback-print", SET, "302 200 404 404 403 403 404 404 404 404", NOT_ALLOWED),
    # as the staff ask; a student asks for their own without a number
    row("grading:changes", QUESTION, STAFF, NOT_ALLOWED, query={"answer": "$rewritten_desk"}),
    row(
        "grading:comment-answered",
        "class_id slug n number=comment",
        NOT_ALLOWED,
        "401 404 404 403 403 403 404 404 404 404",
        data={"state": "declined", "comment": "It is meant so."},
    ),
]
