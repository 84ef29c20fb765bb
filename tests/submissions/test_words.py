import json
import shutil
import subprocess
from pathlib import Path

import pytest

from classroom.submissions.words import count_words

CASES = json.loads((Path(__file__).parent / "word_cases.json").read_text(encoding="utf-8"))
SCRIPT = Path(__file__).parents[2] / "static" / "js" / "words.js"


@pytest.mark.parametrize("text, words", CASES)
def test_words_are_counted(text, words):
    assert count_words(text) == words


@pytest.mark.skipif(shutil.which("node") is None, reason="the browser journey asks the same of the script")
def test_words_are_counted_alike_in_javascript():
    program = (
        f"import {{ countWords }} from {json.dumps(SCRIPT.as_uri())};"
        f"console.log(JSON.stringify({json.dumps([text for text, _words in CASES])}.map(countWords)))"
    )
    counted = subprocess.run(
        ["node", "--input-type=module", "-e", program], capture_output=True, check=True, text=True, timeout=30
    )

    assert json.loads(counted.stdout) == [words for _text, words in CASES]
