"""What a paper does to the texts of a draft: it is laid over them, and lifted again."""

from datetime import datetime

from classroom.submissions.models import Answer, AnswerRevision, Submission


def lay_texts_aside(work: Submission, *, at: datetime) -> None:
    """Put an empty text over each answer of a draft, for what counts is on paper; the words stay in the history."""
    for answer in Answer.objects.written_anew().filter(submission=work):
        _write_over(answer, AnswerRevision(at=at), at)


def put_texts_back(work: Submission, *, at: datetime) -> None:
    """The texts from before the paper, which count as saved when their student saved them."""
    for answer in Answer.objects.written_anew().filter(submission=work, words=0):
        aside = AnswerRevision.objects.get(answer=answer, revision=answer.revision)
        before = AnswerRevision.objects.filter(answer=answer, revision__lte=aside.base).order_by("-revision").first()
        if before is not None and before.text:
            _write_over(answer, before, at)


def _write_over(answer: Answer, new: AnswerRevision, at: datetime) -> None:
    base = answer.revision
    answer.text, answer.words, answer.revision, answer.saved_at = new.text, new.words, base + 1, new.at
    answer.save(update_fields=["text", "words", "revision", "saved_at"])
    AnswerRevision.objects.create(answer=answer, revision=base + 1, base=base, text=new.text, words=new.words, at=at)
