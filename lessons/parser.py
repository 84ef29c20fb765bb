"""Reads a lesson file into a Document: strict, bounded, and fetching nothing. docs/lesson-files.md tells the format."""

import re
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from lessons.checks import Path, problems
from lessons.document import (
    BookText,
    CriterionText,
    Document,
    LevelText,
    QuestionText,
    SectionText,
    TermText,
    one_line,
)
from lessons.reader import Chapter, Faults, Line, front_matter, items, keyed, nothing, read_lines, split

HEAD = ("slug", "title", "unit", "language", "licence", "note")
CHAPTERS = {
    "Definition": "definition",
    "Key facts": "facts",
    "Sections": "sections",
    "Fun fact": "fun fact",
    "Key terms": "terms",
    "Questions": "questions",
    "Read further": "resources",
}
QUESTION_PARTS = {"Question": "question", "Guidance": "guidance", "Rubric": "criteria", "Model answer": "model answer"}
NUMBERED = re.compile(r"([0-9]{1,3})\. (.+)")
LEVEL = re.compile(r"(.+?) \(([0-9]{1,4}(?:\.[0-9]{1,2})?) points?\): (.+)")
POINTS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
GUIDE = re.compile(r"([0-9]{1,5}) to ([0-9]{1,5}) words")


def parse(raw: bytes, file: str) -> Document:
    """The lesson that this file holds. Raises BadLessonFile with every fault by file, line and field."""
    faults = Faults(file)
    head, lines = front_matter(read_lines(raw, faults), HEAD, faults)
    before, chapters = split(lines, 1)
    nothing(before, "file", faults)
    document = _document(head, _named(chapters, CHAPTERS, (), faults), faults)
    faults.add(problems(document))
    faults.stop_if_any()
    return document


def _document(head: dict[str, str], parts: dict[str, Chapter], faults: Faults) -> Document:
    fact_title, fact_body = _fun_fact(parts["fun fact"], faults)
    return Document(
        slug=head.get("slug", ""),
        title=head.get("title", ""),
        licence=head.get("licence", ""),
        unit=head.get("unit", ""),
        language=head.get("language", ""),
        note=head.get("note", ""),
        lede=parts["definition"].paragraph,
        facts=tuple(_facts(parts["facts"], faults)),
        sections=tuple(_sections(parts["sections"], faults)),
        fact_title=fact_title,
        fact_body=fact_body,
        terms=tuple(_terms(parts["terms"], faults)),
        questions=tuple(
            _question(chapter, ("questions", at), faults)
            for at, chapter in enumerate(_below(parts["questions"], 2, "questions", faults))
        ),
        resources=tuple(_books(parts["resources"], faults)),
    )


def _named(
    chapters: Sequence[Chapter], names: dict[str, str], path: Path, faults: Faults, *, start: int = 1
) -> dict[str, Chapter]:
    """The chapters by field, each once and in the order of `names`; a missing one is empty."""
    found: dict[str, Chapter] = {}
    order = list(names.values())
    for chapter in chapters:
        field = names.get(chapter.title)
        if field is None:
            faults.note(chapter.number, "heading", _("Here only these headings stand: %s.") % ", ".join(names))
        elif field in found or any(order.index(earlier) > order.index(field) for earlier in found):
            faults.note(chapter.number, field, _("The headings stand once each, in this order: %s.") % ", ".join(names))
        else:
            found[field] = chapter
            faults.place(path, field, chapter.number)
    return {field: found.get(field, Chapter("", start, ())) for field in order}


def _below(chapter: Chapter, rank: int, field: str, faults: Faults) -> list[Chapter]:
    """The chapters one rank further down; nothing may stand before the first."""
    before, chapters = split(chapter.lines, rank)
    nothing(before, field, faults)
    return chapters


def _numbered(lines: Sequence[Line], field: str, faults: Faults) -> list[tuple[Line, str]]:
    """The lines `1. …`, `2. …` in their order, without their numbers."""
    found: list[tuple[Line, str]] = []
    for line in lines:
        if not line.text.strip():
            continue
        match = NUMBERED.fullmatch(line.text.rstrip())
        if match is None or int(match[1]) != len(found) + 1:
            faults.note(
                line.number, field, _("Here stand numbered lines only; this one begins “%s. ”.") % (len(found) + 1)
            )
        else:
            found.append((line, match[2]))
    return found


