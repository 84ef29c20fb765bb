"""What a cheap phone on a slow line waits for: bytes before fonts, and when the page can first be read.

Slow 3G is 400 kbit/s with 400 ms for a way there and back, as WebPageTest defines it. Each page is opened by a browser
that has nothing kept from before.
"""

import statistics
from http.cookies import SimpleCookie
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, installed_browser

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
BYTES, SECONDS, TIMES = 150_000, 3.0, 5

READ = """() => new Promise((resolve) => {
  const told = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    if (!paint) return setTimeout(told, 50);
    const weight = (wanted) => files.filter(wanted).reduce((sum, file) => sum + file.transferSize, 0);
    const font = (file) => file.name.endsWith(".woff2");
    const bytes = weight((file) => !font(file));
    resolve({readable: paint.startTime / 1000, bytes, fonts: weight(font), files: files.length});
  };
  told();
})"""


def one_visit(browser: Browser, address: str, cookies: list[dict[str, Any]]) -> dict[str, float]:
    """Seconds until something can be read, bytes with and without fonts, number of files."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    context.add_cookies(cookies)  # type: ignore[arg-type]  # as dicts
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(address, wait_until="load", timeout=60_000)
    seen: dict[str, float] = page.evaluate(READ)
    context.close()
    return seen


def visits(port: int, client: dict[str, Any]) -> bool:
    """Print what lesson and writing page weigh; whether the lesson keeps what is promised."""
    jar = SimpleCookie(client["headers"]["Cookie"])
    host = f"http://127.0.0.1:{port}"
    cookies = [{"name": name, "value": morsel.value, "url": host} for name, morsel in jar.items()]
    kept = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=ARGUMENTS)
        for page, promised in [("lesson", True), ("answer", False)]:
            seen = [one_visit(browser, host + client[page], cookies) for _time in range(TIMES)]
            median = {key: statistics.median(one[key] for one in seen) for key in seen[0]}
            print(
                f"  {page} on slow 3G: {median['bytes'] / 1000:.0f} kB before fonts in {median['files']:.0f} files, "
                f"fonts {median['fonts'] / 1000:.0f} kB, readable after {median['readable']:.1f} s"
            )
            if promised:
                kept = median["bytes"] <= BYTES and median["readable"] <= SECONDS
        browser.close()
    print(f"  promised for the lesson: at most {BYTES / 1000:.0f} kB before fonts, readable within {SECONDS:.0f} s\n")
    return kept
