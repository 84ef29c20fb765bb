"""Templates and static files hold to the strict policy and to each other."""

import re
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from classroom.static_storage import FixedNames
from classroom.stylesheet import SHEETS

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STATIC = settings.BASE_DIR / "static"


IMPORTED = r"""import[^"';]*["']\./([^"']+)["']"""


def names(pattern: str, *files: Path) -> set[str]:
    return {name for file in files for name in re.findall(pattern, file.read_text())}


def test_no_template_holds_inline_script_or_style():
    inline = r"<style|<script(?![^>]*src=)|\sstyle=|\son[a-z]+=|hx-on|javascript:"

    assert {file.name: found for file in TEMPLATES if (found := names(inline, file))} == {}


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = names(r'<symbol id="([\w-]+)"', STATIC / "icons.svg")

    assert names(r'\{% icon "([\w-]+)"', *TEMPLATES) - drawn == set()


def test_every_static_file_that_a_template_names_exists():
    named = names(r"""\{% static ['"]([^'"]+)['"] %\}""", *TEMPLATES)

    assert {name for name in named if finders.find(name) is None} == set()


def test_every_stylesheet_is_part_of_the_one_and_print_comes_last():
    ours = [name.removeprefix("css/") for name in SHEETS if name.startswith("css/")]

    assert sorted([*ours, "admin.css"]) == sorted(file.name for file in (STATIC / "css").glob("*.css"))
    assert ours[-1] == "print.css"


def test_the_one_stylesheet_holds_its_parts_and_finds_their_fonts():
    sheet = Path(str(finders.find("css/margin.css")))
    text = sheet.read_text()

    assert [name for name in SHEETS if (STATIC / name).read_text()[-200:] not in text] == []
    assert {name for name in names(r"url\(([^)'\"]+)\)", sheet) if not (STATIC / "css" / name).exists()} == set()


@pytest.mark.parametrize("kind", ["*.css", "*.js"])
def test_no_static_file_points_at_a_source_map_or_another_host(kind: str):
    outside = r"sourceMappingURL|url\(['\"]?(?:https?:)?//"

    assert {file.name: found for file in STATIC.rglob(kind) if (found := names(outside, file))} == {}


def test_every_theme_colour_has_a_light_value_for_older_browsers():
    before, after = (STATIC / "css" / "tokens.css").read_text().split("@supports not")

    assert (
        dict(re.findall(r"(--[\w-]+): light-dark\((#\w+),", before)).items()
        <= dict(re.findall(r"(--[\w-]+): (#\w+);", after)).items()
    )


def test_modules_import_each_other_by_their_hashed_names(tmp_path: Path):
    copytree(STATIC / "js", tmp_path / "js")
    storage = FixedNames(location=tmp_path, base_url="/static/")
    files = sorted((STATIC / "js").glob("*.js"))

    list(storage.post_process({f"js/{file.name}": (FileSystemStorage(STATIC), f"js/{file.name}") for file in files}))

    hashed = {file.name: storage.hashed_files[f"js/{file.name}"].removeprefix("js/") for file in files}
    asked = names(IMPORTED, *files)
    assert "sha256.js" in asked  # which is asked for by a module that is asked for itself
    assert names(IMPORTED, *(tmp_path / "js" / name for name in hashed.values())) == {hashed[name] for name in asked}
