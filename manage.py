#!/usr/bin/env python
"""Margin's command line. A wrong setting ends it with one clear line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"Margin can't start: {problem}")


if __name__ == "__main__":
    main()
