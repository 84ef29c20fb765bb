"""Holds a ledger against the database afterwards, with SQL of its own: knows neither Django nor Margin's querysets."""

import hashlib
from collections import defaultdict
from itertools import pairwise
from typing import Any

from tests.faults.ledger import read
from tests.faults.places import Place

ANSWER = """
  FROM submissions_answer a
  JOIN submissions_submission s ON s.id = a.submission_id
  JOIN accounts_user u ON u.id = s.student_id
  JOIN lessons_question q ON q.id = a.question_id
"""
STANDING = f"SELECT u.username, q.position, a.revision, a.text {ANSWER} WHERE u.username LIKE 'faults-%'"
HISTORY = f"""
SELECT u.username, q.position, r.kind, r.revision, r.text {ANSWER}
  JOIN submissions_answerrevision r ON r.answer_id = a.id
 WHERE u.username LIKE 'faults-%' ORDER BY r.id
"""

Key = tuple[str, int]  # whose answer, to which question
Line = dict[str, Any]


def key(line: Line) -> Key:
    return line["who"], line["question"]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Truth:
    """What the database holds: the text that stands and the history of each answer."""

    def __init__(self, place: Place) -> None:
        self.standing = {(who, number): (revision, text) for who, number, revision, text in place.rows(STANDING)}
        self.saved: dict[Key, dict[int, str]] = defaultdict(dict)
        self.rows: dict[Key, list[tuple[str, int | None, str]]] = defaultdict(list)
        for who, number, kind, revision, text in place.rows(HISTORY):
            self.rows[who, number].append((kind, revision, text))
            if kind == "saved":
                self.saved[who, number][revision] = text


def check_saves(place: Place, *more: str) -> list[str]:
    """What is wrong between ledgers and database, a line each; nothing when no word was lost or mixed."""
    lines = [line for ledger in (place.ledger, *more) for line in read(ledger)]
    truth = Truth(place)
    return [
        *_acknowledged_are_there(lines, truth),
        *_last_acknowledged_stands(lines, truth),
        *_history_is_whole(truth),
        *_every_text_was_typed(lines, truth),
        *_database_is_sound(place),
    ]


def _acknowledged_are_there(lines: list[Line], truth: Truth) -> list[str]:
    texts = {(key(line), sha256(line["text"])) for line in lines if line["what"] == "sent"}
    wrong = []
    for line in lines:
        if line["what"] != "saved":
            continue
        held = truth.saved[key(line)].get(line["revision"])
        if (key(line), line["sha256"]) not in texts:
            wrong.append(f"acknowledged a text that was never sent: {key(line)} revision {line['revision']}")
        if held is None:
            wrong.append(f"acknowledged and lost: {key(line)} revision {line['revision']}")
        elif sha256(held) != line["sha256"]:
            wrong.append(f"acknowledged and another text kept: {key(line)} revision {line['revision']}")
    return wrong


def _last_acknowledged_stands(lines: list[Line], truth: Truth) -> list[str]:
    saved = sorted((line for line in lines if line["what"] == "saved"), key=lambda line: line["revision"])
    last = {key(line): (line["revision"], line["sha256"]) for line in saved}
    standing = {each: (revision, sha256(text)) for each, (revision, text) in truth.standing.items() if revision}
    wrong = [
        f"another text stands than was last acknowledged: {each}" for each in last if standing.get(each) != last[each]
    ]
    return wrong + [f"stands and was never acknowledged: {each}" for each in standing if each not in last]


def _history_is_whole(truth: Truth) -> list[str]:
    wrong = []
    for each, (revision, text) in truth.standing.items():
        numbers = [number for kind, number, _text in truth.rows[each] if kind == "saved"]
        texts = [text for _kind, _number, text in truth.rows[each]]
        if numbers != list(range(1, revision + 1)):
            wrong.append(f"revisions have a gap or repeat: {each} {numbers[-5:]} of {revision}")
        if revision and truth.saved[each].get(revision) != text:
            wrong.append(f"the text that stands is not its newest revision: {each}")
        if len(texts) != len(set(texts)):
            wrong.append(f"a text stands in the history twice: {each}")
    return wrong


def _every_text_was_typed(lines: list[Line], truth: Truth) -> list[str]:
    typed = {(key(line), line["text"]) for line in lines if line["what"] == "sent"}
    kept = {(each, text) for each, rows in truth.rows.items() for _kind, _revision, text in rows}
    return [f"a text that nobody typed there: {each} {text[:60]!r}" for each, text in kept - typed]


def _database_is_sound(place: Place) -> list[str]:
    if place.cluster:
        return []
    [(said,), *_more] = place.rows("PRAGMA integrity_check")
    lost = place.rows("PRAGMA foreign_key_check")
    return ([] if said == "ok" else [f"integrity: {said}"]) + [f"dangling: {row}" for row in lost]


def longest_gap(lines: list[Line], *, until: float | None = None) -> float:
    """Seconds in which nobody at all was told "saved", until that moment or the last one who was."""
    times = [line["at"] for line in lines if line["what"] == "saved" and (until is None or line["at"] < until)]
    times += [] if until is None else [until]
    return max((later - earlier for earlier, later in pairwise(times)), default=0.0)


def check_gap(place: Place, bound: float) -> list[str]:
    """Whether service stood still for longer than that."""
    gap = longest_gap(read(place.ledger))
    return [f"nobody was told saved for {gap:.1f} s"] if gap > bound else []


def check_outage(place: Place, began: float, ended: float, *, within: float, has_room: bool = False) -> list[str]:
    """While the database was away nobody was told "saved", and who was told anything was told 503 and when to return.

    Everybody's text is in `within` seconds after its return. `has_room`: what the database had laid out before may
    still take some saves in, which `check_saves` then looks for.
    """
    lines = read(place.ledger)
    away = [line for line in lines if began <= line["at"] < ended]
    told = [] if has_room else [line for line in away if line["what"] == "saved"]
    wrong = [f"told saved while the database was away: {key(line)}" for line in told]
    wrong += [
        f"answered {line['status']}, retry after {line['retry_after']!r}, while the database was away: {key(line)}"
        for line in lines
        if line["what"] == "refused" and (line["status"], line["retry_after"]) != (503, "5")
    ]
    for who, at in first_saved_after(lines, ended).items():
        if at is None or at - ended > within:
            wrong.append(f"not in within {within:.0f} s of the return: {who}")
    return wrong


def first_saved_after(lines: list[Line], moment: float) -> dict[str, float | None]:
    """When each person was first told "saved" again."""
    found: dict[str, float | None] = {line["who"]: None for line in lines}
    for line in reversed(lines):
        if line["what"] == "saved" and line["at"] >= moment:
            found[line["who"]] = line["at"]
    return found


def took(lines: list[Line]) -> list[float]:
    """Milliseconds of each save that was acknowledged at its first try."""
    sent: dict[Key, float] = {}
    found = []
    for line in lines:
        if line["what"] == "sent":
            sent[key(line)] = line["at"]
        elif line["what"] == "saved" and key(line) in sent:
            found.append((line["at"] - sent[key(line)]) * 1000)
    return sorted(found)


def percentile(values: list[float], part: float) -> float:
    """The value below which that part of them lies; 0 of none."""
    return values[min(len(values) - 1, int(len(values) * part))] if values else 0.0
