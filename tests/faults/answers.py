"""What may be answered to a save, and what is sent after it: by the browser's saver and by the load client alike.

Whoever saves "one" and then "two" gets these answers, and from then on 200. Told are text and base of each request.
"""

OWN = {"X-Request-ID": "1"}  # Margin itself
JSON = {**OWN, "Content-Type": "application/json"}
STALE = (403, JSON, '{"reason": "csrf"}')
AGAIN = [("one", 0), ("one", 0), ("two", 1)]

ANSWERED = {
    "stored": ([], [("one", 0), ("two", 1)]),
    "not stored in time": ([(503, JSON, "{}")], AGAIN),
    "too fast": ([(429, JSON | {"Retry-After": "10"}, "{}")], AGAIN),
    "too long": ([(413, JSON, '{"field": "text"}')], [("one", 0), ("two", 0)]),
    "no text": ([(400, JSON, '{"field": "text"}')], [("one", 0), ("two", 0)]),
    "signed out": ([(401, JSON, '{"reason": "signed_out"}')], AGAIN),
    "somebody else": ([(403, JSON, '{"reason": "other_person"}')], AGAIN),
    "stale token": ([STALE], AGAIN),
    "stale again": ([STALE, STALE], [("one", 0), *AGAIN]),
    "turned in": ([(409, JSON, '{"reason": "These answers are already turned in."}')], [("one", 0)]),
    "no student": ([(403, OWN, "<h1>Only students write here</h1>")], [("one", 0)]),
    "filter": ([(403, {}, "<h1>Blocked</h1>")], AGAIN),
    "portal": ([(200, {}, "<h1>Welcome</h1>")], AGAIN),
    "not JSON": ([(200, JSON, "<h1>Welcome</h1>")], AGAIN),
}
