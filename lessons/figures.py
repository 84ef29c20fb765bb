"""The two figures an author can set between `:::` lines, and the only shapes they may have."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markdown_it.token import Token

NOW = "{now}"


class FigureError(ValueError):
    """A figure or heading that is not in the shape docs/lesson-files.md describes; the text says which."""


def arrange(tokens: Sequence[Token]) -> tuple[list[Token], int]:
    """The tokens with each figure in its final shape, and how many figures there are. Raises FigureError."""
    found: list[Token] = []
    figures = 0
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type in {"container_timeline_open", "container_compare_open"}:
            end = _end(tokens, at)
            shape = _timeline if token.type == "container_timeline_open" else _compare
            found += shape(tokens[at], list(tokens[at + 1 : end]))
            figures += 1
            at = end
        elif token.type == "heading_open":
            raise FigureError(_("A heading stands only inside a comparison, as “#### Heading”."))
        else:
            found.append(token)
        at += 1
    return found, figures


def _end(tokens: Sequence[Token], start: int) -> int:
    """Where the figure closes; one left open closes where its text ends."""
    closing, level = tokens[start].type.replace("_open", "_close"), tokens[start].level
    return next(at for at in range(start + 1, len(tokens)) if (tokens[at].type, tokens[at].level) == (closing, level))


def _top(tokens: Sequence[Token], level: int) -> list[str]:
    """What stands directly inside the figure, in order."""
    return [token.type for token in tokens if token.level == level and token.nesting == 1]


def _timeline(opening: Token, inside: list[Token]) -> list[Token]:
    """`ol.timeline`: each item begins with its date in bold; {now} at its end marks the lesson's own moment."""
    if _top(inside, opening.level + 1) != ["bullet_list_open"]:
        raise FigureError(_("A timeline holds one list, each line beginning with “- ”, and nothing else."))
    inside[0].tag = inside[-1].tag = "ol"
    inside[0].attrSet("class", "timeline")
    item = inside[0]
    for token in inside:
        if token.type == "list_item_open":
            item = token
        elif token.type == "inline":
            _date(item, token)
    return inside


def _date(item: Token, line: Token) -> None:
    children = [child for child in line.children or [] if child.type != "text" or child.content]
    if not children or children[0].type != "strong_open":
        raise FigureError(_("Each line of a timeline begins with its date in bold: “- **June 2018, Singapore** …”."))
    for child in children:
        if child.tag == "strong":
            child.tag = "b"
    last = children[-1]
    if last.type == "text" and last.content.endswith(NOW):
        last.content = last.content.removesuffix(NOW).rstrip()
        item.attrSet("class", "now")
    line.children = children


def _compare(opening: Token, inside: list[Token]) -> list[Token]:
    """`figure.compare`, named after `:::compare`: two headings, each over a list, then a paragraph as its caption."""
    label = opening.info.strip().removeprefix("compare").strip()
    column = ["heading_open", "bullet_list_open"]
    levels = {token.tag for token in inside if token.type == "heading_open"}
    if _top(inside, opening.level + 1) != [*column, *column, "paragraph_open"] or levels != {"h4"} or not label:
        raise FigureError(
            _("A comparison has a name after “:::compare”, two times “#### Heading” over a list, then one paragraph.")
        )
    found = [Token("figure_open", "figure", 1, attrs={"class": "compare", "aria-label": label}, block=True)]
    columns = 0
    for token in inside:
        if token.type == "heading_open":
            found += [_div(1)] if columns == 0 else [_div(-1), _div(1)]
            columns += 1
        if token.type.startswith("heading"):
            token.tag = "h3"
        if token.type.startswith("paragraph") and token.level == opening.level + 1:
            found += [_div(-1)] if token.nesting == 1 else []
            token.tag = "figcaption"
        found.append(token)
    return [*found, Token("figure_close", "figure", -1, block=True)]


def _div(nesting: int) -> Token:
    return Token("div_open" if nesting == 1 else "div_close", "div", nesting, level=1, block=True)  # type: ignore[arg-type]
