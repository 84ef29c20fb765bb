"""The browser of the journeys sees what it must not forgive: without these, a green journey would prove little."""

import pytest

POLICY = "default-src 'none'; script-src 'self' 'nonce-x'; style-src 'self'; img-src *"
BROKEN = {
    "script error: .*nowhere": "<script nonce='x'>nowhere()</script>",
    "console warning: careful": "<script nonce='x'>console.warn('careful')</script>",
    "Content Security Policy": "<p style='color: red'>",
    "request to another host: http://example.org/x.png": "<img src='http://example.org/x.png' alt=''>",
}


@pytest.fixture
def show(open_page):
    """Shows a made-up page under a strict policy."""

    def shown(body, **kwargs):
        page = open_page(**kwargs)
        document = f"<!doctype html><html><head><title>Made up</title></head><body>{body}</body></html>"
        headers = {"Content-Security-Policy": POLICY}
        page.route("**/made-up", lambda route: route.fulfill(body=document, content_type="text/html", headers=headers))
        page.goto("/made-up")
        return page

    return shown


@pytest.mark.parametrize(("trouble", "body"), BROKEN.items(), ids=["script", "warning", "policy", "host"])
def test_trouble_is_seen(show, troubles, trouble, body):
    show(body)

    assert len(troubles.unexpected()) >= 1
    troubles.expect(trouble)
    troubles.expect("^console|^script|^request")  # Chromium's own lines about the same trouble


def test_trouble_that_never_comes_is_missed(show, troubles):
    show("<p>All is well.</p>")
    troubles.expect("409")

    assert (troubles.unexpected(), troubles.missing()) == ([], ["expected, but never came: 409"])
    troubles.expected.clear()


def test_axe_finds_what_is_wrong_under_the_strict_policy(show, axe):
    page = show("<main><h1>Made up</h1><input></main>")

    assert [line.split(":")[0] for line in axe(page)] == ["html-has-lang", "label"]


def test_page_without_script_runs_none(show):
    page = show("<p>Plain</p><script nonce='x'>document.title = 'Changed'</script>", script=False)

    assert page.title() == "Made up"
