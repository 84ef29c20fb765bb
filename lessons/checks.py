"""What a lesson must be before it can be published: complete, bounded, and in the shapes that can be rendered."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lessons.document import BookText, CriterionText, Document, QuestionText
from lessons.keys import validate_key, validate_section_key
from lessons.rendering import Term, render_section, render_text

LEVELS = 4
Steps = tuple[int, int]  # how many levels a criterion may have, from and to
MOST = {"facts": 20, "sections": 30, "terms": 40, "questions": 10, "criteria": 8, "resources": 20}
LONGEST_PROSE = 20_000
LONGEST_GUIDE = 5_000
MOST_POINTS = Decimal(1000)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
STRUCTURE = re.compile(r"^(?:#{1,3}|#{5,6})(?:\s|$)", re.MULTILINE)
LIKE_STRUCTURE = re.compile(r"#{1,6}(?:\s|$)|[0-9]+\. ")
LEVEL_NAME = re.compile(r"[^():{}]+")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One thing wrong: `path` leads to the part, as ("questions", 0), and `field` names what is wrong in it."""

    path: Path
    field: str
    text: str

    def __str__(self) -> str:
        place = " ".join(str(step + 1) if isinstance(step, int) else step for step in self.path)
        return f"{place}, {self.field}: {self.text}" if place else f"{self.field}: {self.text}"


def problems(document: Document) -> list[Problem]:
    """Everything that keeps this lesson from being published; empty when it can be."""
    return [*_head(document), *_reading(document), *_terms(document), *_questions(document), *_books(document)]


def _head(document: Document) -> Iterator[Problem]:
    if len(document.slug) > 80 or not SLUG.fullmatch(document.slug):
        yield Problem((), "slug", _("Use at most 80 lower-case letters, digits and single hyphens."))
    yield from _line((), "title", document.title, 200)
    yield from _line((), "licence", document.licence, 200)
    yield from _line((), "unit", document.unit, 120, needed=False)
    yield from _line((), "note", document.note, 300, needed=False)
    yield from _line((), "definition", document.lede, 1_000)
    if len(document.language) > 20 or not LANGUAGE.fullmatch(document.language):
        yield Problem((), "language", _("Write a language code such as en or en-US."))


def _reading(document: Document) -> Iterator[Problem]:
    yield from _count((), "facts", document.facts)
    for at, fact in enumerate(document.facts):
        yield from _line(("facts", at), "fact", fact, 500)
    yield from _count((), "sections", document.sections)
    yield from _once("sections", [section.key for section in document.sections])
    terms = {term.key: Term(term.key, term.term, "") for term in document.terms}
    for at, section in enumerate(document.sections):
        path: Path = ("sections", at)
        yield from _key(path, section.key, validate_section_key)
        yield from _line(path, "heading", section.heading, 200)
        yield from _prose(path, "text", section.body, lambda body: render_section(body, terms).problems)
    if document.fact_title or document.fact_body:
        yield from _line((), "fun fact heading", document.fact_title, 200)
        yield from _text((), "fun fact", document.fact_body)


def _terms(document: Document) -> Iterator[Problem]:
    yield from _count((), "terms", document.terms, least=0)
    yield from _once("terms", [term.key for term in document.terms])
    for at, term in enumerate(document.terms):
        path: Path = ("terms", at)
        yield from _key(path, term.key)
        yield from _line(path, "term", term.term, 100)
        yield from _line(path, "definition", term.definition, 500)


def _books(document: Document) -> Iterator[Problem]:
    yield from _count((), "resources", document.resources, least=0)
    for at, book in enumerate(document.resources):
        yield from _book(("resources", at), book)


def _book(path: Path, book: BookText) -> Iterator[Problem]:
    yield from _line(path, "title", book.title, 300)
    yield from _line(path, "author", book.author, 200)
    yield from _line(path, "about", book.note, 500)


def _questions(document: Document) -> Iterator[Problem]:
    yield from _count((), "questions", document.questions)
    yield from _once("questions", [question.key for question in document.questions])
    for at, question in enumerate(document.questions):
        yield from _question(("questions", at), question)


def _question(path: Path, question: QuestionText) -> Iterator[Problem]:
    yield from _key(path, question.key)
    yield from _line(path, "short title", question.short_title, 80)
    yield from _line(path, "question", question.prompt, 1_000)
    yield from _text(path, "guidance", question.guidance)
    yield from _text(path, "model answer", question.model_answer)
    yield from _points(path, question.points)
    if not 1 <= question.guide_min <= question.guide_max <= LONGEST_GUIDE:
        yield Problem(path, "guide range", _("The range runs from at least 1 to at most %s words.") % LONGEST_GUIDE)
    yield from rubric_problems(question.criteria, question.points, path)


