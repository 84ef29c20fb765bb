import pytest

from classroom.http import BadValue
from classroom.submissions.text import LIMIT, as_stored


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("  lead and trail \n\n", "  lead and trail \n\n"),
        ("cafe\u0301 café", "cafe\u0301 café"),
        ("🕊️ שלום", "🕊️ שלום"),
        ("x" * LIMIT, "x" * LIMIT),
        ("\r\n" * LIMIT, "\n" * LIMIT),
    ],
)
def test_a_text_keeps_its_code_points_and_gets_lf(typed, stored):
    assert as_stored(typed) == stored


@pytest.mark.parametrize(
    "typed, status, problem",
    [
        ("🕊" * (LIMIT + 1), 413, "The text has 200,001 characters; 200,000 can be stored."),
        ("null\x00", 400, "The text holds a null character"),
        ("half \ud83d", 400, "The text holds half of a character"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name(typed, status, problem):
    with pytest.raises(BadValue) as refusal:
        as_stored(typed)

    assert (refusal.value.field, refusal.value.status) == ("text", status)
    assert refusal.value.problem.startswith(problem)
