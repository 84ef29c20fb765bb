import pytest

from classroom.submissions.sentences import revising


@pytest.mark.parametrize(
    "numbers, said",
    [
        ([2], "You are revising question 2. The rest stays as it was returned."),
        ([1, 3], "You are revising questions 1 and 3. The rest stays as it was returned."),
        ([1, 2, 3], "You are revising your answers."),
    ],
)
def test_what_is_revised_is_named(numbers, said):
    assert revising(numbers, 3) == said
