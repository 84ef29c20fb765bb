"""Which browser the journeys drive. `python -m tests.browser` prints its path, and fails when there is none."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # no page reaches another host
]
if hasattr(os, "geteuid") and os.geteuid() == 0:
    ARGUMENTS.append("--no-sandbox")  # Chromium's sandbox doesn't start for root


def installed_browser() -> str | None:
    """The browser that CHROMIUM names, or one the system has; None leaves it to Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for path in map(shutil.which, NAMES) if path), None)


def browser_path() -> str | None:
    """The browser that will be driven, Playwright's own included, or None."""
    path = installed_browser()
    if path is None:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = browser_path()
    sys.exit("No browser was found." if found is None else print(found))
