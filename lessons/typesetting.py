"""A version as readers get it: HTML for every part, an id for every paragraph, and the minutes it takes to read."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from lessons.models import LessonVersion, Paragraph, Section
from lessons.rendering import Mark, Prose, Term, render_line, render_section, render_text

WORDS_A_MINUTE = 200
MINUTES_A_FIGURE = 0.5


@dataclass
class Idents:
    """The paragraph ids of one section in earlier versions: those of the last one by text, and the highest number."""

    last: dict[str, list[str]] = field(default_factory=dict)
    highest: int = 0

    def take(self, key: str, text: str) -> str:
        """The id this text had in the last version, or one never used before in this section."""
        if self.last.get(text):
            return self.last[text].pop(0)
        self.highest += 1
        return f"{key}-{self.highest}"


def idents_before(version: LessonVersion) -> dict[str, Idents]:
    """What earlier versions of the lesson called their paragraphs, by section key. Runs one query."""
    earlier = Paragraph.objects.filter(section__version__lesson=version.lesson_id).select_related("section__version")
    found: dict[str, Idents] = {}
    paragraphs = list(earlier.order_by("section__version__number", "number"))
    newest = paragraphs[-1].section.version_id if paragraphs else None
    for paragraph in paragraphs:
        idents = found.setdefault(paragraph.section.key, Idents())
        idents.highest = max(idents.highest, int(paragraph.ident.rpartition("-")[2]))
        if paragraph.section.version_id == newest:
            idents.last.setdefault(paragraph.text, []).append(paragraph.ident)
    return found


def typeset(version: LessonVersion, idents: Mapping[str, Idents]) -> list[Paragraph]:
    """Fill in the HTML of a version fetched with `whole()` or `for_reading()`, and say which paragraphs it has.

    Nothing is saved. `idents` comes from `idents_before` and is used up.
    """
    version.lede_html = render_line(version.lede)
    fact = render_text(version.fact_body)
    version.fact_html = fact.html
    paragraphs: list[Paragraph] = []
    prose = [fact, *(_section(section, _terms(version), idents, paragraphs) for section in version.sections.all())]
    for key_fact in version.facts.all():
        key_fact.html = render_line(key_fact.text)
    for question in version.questions.all():
        question.guidance_html = render_text(question.guidance).html
        question.model_answer_html = render_text(question.model_answer).html
    lines = [version.lede, *(key_fact.text for key_fact in version.facts.all())]
    version.reading_minutes = _minutes(sum(len(line.split()) for line in lines), prose)
    return paragraphs


def _terms(version: LessonVersion) -> dict[str, Term]:
    for term in version.terms.all():
        term.html = render_line(term.definition)
    return {term.key: Term(term.key, term.term, term.html) for term in version.terms.all()}


def _section(
    section: Section, terms: Mapping[str, Term], idents: Mapping[str, Idents], paragraphs: list[Paragraph]
) -> Prose:
    """Render one section; its paragraphs join those of the sections before it."""
    own = idents.get(section.key) or Idents()
    texts = render_section(section.body, terms).paragraphs
    found = [
        Paragraph(section=section, number=number, ident=own.take(section.key, text), text=text)
        for number, text in enumerate(texts, start=len(paragraphs) + 1)
    ]
    paragraphs += found
    prose = render_section(section.body, terms, [Mark(each.ident, each.number) for each in found])
    section.html = prose.html
    return prose


def _minutes(words: int, prose: list[Prose]) -> int:
    """200 words a minute and half a minute for each figure, rounded up."""
    words += sum(each.words for each in prose)
    figures = sum(each.figures for each in prose)
    return max(1, math.ceil(words / WORDS_A_MINUTE + MINUTES_A_FIGURE * figures))
