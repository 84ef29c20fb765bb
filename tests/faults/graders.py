"""Experiment: graders who save the same revision at the same moment, over every way there is (W2).

Of each contest one is told "saved"; the others are told 409 with what the winner said beside their own words. The
database is asked with SQL of its own whether the history agrees with what everybody was told.
"""

import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import combinations_with_replacement, cycle, islice
from typing import Any

from tests.faults import checker
from tests.faults.graders_client import DONE
from tests.faults.ledger import read
from tests.faults.outcome import Outcome
from tests.faults.places import Place, told_by
from tests.faults.server import Server

PAGES = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings"}
AT_ONCE = 3  # contests, each of two or three requests
EVENTS = "SELECT e.answer_id, e.old, e.new FROM grading_gradeevent e ORDER BY e.id"
STANDING = """
SELECT g.answer_id, g.revision, g.points, COALESCE(c.body, '')
  FROM grading_grade g
  LEFT JOIN grading_comment c ON c.answer_id = g.answer_id AND c.start IS NULL AND c.deleted_at IS NULL
"""
WORDLESS = "gradebook"  # a cell of points has no room for words
Line = dict[str, Any]
History = dict[int, list[tuple[Any, Any]]]  # by answer: what its mark was before, and became


def run(place: Place, *, twin: str = "", pairs: int, triples: int, students: int) -> Outcome:
    """So many contests of two and of three, over every mixture of ways, each over one of the students' answers."""
    with Server(replace(place, env=place.env | PAGES), twin=twin) as server:
        world = told_by("tests.faults.graders_world", place.env, students)  # while the server's workers come up
        wanted = contests(2, pairs, world) + contests(3, triples, world)
        for number, contest in enumerate(wanted):
            contest |= {"number": number, "answer": number % len(world["answers"])}
        plan = world | {"port": server.port, "ledger": str(place.ledger), "contests": wanted, "at_once": AT_ONCE}
        command = [sys.executable, "-m", "tests.faults.graders_client"]
        subprocess.run(command, input=json.dumps(plan), text=True, check=True)
    return judge(place)


def contests(graders: int, number: int, world: dict[str, Any]) -> list[dict[str, Any]]:
    """So many, the mixtures of ways in turn."""
    mixtures = cycle(combinations_with_replacement(world["answers"][0]["ways"], graders))
    return [{"ways": list(mixture)} for mixture in islice(mixtures, number)]


def judge(place: Place) -> Outcome:
    """What is wrong, and how it went."""
    lines = [line for line in read(place.ledger) if line["what"] == "answered"]
    by_contest: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_contest[line["contest"]].append(line)
    saved = [line for line in lines if line["status"] in DONE]
    times = sorted(line["took"] * 1000 for line in lines)
    history = _history(place)
    wrong = [problem for tries in by_contest.values() for problem in _one_was_heard(tries, history)]
    wrong += _history_agrees(place, history, saved, lines)
    return Outcome(
        wrong,
        {
            "contests": f"{sum(len(each) == 2 for each in by_contest.values())} pairs, "
            f"{sum(len(each) == 3 for each in by_contest.values())} triples",
            "saved": len(saved),
            "told 409 with the other's words": sum(line["status"] == 409 for line in lines),
            "silent overwrites": sum(max(0, sum(line in saved for line in each) - 1) for each in by_contest.values()),
            "p50": f"{checker.percentile(times, 0.5):.0f} ms",
            "p95": f"{checker.percentile(times, 0.95):.0f} ms",
        },
    )


def _history(place: Place) -> History:
    """By answer, what each event in turn says there was and is."""
    history: History = defaultdict(list)
    for answer, old, new in place.rows(EVENTS):
        history[answer].append((_read(old), _read(new)))
    return history


def _one_was_heard(tries: list[Line], history: History) -> list[str]:
    """One was saved; every other was told 409, with what the winner said and its own."""
    statuses = sorted(line["status"] for line in tries)
    winners = [line for line in tries if line["status"] in DONE]
    if len(winners) != 1 or statuses[len(winners) :] != [409] * (len(tries) - 1):
        return [f"contest {tries[0]['contest']}: {[(line['way'], line['status']) for line in tries]}"]
    return [
        f"contest {line['contest']}: {line['way']} was shown {line['shown']} after {winners[0]['way']}"
        for line in tries
        if line not in winners and not {_own(line), _theirs(line, winners[0], history)} <= set(line["shown"])
    ]


def _own(line: Line) -> Any:
    """What nobody else says: its words, or its points where there are none."""
    return line["points"] if line["way"] == WORDLESS else line["token"]


def _theirs(loser: Line, winner: Line, history: History) -> Any:
    """What the loser has to be shown of the winner: in a cell of points, the points they came to."""
    if loser["way"] != WORDLESS:
        return _own(winner)
    events = history[winner["answer"]]
    if winner["base"] >= len(events):
        return "what is not in the history"
    return f"saved {Decimal(events[winner['base']][1]['points']).normalize():f}"


def _history_agrees(place: Place, history: History, saved: list[Line], lines: list[Line]) -> list[str]:
    """Each saved one follows the very one it started from, none that was refused is there, and the last one stands."""
    wrong = []
    for answer, events in history.items():
        if [old for old, _new in events] != [None, *(new for _old, new in events[:-1])]:
            wrong.append(f"answer {answer}: a change that started from something else than what stood")
    news = {(answer, at): new for answer, events in history.items() for at, (_old, new) in enumerate(events)}
    wrong += [
        f"saved and not in its place in the history: {line['token']} over revision {line['base']}"
        for line in saved
        if not _is_said(line, news.get((line["answer"], line["base"])))
    ]
    wrong += [
        f"refused and yet in the history: {line['token']}"
        for line in lines
        if line not in saved and any(_is_said(line, new) for _old, new in history[line["answer"]])
    ]
    return wrong + _last_one_stands(place, history)


def _is_said(line: Line, event: Any) -> bool:
    """Whether the event is that of this try."""
    if event is None:
        return False
    by_points = Decimal(event["points"]) == Decimal(line["points"])
    return by_points if line["way"] == WORDLESS else bool(event["comment"] == f"{line['token']} says so.")


def _last_one_stands(place: Place, history: History) -> list[str]:
    standing = {answer: (revision, float(points), body) for answer, revision, points, body in place.rows(STANDING)}
    last = {
        answer: (len(events), float(events[-1][1]["points"]), events[-1][1]["comment"])
        for answer, events in history.items()
    }
    return [
        f"answer {each}: {standing.get(each)} stands, {last.get(each)} was saved last"
        for each in standing.keys() | last.keys()
        if standing.get(each) != last.get(each)
    ]


def _read(stored: Any) -> Any:
    """JSON, as either database gives it."""
    return json.loads(stored) if isinstance(stored, str) else stored
