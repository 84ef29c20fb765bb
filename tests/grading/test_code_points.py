import json
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "code-points.js"
TEXTS = ["", "plain", "🕊️ flies", "👩🏽‍🏫", "e\u0301 and é", "שלום עולם", "a\nb\u2028c", "𝒳𝒴𝒵", "Trần Zieliński"]


@pytest.mark.skipif(shutil.which("node") is None, reason="the browser journey asks the same of the script")
def test_the_script_counts_a_text_as_the_server_does():
    program = (
        f"import {{ codePoints }} from {json.dumps(SCRIPT.as_uri())};"
        f"console.log(JSON.stringify({json.dumps(TEXTS)}.map(codePoints)))"
    )
    counted = subprocess.run(
        ["node", "--input-type=module", "-e", program], capture_output=True, check=True, text=True, timeout=30
    )
    assert json.loads(counted.stdout) == [len(text) for text in TEXTS]
