"""What Chromium hands to a screen reader: the accessibility tree of a page, in reading order."""

from typing import Any, NamedTuple

from playwright.sync_api import Page

LANDMARKS = {"banner", "navigation", "main", "complementary", "contentinfo", "region", "form", "search"}


class Said(NamedTuple):
    """One node as it is read out."""

    role: str
    name: str
    level: int | None = None

    def __str__(self) -> str:
        return " ".join([self.role, *([str(self.level)] if self.level else []), self.name]).strip()


def tree(page: Page) -> list[dict[str, Any]]:
    """The nodes that are not ignored, depth first, as they are read."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    root = next(node for node in nodes.values() if "parentId" not in node)
    found, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if not node["ignored"]:
            found.append(node)
        waiting += [nodes[child] for child in reversed(node.get("childIds", [])) if child in nodes]
    return found


def said(node: dict[str, Any]) -> Said:
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    name = str(node.get("name", {}).get("value", ""))
    return Said(node["role"]["value"], name, properties.get("level"))


def outline(page: Page) -> list[str]:
    """Landmarks and headings, by which people jump."""
    spoken = [said(node) for node in tree(page)]
    return [str(each) for each in spoken if each.role in LANDMARKS or each.role == "heading"]


def focused(page: Page) -> str:
    """What is said of the element that has the focus."""
    for node in reversed(tree(page)):
        if any(each["name"] == "focused" and each["value"]["value"] for each in node.get("properties", [])):
            return str(said(node))
    return ""