def rubric_problems(
    criteria: tuple[CriterionText, ...], points: Decimal, path: Path = (), *, steps: Steps = (LEVELS, LEVELS)
) -> Iterator[Problem]:
    """What keeps these criteria from being the rubric of a question worth that many points."""
    yield from _count(path, "criteria", criteria)
    yield from _once("criteria", [criterion.key for criterion in criteria], path)
    for at, criterion in enumerate(criteria):
        yield from _criterion((*path, "criteria", at), criterion, steps)
    best = sum((max((level.points for level in c.levels), default=Decimal(0)) for c in criteria), Decimal(0))
    if criteria and best != points:
        text = _("The highest levels add up to %(best)s points, not to %(points)s.")
        yield Problem(path, "points", text % {"best": f"{best:f}", "points": f"{points:f}"})


def _criterion(path: Path, criterion: CriterionText, steps: Steps) -> Iterator[Problem]:
    yield from _key(path, criterion.key)
    yield from _line(path, "name", criterion.name, 80)
    yield from _line(path, "description", criterion.description, 300, needed=False)
    yield from _enough_levels(path, len(criterion.levels), steps)
    for at, level in enumerate(criterion.levels):
        step: Path = (*path, "levels", at)
        yield from _line(step, "name", level.name, 40)
        yield from _line(step, "description", level.description, 500)
        yield from _points(step, level.points)
        if level.name and not LEVEL_NAME.fullmatch(level.name):
            yield Problem(step, "name", _("Leave out brackets, braces and colons."))
    points = [level.points for level in criterion.levels]
    if points != sorted(set(points)):
        yield Problem(path, "levels", _("Each level is worth more points than the one before it."))
    yield from _once("levels", [level.name for level in criterion.levels], path)


def _enough_levels(path: Path, number: int, steps: Steps) -> Iterator[Problem]:
    least, most = steps
    if least <= number <= most:
        return
    if steps == (LEVELS, LEVELS):
        yield Problem(path, "levels", _("A criterion has four levels; this one has %s.") % number)
    else:
        numbers = {"least": least, "most": most, "number": number}
        text = _("A criterion has %(least)s to %(most)s levels; this one has %(number)s.")
        yield Problem(path, "levels", text % numbers)


def _key(path: Path, key: str, check: Callable[[str], None] = validate_key) -> Iterator[Problem]:
    try:
        check(key)
    except ValidationError as error:
        yield from (Problem(path, "key", text) for text in error.messages)


def _points(path: Path, points: Decimal) -> Iterator[Problem]:
    if not points.is_finite() or not 0 <= points <= MOST_POINTS or points != round(points, 2):
        yield Problem(path, "points", _("Points run from 0 to 1000, with at most two decimals."))


def _line(path: Path, name: str, text: str, longest: int, *, needed: bool = True) -> Iterator[Problem]:
    if needed and not text:
        yield Problem(path, name, _("This is missing."))
    yield from _bounded(path, name, text, longest)
    if "\n" in text:
        yield Problem(path, name, _("This is one line."))
    if LIKE_STRUCTURE.match(text):
        yield Problem(path, name, _("It begins like a heading or a numbered line of the lesson file."))


def _prose(path: Path, name: str, text: str, check: Callable[[str], list[str]]) -> Iterator[Problem]:
    if not text:
        yield Problem(path, name, _("This is missing."))
    yield from _bounded(path, name, text, LONGEST_PROSE)
    if STRUCTURE.search(text):
        yield Problem(path, name, _("A line begins with “#”, which the lesson file needs for its own headings."))
    if len(text) <= LONGEST_PROSE:
        yield from (Problem(path, name, problem) for problem in check(text))


def _text(path: Path, name: str, text: str) -> Iterator[Problem]:
    yield from _prose(path, name, text, lambda plain: render_text(plain).problems)


def _bounded(path: Path, name: str, text: str, longest: int) -> Iterator[Problem]:
    if len(text) > longest:
        numbers = {"longest": longest, "length": len(text)}
        yield Problem(path, name, _("At most %(longest)s characters; this has %(length)s.") % numbers)
    if CONTROL.search(text):
        yield Problem(path, name, _("It holds a tab or another character that can't be seen."))


def _count(path: Path, name: str, parts: tuple[object, ...], *, least: int = 1) -> Iterator[Problem]:
    if not least <= len(parts) <= MOST[name]:
        numbers = {"least": least, "most": MOST[name], "count": len(parts)}
        yield Problem(path, name, _("There are %(least)s to %(most)s of these; this lesson has %(count)s.") % numbers)


def _once(name: str, keys: Iterable[str], path: Path = ()) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, key in enumerate(keys):
        if key in seen:
            yield Problem((*path, name, at), "key", _("“%s” is used twice.") % key)
        seen.add(key)