def _facts(chapter: Chapter, faults: Faults) -> list[str]:
    found = _numbered(chapter.lines, "facts", faults)
    for at, (line, _text) in enumerate(found):
        faults.place(("facts", at), "", line.number)
    return [one_line(text) for _line, text in found]


def _sections(chapter: Chapter, faults: Faults) -> list[SectionText]:
    found = []
    for at, part in enumerate(_below(chapter, 2, "sections", faults)):
        faults.place(("sections", at), "", part.number)
        heading, key = keyed(part, faults)
        found.append(SectionText(key, heading, part.text))
    return found


def _fun_fact(chapter: Chapter, faults: Faults) -> tuple[str, str]:
    parts = _below(chapter, 2, "fun fact", faults)
    for extra in parts[1:]:
        faults.note(extra.number, "fun fact", _("There is one fun fact."))
    for part in parts[:1]:
        faults.place((), "fun fact heading", part.number)
        return one_line(part.title), part.text
    return "", ""


def _terms(chapter: Chapter, faults: Faults) -> list[TermText]:
    found = []
    for at, part in enumerate(_below(chapter, 2, "terms", faults)):
        faults.place(("terms", at), "", part.number)
        term, key = keyed(part, faults)
        found.append(TermText(key, term, part.paragraph))
    return found


def _books(chapter: Chapter, faults: Faults) -> list[BookText]:
    found = []
    for at, part in enumerate(_below(chapter, 2, "resources", faults)):
        path: Path = ("resources", at)
        faults.place(path, "", part.number)
        values = items(part.lines, {"Author": "author", "About": "about"}, path, faults)
        found.append(BookText(one_line(part.title), values.get("author", ""), values.get("about", "")))
    return found


def _question(chapter: Chapter, path: Path, faults: Faults) -> QuestionText:
    faults.place(path, "", chapter.number)
    short_title, key = keyed(chapter, faults)
    before, chapters = split(chapter.lines, 3)
    values = items(before, {"Points": "points", "Guide range": "guide range"}, path, faults)
    parts = _named(chapters, QUESTION_PARTS, path, faults, start=chapter.number)
    guide_min, guide_max = _guide(values.get("guide range", ""), path, faults)
    return QuestionText(
        key=key,
        short_title=short_title,
        points=_points(values.get("points", ""), path, faults),
        guide_min=guide_min,
        guide_max=guide_max,
        prompt=parts["question"].paragraph,
        guidance=parts["guidance"].text,
        criteria=tuple(
            _criterion(part, (*path, "criteria", at), faults)
            for at, part in enumerate(_below(parts["criteria"], 4, "criteria", faults))
        ),
        model_answer=parts["model answer"].text,
    )


def _points(value: str, path: Path, faults: Faults) -> Decimal:
    if POINTS.fullmatch(value):
        return Decimal(value).normalize()
    faults.note(faults.line_of(path, "points"), "points", _("Write a number such as 12 or 7.5."))
    return Decimal(0)


def _guide(value: str, path: Path, faults: Faults) -> tuple[int, int]:
    if match := GUIDE.fullmatch(value):
        return int(match[1]), int(match[2])
    faults.note(faults.line_of(path, "guide range"), "guide range", _("Write a range such as: 120 to 180 words."))
    return 0, 0


def _criterion(chapter: Chapter, path: Path, faults: Faults) -> CriterionText:
    faults.place(path, "", chapter.number)
    name, key = keyed(chapter, faults)
    first = next((at for at, line in enumerate(chapter.lines) if NUMBERED.match(line.text)), len(chapter.lines))
    description = one_line(" ".join(line.text for line in chapter.lines[:first]))
    levels = [
        _level(line, text, (*path, "levels", at), faults)
        for at, (line, text) in enumerate(_numbered(chapter.lines[first:], "levels", faults))
    ]
    return CriterionText(key, name, description, tuple(levels))


def _level(line: Line, text: str, path: Path, faults: Faults) -> LevelText:
    faults.place(path, "", line.number)
    match = LEVEL.fullmatch(text)
    if match is None:
        faults.note(line.number, "levels", _("Write a level as: “1. Beginning (1 point): What it shows.”"))
        return LevelText("", Decimal(0), "")
    return LevelText(one_line(match[1]), Decimal(match[2]).normalize(), one_line(match[3]))
