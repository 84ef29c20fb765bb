"""Do the pages of whoever grades cost the same when the school grows? Queries and median time, on PostgreSQL.

The school grows by classes of 30 until its database holds 50,000 submissions; the teacher who asks teaches one of them.
Then that class grows to 210, as a lecture is. Pages are asked for in this process, in turns with the bare page of
`bare.py`. Exits with 1 when a page has more queries than before, or takes more than MOST times as long.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

STEPS = (30, 500, 5_000, 50_000)
TIMES = 15
MOST = 1.5
LEVELS = {"understanding": "3", "evidence": "2", "argument": "4"}

Ask = Callable[[], Any]
Pages = dict[str, Callable[[], Ask]]  # each gets ready and gives what is timed


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="margin-growth-") as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
        import django  # noqa: PLC0415  settings come first

        django.setup()
        from tests.benchmarks import grown, prepare  # noqa: PLC0415  as above

        prepare.database()
        work = grown.first_class()
        print(f"\n{'submissions':<18}{'page':<12}{'queries':>8}{'median ms':>11}{'times bare':>12}")
        found, classes = {}, 1
        for step in STEPS:
            wanted = -(-step // grown.CLASS)
            if wanted > classes:
                grown.multiply(classes, wanted - 1)
            classes = wanted
            found[step] = measure(work, f"{classes * grown.CLASS:,}")
        grown.crowd(classes, classes + 5)
        measure(work, "210 in one class")
    kept = [same(found, page) for page in found[STEPS[0]]]
    return 0 if all(kept) else 1


def measure(work: Any, name: str) -> dict[str, tuple[int, float]]:
    """Queries and median milliseconds of each page, and how many times that of a bare page; a line each."""
    from django.db import connection  # noqa: PLC0415  settings come first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415  as above

    from tests.benchmarks.pages import asked  # noqa: PLC0415  as above

    every = pages(work)
    bare = every.pop("bare")
    found = {}
    for page, ready in every.items():
        took: dict[str, list[float]] = {"bare": [], page: []}
        for _time in range(TIMES):
            took["bare"].append(timed(bare()))
            took[page].append(timed(ready()))
        ask = ready()
        with CaptureQueriesContext(connection) as queries:
            ask()
        median = {key: statistics.median(values) for key, values in took.items()}
        found[page] = (asked(queries), median[page])
        times = median[page] / median["bare"]
        print(f"{name:<18}{page:<12}{found[page][0]:>8}{median[page]:>11.1f}{times:>12.1f}", flush=True)
    return found


def pages(work: Any) -> Pages:
    """How the teacher asks for each page; the next answer comes with a save, as the desk's script asks for it."""
    from django.test import Client  # noqa: PLC0415  settings come first
    from django.urls import reverse  # noqa: PLC0415  as above

    from classroom.accounts.models import User  # noqa: PLC0415  as above
    from classroom.submissions.models import Answer  # noqa: PLC0415  as above

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="bench-teacher"))
    place = [work.school_class.public_id, work.slug]
    first = Answer.objects.filter(assignment=work, question__position=1, submission__student__username="grown-7").get()
    desk = reverse("grading:desk", args=[*place, 1, first.desk_number])

    def get(url: str) -> Callable[[], Ask]:
        return lambda: lambda: checked(client.get(url))

    def save_and_next() -> Ask:
        form = client.get(desk).content.decode()
        base = re.search(r'name="base" value="(\d+)"', form)[1]  # type: ignore[index]  # it is on the page
        said = {f"level-{key}": level for key, level in LEVELS.items()}
        more = {"base": base, "read": "1", "comment": f"Clear, {base}.", "done": "1", "adjustment": ""}
        return lambda: checked(client.post(desk, said | more, headers={"HX-Request": "true"}))

    return {
        "bare": get("/bare/page/"),
        "desk": get(desk),
        "next answer": save_and_next,
        "overview": get(reverse("grading:overview", args=place)),
        "gradebook": get(reverse("grading:gradebook", args=place[:1])),
    }


def checked(response: Any) -> Any:
    """The page, which must be one."""
    if response.status_code != 200:
        raise SystemExit(f"{response.status_code} in place of a page: {response.content[:300]!r}")
    return response


def timed(ask: Ask) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def same(found: dict[int, dict[str, tuple[int, float]]], page: str) -> bool:
    """Whether the page costs at the last step what it cost at the first; a line that says so."""
    (few, before), (many, after) = found[STEPS[0]][page], found[STEPS[-1]][page]
    print(f"  {page}: {many} queries for {few}, {after / before:.2f} times the time (promised: {MOST} or less)")
    return many == few and after <= MOST * before


if __name__ == "__main__":
    sys.exit(main())
