"""Markdown to the HTML that readers get: a library makes it, an allow-list has the last word.

Beyond plain Markdown an author has three things, described in docs/lesson-files.md: a key term in double brackets, a
`:::timeline` and a `:::compare` figure. Raw HTML, images and headings of their own are not among them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from lessons.figures import FigureError, arrange
from lessons.keys import key_of

TERM = re.compile(r"\[\[([^\[\]|\n]{1,100})(?:\|([^\[\]|\n]{1,100}))?\]\]")

TAGS = {
    "a", "aside", "b", "blockquote", "br", "dfn", "div", "em", "figcaption", "figure", "h3", "li", "ol", "p", "strong",
    "ul",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "aria-label"},
    "p": {"id"},
    "figure": {"aria-label"},
    "ol": {"start"},
}
CLASSES = {"a": {"para"}, "aside": {"note"}, "figure": {"compare"}, "li": {"now"}, "ol": {"timeline"}}
SCHEMES = {"http", "https", "mailto"}


@dataclass(frozen=True)
class Term:
    """A key term as the page shows it beside a paragraph; `definition` is clean HTML."""

    key: str
    term: str
    definition: str


@dataclass
class Prose:
    """Rendered text, and what rendering learnt about it."""

    html: str = ""
    paragraphs: list[str] = field(default_factory=list)
    words: int = 0
    figures: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Mark:
    """How a paragraph is pointed at: its id in the page, and its number in the version."""

    ident: str
    number: int


def clean(html: str) -> str:
    """Only allow-listed tags, attributes and classes; links carry rel="noopener noreferrer"."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )  # fmt: skip


def render_line(text: str) -> str:
    """One line of Markdown, without a paragraph around it."""
    return clean(_plain().renderInline(text))


def render_text(text: str) -> Prose:
    """Paragraphs, lists and quotations; no figures, no terms, no headings."""
    machine = _plain()
    tokens = machine.parse(text)
    prose = Prose(clean(machine.renderer.render(tokens, machine.options, {})), words=_count(tokens))
    if any(token.type == "heading_open" for token in tokens):
        prose.problems.append(_("A heading stands only inside a comparison, as “#### Heading”."))
    return prose


def render_section(body: str, terms: Mapping[str, Term], marks: Sequence[Mark] = ()) -> Prose:
    """A section's prose with its figures, its paragraphs marked, and each term's note where it is first needed.

    `marks` has one entry for each paragraph that a first call found; without them paragraphs stay unmarked.
    """
    machine, env = _full(), {"terms": terms, "unknown": []}
    prose = Prose()
    tokens = machine.parse(body, env)
    try:
        tokens, prose.figures = arrange(tokens)
    except FigureError as error:
        prose.problems.append(str(error))
    prose.problems += [_("There is no key term “%s”.") % key for key in env["unknown"]]
    prose.words = _count(tokens)
    prose.paragraphs = [_words(inline) for inline in _paragraphs(tokens)]
    prose.html = clean(machine.renderer.render(_annotated(tokens, terms, marks), machine.options, env))
    return prose


def _plain() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(
        ["list", "blockquote", "emphasis", "link", "escape", "newline", "entity", "autolink", "heading"]
    )


def _full() -> MarkdownIt:
    machine = _plain()
    container_plugin(machine, "timeline")
    container_plugin(machine, "compare")
    machine.inline.ruler.before("link", "term", _read_term)
    machine.add_render_rule("term", _write_term)
    return machine


def _read_term(state: StateInline, silent: bool) -> bool:
    found = TERM.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    key = key_of(found[1])
    if not silent:
        token = state.push("term", "dfn", 0)
        token.content = (found[2] or found[1]).strip()
        token.meta = {"key": key}
        if key not in state.env["terms"]:
            state.env["unknown"].append(found[1])
    state.pos = found.end()
    return True


def _write_term(_self: RendererProtocol, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    token = tokens[index]
    return f'<dfn><a href="#t-{token.meta["key"]}">{escape(token.content)}</a></dfn>'


def _paragraphs(tokens: Sequence[Token]) -> list[Token]:
    """The inline tokens of the paragraphs that stand by themselves, outside lists, quotations and figures."""
    return [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "paragraph_open" and token.level == 0]


def _annotated(tokens: Sequence[Token], terms: Mapping[str, Term], marks: Sequence[Mark]) -> list[Token]:
    """The same tokens with an id and a number on each paragraph, and notes after those that need them."""
    found: list[Token] = []
    waiting = list(marks)
    shown: set[str] = set()
    due: list[Term] = []
    for at, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.level == 0 and waiting:
            _mark(token, tokens[at + 1], waiting.pop(0))
        found.append(token)
        due += [terms[key] for key in _new_terms(token, terms, shown)]
        if token.nesting < 1 and token.level == 0 and token.type != "inline":
            found += [_raw(_note(due))] if due else []
            due = []
    return found


def _mark(opening: Token, inline: Token, mark: Mark) -> None:
    opening.attrSet("id", mark.ident)
    label = escape(_("Paragraph %s") % mark.number)
    link = f' <a class="para" href="#{mark.ident}" aria-label="{label}">¶{mark.number}</a>'
    inline.children = [*(inline.children or []), _raw(link, inline=True)]


def _new_terms(token: Token, terms: Mapping[str, Term], shown: set[str]) -> list[str]:
    keys = [child.meta["key"] for child in token.children or [] if child.type == "term"]
    fresh = [key for key in dict.fromkeys(keys) if key in terms and key not in shown]
    shown.update(fresh)
    return fresh


def _note(terms: Sequence[Term]) -> str:
    """One note for all the terms that a paragraph brings up."""
    words = "".join(f"<b>{escape(term.term)}</b>{term.definition}" for term in terms)
    return f'<aside class="note">{words}</aside>\n'


def _raw(html: str, *, inline: bool = False) -> Token:
    return Token("html_inline" if inline else "html_block", "", 0, content=html)


def _words(inline: Token) -> str:
    """The words of a paragraph as they are read, without marks."""
    parts = [" " if child.type in {"softbreak", "hardbreak"} else child.content for child in inline.children or []]
    return " ".join("".join(parts).split())


def _count(tokens: Iterable[Token]) -> int:
    return sum(len(_words(token).split()) for token in tokens if token.type == "inline")
